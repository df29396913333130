"""Deterrence: which places add most of the Indian Ocean, what is owed to whom, and how far the straits are."""

from __future__ import annotations

import pandas as pd

from ties.analysis.geo.place_sets import NESTED, usable_places
from ties.analysis.geo.sea_reach import coverage, greedy_cover, nearest_km, ocean
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table, cannot_tell


def places_by_gain(places: pd.DataFrame, sets: pd.DataFrame, limits: pd.DataFrame, *, reach_km: float) -> Table:
    """Show places in the order in which each adds most of the Indian Ocean to India's own bases.

    Parameters
    ----------
    places, sets, limits, reach_km
        As in :func:`ties.chapters.deterrence.reach_map.reach_map`.

    Returns
    -------
    Table

    Examples
    --------
    >>> from ties import load
    >>> tables = load("places"), load("judgements/reach_sets"), load("judgements/indian_ocean")
    >>> places_by_gain(*tables, reach_km=1500).findings[0].key
    'reach_best'
    """
    usable, _ = usable_places(places, sets)
    steps = greedy_cover(usable, ocean(limits), reach_km, have=["own"], add=["access", "us"])
    data = steps.merge(usable[["id", "name"]], on="id")
    data[["gain", "share", "alone"]] *= 100
    best = data.iloc[0]
    text = sentence("deterrence", "reach_best", place=best["name"], gain=best["gain"])
    return Table(
        "cover",
        data[["step", "name", "set", "gain", "alone", "share"]],
        caption("deterrence", "cover"),
        [Finding("reach_best", best["gain"], text, "per cent")],
        headers={"gain": "gain, %", "alone": "gain if first, %", "share": "share reached, %"},
        precision={"gain": 1, "share": 1, "alone": 1},
    )


def access_owed(places: pd.DataFrame, sets: pd.DataFrame, limits: pd.DataFrame, *, reach_km: float) -> list[Finding]:
    """Find what of the gain from access depends on the logistics agreement with the US, and what China owes to Ream.

    Parameters
    ----------
    places, sets, limits, reach_km
        As in :func:`ties.chapters.deterrence.reach_map.reach_map`.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> from ties import load
    >>> tables = load("places"), load("judgements/reach_sets"), load("judgements/indian_ocean")
    >>> [finding.key for finding in access_owed(*tables, reach_km=1500)]
    ['reach_lemoa', 'reach_rival_without_ream']
    """
    usable, straits = usable_places(places, sets)
    sea = ocean(limits)

    def share(chosen: pd.DataFrame, name: str) -> float:
        return 100 * float(coverage(chosen, straits, sea, {name: NESTED[name]}, reach_km)["share"].item())

    access = share(usable, "access")
    lemoa = access - share(usable[~usable["id"].str.contains("lemoa")], "access")
    without_ream = share(usable[usable["id"] != "prc-ream"], "rival")
    facts = {"gain": access - share(usable, "own"), "lemoa": lemoa, "share": without_ream, "reach_km": reach_km}
    text = {key: sentence("deterrence", key, **facts) for key in ("reach_lemoa", "reach_rival_without_ream")}
    return [
        Finding("reach_lemoa", lemoa, text["reach_lemoa"], "percentage points", precision=1),
        Finding("reach_rival_without_ream", without_ream, text["reach_rival_without_ream"], "per cent"),
    ]


def strait_distances(places: pd.DataFrame, sets: pd.DataFrame) -> Table:
    """Show the distance from each strait to the nearest usable place.

    Parameters
    ----------
    places, sets
        As in :func:`ties.chapters.deterrence.reach_map.reach_map`.

    Returns
    -------
    Table
        Kilometres, in a column for each nested set.

    Examples
    --------
    >>> from ties import load
    >>> strait_distances(load("places"), load("judgements/reach_sets")).findings[0].unit
    'km'
    """
    usable, straits = usable_places(places, sets)
    data = nearest_km(usable, straits, NESTED).merge(straits[["id", "name"]], on="id")
    if data["access"].isna().all():
        findings = cannot_tell(["reach_gap"], sentence("deterrence", "reach_gap-none"))
    else:
        farthest = data.nlargest(1, "access").iloc[0]
        text = sentence("deterrence", "reach_gap", strait=farthest["name"], km=farthest["access"])
        findings = [Finding("reach_gap", farthest["access"], text, "km", confidence="high")]
    return Table(
        "straits",
        data[["name", *NESTED]],
        caption("deterrence", "straits"),
        findings,
        headers={
            "own": "India, km",
            "access": "with access, km",
            "us": "with US bases, km",
            "rival": "China, km",
            "rival_ports": "with ports, km",
        },
    )
