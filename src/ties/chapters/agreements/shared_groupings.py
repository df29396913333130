"""Agreements: groupings of the focal state in common with others, with unknown years as a band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.figure
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.membership import (
    lead_held,
    leading_since,
    membership_bounds,
    share_readings,
    similarity_bounds,
)
from ties.plotting.style import MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell


def shared_groupings(
    memberships: pd.DataFrame,
    groupings: pd.DataFrame,
    roles: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    end_year: int,
    as_of: str,
) -> Figure:
    """Show the share of groupings that a state has in common with each other state by year, with its bounds.

    Parameters
    ----------
    memberships, groupings, roles, countries : DataFrame
        Table ``memberships``, judgements ``groupings`` and ``membership_roles``, table ``countries``.
    focal : str
        The state compared.
    others : sequence of str
        States with which it is compared; not with itself.
    start_year, end_year : int
        Calendar years.
    as_of : str
        Last day that counts.

    Returns
    -------
    Figure
        Without data if the state compared is in no grouping of the table, or is compared with itself alone.

    Examples
    --------
    >>> from ties import load
    >>> tables = [load("memberships"), load("judgements/groupings"), load("judgements/membership_roles")]
    >>> period = {"start_year": 2015, "end_year": 2026, "as_of": "2026-06-30"}
    >>> figure = shared_groupings(*tables, load("countries"), focal="IND", others=["USA", "RUS"], **period)
    >>> [finding.key for finding in figure.findings]
    ['shared_first', 'shared_2', 'membership_readings', 'membership_since']
    """
    data = prepare_shared_groupings(
        memberships, groupings, roles, countries,
        focal=focal, others=others, start_year=start_year, end_year=end_year, as_of=as_of,
    )  # fmt: skip
    text = words_shared_groupings(data) if len(data) else None
    found = findings_shared_groupings(data)
    sources = memberships.loc[memberships["country"].isin([focal, *others]), "sources"]
    return Figure("membership", data, draw_shared_groupings, text, found, sources=sources, height=3, narrow_height=5)


def prepare_shared_groupings(
    memberships: pd.DataFrame,
    groupings: pd.DataFrame,
    roles: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    end_year: int,
    as_of: str,
) -> pd.DataFrame:
    """Give one row per year and other state; parameters as of :func:`shared_groupings`.

    As :func:`ties.analysis.networks.membership.similarity_bounds`, with ``name``. ``attrs["readings"]`` holds
    what :func:`ties.analysis.networks.membership.share_readings` gives, as records.
    """
    others = [other for other in others if other != focal]
    if not others or focal not in set(memberships["country"]):
        return pd.DataFrame(columns=["year", "other", "low", "high", "shared", "either", "name"])
    period: dict[str, Any] = {"start_year": start_year, "end_year": end_year, "as_of": as_of}
    members = membership_bounds(memberships, groupings, roles, countries=[focal, *others], **period)
    data = similarity_bounds(members, focal=focal, others=others)
    names = countries.set_index("code")["name"]
    data["name"] = data["other"].map(names)
    readings = share_readings(memberships, groupings, roles, focal=focal, others=others, **period)
    data.attrs.update(
        focal=names[focal], as_of=as_of, groupings=int(members["grouping"].nunique()),
        readings=readings.to_dict("records"),
    )  # fmt: skip
    return data


def draw_shared_groupings(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one panel per state: its band between the bounds, and faint behind it those of the others."""
    figure = ax.get_figure()
    assert isinstance(figure, matplotlib.figure.Figure)  # an axes of its own figure, never of a part of one
    ax.remove()  # makes way for one panel per state
    last = data[data["year"] == data["year"].max()].sort_values("low", ascending=False)
    order = [str(other) for other in last["other"]]
    panels = figure.subplots(
        len(order) if narrow else 1, 1 if narrow else len(order), sharex=True, sharey=True, squeeze=False
    ).ravel()
    some = data.loc[data["high"] > 0, "year"]
    start = int(some.min()) - 3 if len(some) else int(data["year"].min())
    for panel, chosen in zip(panels, order, strict=True):
        for other, rows in data.groupby("other"):
            colour, own = state(str(other)), other == chosen
            panel.fill_between(
                rows["year"], rows["low"], rows["high"], color=colour if own else MUTED, alpha=0.3 if own else 0.1,
                linewidth=0,
            )  # fmt: skip
            if own:
                panel.plot(rows["year"], rows["low"], color=colour, linewidth=1.6)
                panel.plot(rows["year"], rows["high"], color=colour, linewidth=1.6)
                end = rows.dropna(subset=["low"]).iloc[-1]
                text = f"{end['name']}: {end['low']:.0%} to {end['high']:.0%}"
        panel.text(0.02, 0.96, text, transform=panel.transAxes, ha="left", va="top", fontsize=8 if narrow else 9,
                   color=state(chosen))  # fmt: skip
        panel.set_xlim(max(start, int(data["year"].min())), int(data["year"].max()))
        panel.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        panel.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    panels[0].set_ylim(0, max(0.05, float(data["high"].max())) * 1.22)
    panels[0].set_ylabel("" if narrow else "groupings in common", color=MUTED)
    first: Axes = panels[0]
    return first


def words_shared_groupings(data: pd.DataFrame) -> Words:
    """Say with whom the focal state shares most groupings, and since when the order is certain."""
    last = _at_the_end(data)
    top, rest = last.iloc[0], last.iloc[1:]
    first = int(data["year"].min())
    start = data[data["year"] == first].dropna(subset=["low"])
    return words(
        "agreements", "membership", **{key: data.attrs[key] for key in ("focal", "as_of", "groupings")},
        certain=bool((rest["high"] < top["low"]).all()), since=leading_since(data, str(top["other"])),
        last=last.to_dict("records"), first=first, end=int(data["year"].max()),
        most=100 * start["high"].max() if len(start) else None,
        widest=100 * (data["high"] - data["low"]).max(),
    )  # fmt: skip


def findings_shared_groupings(data: pd.DataFrame) -> list[Finding]:
    """Give the share with each state at the end, and whether the order holds under other choices."""
    if data.empty:
        nothing = sentence("agreements", "shared_first-none")
        return cannot_tell(["shared_first", "membership_readings", "membership_since"], nothing)
    last = _at_the_end(data)
    name, top = last.iloc[0]["name"], str(last.iloc[0]["other"])
    readings = pd.DataFrame(data.attrs["readings"])
    held, tried = lead_held(readings, top), sorted(readings["reading"].unique())
    text = sentence("agreements", "membership_readings", name=name, held=held, readings=tried)
    since = leading_since(data, top)
    when = sentence("agreements", "membership_since", name=name, since=since)
    confidence = "cannot tell" if since is None else "medium"
    return [
        *(_share(place, row, data) for place, (_, row) in enumerate(last.iterrows(), start=1)),
        Finding("membership_readings", f"{held} of {len(tried)}", text),
        Finding("membership_since", None if since is None else str(since), when, confidence=confidence),
    ]


def _share(place: int, row: pd.Series, data: pd.DataFrame) -> Finding:
    """Write what the focal state has in common with one other."""
    low, high = 100 * row["low"], 100 * row["high"]
    text = sentence(
        "agreements", "shared_*", focal=data.attrs["focal"], name=row["name"], low=low, high=high,
        year=int(data["year"].max()),
    )  # fmt: skip
    return Finding(
        f"shared_{'first' if place == 1 else place}", 50 * (row["low"] + row["high"]), text, unit="per cent",
        low=low, high=high, interval="bounds that the unknowns allow",
    )  # fmt: skip


def _at_the_end(data: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the last year, the state with the highest lower bound first."""
    last: pd.DataFrame = data[data["year"] == data["year"].max()].dropna(subset=["low"])
    return last.sort_values("low", ascending=False)
