"""Deterrence: what became of ports and naval works of the Belt and Road."""

from __future__ import annotations

import pandas as pd

from ties.plotting.text import caption, sentence
from ties.records import Finding, Table

WORKS = ("port", "port_lease", "naval")
FATES = {
    "operating": "in use",
    "under_construction": "being built",
    "planned": "planned",
    "proposed": "planned",
    "announced": "planned",
}
DROPPED = "dropped or stalled"


def belt_and_road_works(projects: pd.DataFrame) -> Table:
    """Show ports, port leases and naval works of the Belt and Road by what became of them.

    Parameters
    ----------
    projects : DataFrame
        Table ``bri``; rows that repeat another's project (``additive`` is "no") are left out.

    Returns
    -------
    Table

    Examples
    --------
    >>> from ties import load
    >>> [finding.key for finding in belt_and_road_works(load("bri")).findings]
    ['bri_in_use', 'bri_since_2020']
    """
    works = prepare_works(projects)
    data = pd.crosstab(works["state"], works["kind"]).assign(all=works["state"].value_counts()).reset_index()
    return Table(
        "bri",
        data,
        caption("deterrence", "bri"),
        findings_works(works),
        headers={"state": "what became of it", "port_lease": "port lease"},
        download=works,
        sources=works["sources"],
    )


def prepare_works(projects: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of ports, leases and naval works with ``state``, what became of each."""
    works = projects[projects["kind"].isin(WORKS) & projects["additive"].ne("no").fillna(True)]
    return works.assign(state=works["status"].map(FATES).fillna(DROPPED))


def findings_works(works: pd.DataFrame) -> list[Finding]:
    """Record how many works are in use, and how many came into use or were being built since 2020."""
    counts = works["state"].value_counts()
    used, dropped = (int(counts.get(fate, 0)) for fate in ("in use", DROPPED))
    late = works["state"].isin(["in use", "being built"]) & (works["year"].astype("float64") >= 2020)
    facts = {"works": len(works), "used": used, "dropped": dropped, "late": int(late.sum())}
    text = {key: sentence("deterrence", key, **facts) for key in ("bri_in_use", "bri_since_2020")}
    return [
        Finding("bri_in_use", used, text["bri_in_use"], f"of {len(works)}"),
        Finding("bri_since_2020", facts["late"], text["bri_since_2020"]),
    ]
