"""Agreements: co-membership of the focal state with others, with unknown years as a band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.membership import leave_one_out, membership_bounds, similarity_bounds
from ties.plotting.country_names import at_start, in_prose
from ties.plotting.style import MUTED, state
from ties.plotting.text import untold
from ties.records import Words

OBLIGATIONS = ["defense", "offense", "neutrality", "nonaggression", "consultation"]


def prepare_membership(
    memberships: pd.DataFrame,
    groupings: pd.DataFrame,
    roles: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    end_year: int,
    as_of: str,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give the share of groupings in common with each other state by year, with its bounds.

    Parameters
    ----------
    memberships, groupings, roles
        As in :func:`ties.analysis.networks.membership.membership_bounds`.
    focal : str
        The state compared.
    others : sequence of str
        States with which it is compared.
    start_year, end_year : int
        Calendar years.
    as_of : str
        Last day that counts.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.networks.membership.similarity_bounds`, with ``name``. ``attrs["readings"]`` holds for
        the last year one record per other choice: ``reading``, ``other``, ``low``, ``high``. Empty if the state
        compared is in no grouping of the table, or is compared with itself alone.
    """
    others = [other for other in others if other != focal]
    if not others or focal not in set(memberships["country"]):
        return pd.DataFrame(columns=["year", "other", "low", "high", "shared", "either", "name"])
    period: dict[str, Any] = {"start_year": start_year, "end_year": end_year, "as_of": as_of}
    period["countries"] = [focal, *others]
    sides: dict[str, Any] = {"focal": focal, "others": others}
    members = membership_bounds(memberships, groupings, roles, **period)
    data = similarity_bounds(members, **sides)
    data["name"] = data["other"].map(names)
    year = int(data["year"].max())
    open_ = groupings[groupings["control_regime"] == "no"]
    wide = membership_bounds(memberships, groupings, roles, counts=("full", "partial"), **period)
    readings = {
        "lesser standings counted too": similarity_bounds(wide, **sides),
        "export-control groups left out": similarity_bounds(
            membership_bounds(memberships, open_, roles, **period), **sides
        ),
        "each grouping left out in turn": leave_one_out(members, **sides, year=year).assign(year=year),
    }
    data.attrs.update(
        focal=names[focal], as_of=as_of, groupings=int(members["grouping"].nunique()),
        readings=[
            {"reading": name, **row}
            for name, table in readings.items()
            for row in table.loc[table["year"] == year, ["other", "low", "high"]].to_dict("records")
        ],
    )  # fmt: skip
    return data


def draw_membership(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one panel per state: its band between the bounds, and faint behind it those of the others."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)  # an axes of its own figure, never of a part of one
    ax.remove()
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


def words_membership(data: pd.DataFrame) -> Words:
    """Say with whom the focal state shares most groupings, and since when the order is certain."""
    focal, as_of = in_prose(data.attrs["focal"]), data.attrs["as_of"]
    last = data[data["year"] == data["year"].max()].dropna(subset=["low"]).sort_values("low", ascending=False)
    top, rest = last.iloc[0], last.iloc[1:]
    sure = bool((rest["high"] < top["low"]).all())
    each = "; ".join(f"{in_prose(r['name'])} {r['low']:.0%} to {r['high']:.0%}" for r in last.to_dict("records"))
    since = first_sure_year(data, str(top["other"]))
    lead = f"surely since {since}" if sure and since else "though the unknowns leave room for another order"
    first = int(data["year"].min())
    start = data[data["year"] == first].dropna(subset=["low"])
    whom = " or ".join(in_prose(name) for name in rest["name"])
    named = at_start(data.attrs["focal"])
    if whom:
        title = f"{named} shares more groupings with {in_prose(top['name'])} than with {whom}, {lead}"
    else:
        title = f"{named} shares {top['low']:.0%} to {top['high']:.0%} of groupings with {in_prose(top['name'])}"
    return Words(
        title=title,
        subtitle=(
            f"Groupings of both as a share of groupings of either, {data.attrs['groupings']} "
            "groupings, end of year, "
            f"{first}-{int(data['year'].max())}, until {as_of}"
        ),
        caption=(
            "One panel per state, the others faint behind it. Band: from the lowest to the highest "
            "share that unknown joining years and incomplete "
            "lists allow; a single "
            "line where nothing is unknown. Members count, observers and dialogue partners do not. "
            "The groupings are "
            "those of the table, chosen because they bear on the article: follow the change, not the level."
        ),
        alt=(
            f"Band chart of the share of groupings that {focal} has in common with {len(last)} "
            f"states, from {first}. "
            f"At the end it is {each}. "
            + (
                f"In {first} it was at most {start['high'].max():.0%} for any of them. "
                if len(start)
                else "At the start none was in any grouping. "
            )
            + f"The widest band is {(data['high'] - data['low']).max():.0%} of the groupings."
        ),
    )


def first_sure_year(data: pd.DataFrame, other: str) -> int | None:
    """Give the year from which one state's lower bound stays above every other's upper bound; none if it does not.

    Examples
    --------
    >>> data = pd.DataFrame({
    ...     "year": [2020, 2020, 2021, 2021], "other": ["USA", "RUS"] * 2, "low": [0.4, 0.3, 0.6, 0.2],
    ...     "high": [0.5, 0.5, 0.6, 0.3],
    ... })
    >>> first_sure_year(data, "USA"), first_sure_year(data, "RUS")
    (2021, None)
    """
    rival = data[data["other"] != other].groupby("year")["high"].max()
    own = data[data["other"] == other].set_index("year")["low"]
    ahead = (own > rival.reindex(own.index).fillna(-1)).sort_index(ascending=False)
    kept = ahead[ahead.cummin()]
    return int(kept.index.min()) if len(kept) else None


def findings_membership(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the findings: the share with each state at the end, and whether the order holds under other choices."""
    if data.empty:
        nothing = "The table holds no grouping that the state is in, so what it shares cannot be told."
        return untold(["shared_first", "membership_readings", "membership_since"], nothing)
    last = data[data["year"] == data["year"].max()].dropna(subset=["low"]).sort_values("low", ascending=False)
    year, focal = int(data["year"].max()), at_start(data.attrs["focal"])
    found: list[dict[str, Any]] = [
        {
            "key": f"shared_{place}", "value": 50 * (row["low"] + row["high"]), "unit": "per cent",
            "interval": (100 * row["low"], 100 * row["high"]), "interval_means": "bounds that the unknowns allow",
            "figure": "membership", "confidence": "medium",
            "sentence": (
                f"{focal} had {row['low']:.0%} to {row['high']:.0%} of groupings in common with "
                f"{in_prose(row['name'])} in {year}."
            ),
        }
        for place, row in zip(["first", *map(str, range(2, len(last) + 1))], last.to_dict("records"), strict=True)
    ]  # fmt: skip
    top = str(last.iloc[0]["other"])
    readings = pd.DataFrame(data.attrs["readings"])
    held = 0
    for _, rows in readings.groupby("reading"):
        own = rows.loc[rows["other"] == top, "low"].min()
        held += int((rows.loc[rows["other"] != top, "high"] < own).all())
    number = readings["reading"].nunique()
    name = in_prose(last.iloc[0]["name"])
    found.append(
        {
            "key": "membership_readings", "value": f"{held} of {number}", "figure": "membership", "confidence": "medium",
            "sentence": (
                f"The lead of {name} is beyond the bounds in {held} of {number} other readings "
                f"({', '.join(sorted(readings['reading'].unique()))})."
            ),
        }
    )  # fmt: skip
    since = first_sure_year(data, top)
    found.append(
        {
            "key": "membership_since", "value": None if since is None else str(since), "figure": "membership",
            "confidence": "cannot tell" if since is None else "medium",
            "sentence": (
                f"{at_start(last.iloc[0]['name'])} leads beyond what the unknowns allow since {since}."
                if since is not None
                else f"The unknowns allow another order than {name} in the lead."
            ),
        }
    )  # fmt: skip
    return found


def prepare_obligations(
    alliances: pd.DataFrame, *, focal: str, others: Sequence[str], names: Mapping[str, str]
) -> pd.DataFrame:
    """Give the obligations coded as in force in the last year of the alliance data, one row per state.

    Parameters
    ----------
    alliances : DataFrame
        Table ``alliances``: pairs, years and obligations (0 or 1), coded until its last year, of the states in
        ``country_a``.
    focal : str
        The state compared.
    others : sequence of str
        States with which it is compared; not with itself.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        ``name``, ``defence``, ``neutrality``, ``nonaggression``, ``consultation`` ("yes" or "no"), ``since`` (first
        year of what is in force; missing if nothing is). ``attrs``: ``year``. Empty if the obligations of the state
        are not coded.
    """
    columns = ["name", "defence", "neutrality", "nonaggression", "consultation", "since"]
    others = [other for other in others if other != focal]
    if not others or focal not in set(alliances["country_a"]):
        return pd.DataFrame(columns=columns)
    year = int(alliances["end_year"].max())
    force = alliances[alliances["end_year"] == year]
    rows = []
    for other in others:
        pair = force[
            ((force["country_a"] == focal) & (force["country_b"] == other))
            | ((force["country_a"] == other) & (force["country_b"] == focal))
        ]
        kinds = {kind: "yes" if (pair[kind] == 1).any() else "no" for kind in OBLIGATIONS}
        kinds["defence"] = kinds.pop("defense")
        rows.append({"name": names[other], **kinds, "since": int(pair["start_year"].min()) if len(pair) else None})
    data = pd.DataFrame(rows)[columns].astype({"since": "Int64"})
    data.attrs.update(year=year)
    return data


def findings_obligations(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the finding of the obligations: with how many states there is a duty to defend."""
    if data.empty:
        return untold(["defence_obligations"], "The table does not code what this state has promised to others.")
    bound = data.loc[data["defence"] == "yes", "name"].map(in_prose).tolist()
    names = [in_prose(name) for name in data["name"]]
    listed = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    text = (
        f"A duty to defend with {' and '.join(bound)}" if bound else f"No duty to defend with {listed}"
    ) + f" is coded as in force in {data.attrs['year']}, the last year of the data."
    return [{"key": "defence_obligations", "value": len(bound), "confidence": "high", "sentence": text}]
