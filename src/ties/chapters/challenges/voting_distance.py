"""How far India votes from other states in the United Nations General Assembly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.ideal_points import change_in_distance, draw_ideal_points, ideal_point_distance
from ties.plotting.country_names import in_prose
from ties.plotting.labels import label_ends
from ties.plotting.style import GRID, INK, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

SPELL = 10  # years in each of the two spells that are compared
CONFIDENT = 0.95  # part of the draws from which a change is called one


def voting_distance(
    points: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    draws: int,
    seed: int,
) -> Figure:
    """Show the distance of a state's votes from others', by year with bands.

    Parameters
    ----------
    points : DataFrame
        Table ``un_voting`` of one edition.
    countries : DataFrame
        Table ``countries``, for the names.
    focal, others
        Country codes.
    start_year : int
        First year.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    Figure
        ``voting-distance``. Findings for each of the others: the distance in the last year (``distance_usa``) and its
        change between the first and the last ten years (``distance_change_usa``); and ``nearest_voter``.

    Examples
    --------
    >>> from ties import load
    >>> points, countries = load("un_voting"), load("countries")
    >>> about = {"focal": "IND", "others": ["USA", "RUS"], "start_year": 1995, "draws": 100, "seed": 1}
    >>> voting_distance(points, countries, **about).findings[-1].value
    'Russia'
    """
    names = dict(zip(countries["code"], countries["name"], strict=True))
    data = prepare_voting_distance(
        points, focal=focal, others=others, start_year=start_year, draws=draws, seed=seed, names=names
    )
    return Figure(
        "voting-distance", data, draw_voting_distance, words_voting_distance(data), findings_voting_distance(data)
    )


def prepare_voting_distance(
    points: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    draws: int,
    seed: int,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give the distance by year (parameters of :func:`voting_distance`; `names` by code).

    The columns are those of :func:`ties.analysis.ideal_points.ideal_point_distance`. ``attrs["change"]`` holds
    :func:`ties.analysis.ideal_points.change_in_distance` between the first and the last ten years.
    """
    used = points[points["country"].isin([focal, *others]) & (points["year"] >= start_year)]
    drawn = draw_ideal_points(used, draws, seed)
    data = ideal_point_distance(drawn, focal, others)
    first, last = int(data["year"].min()), int(data["year"].max())
    before, after = range(first, first + SPELL), range(last - SPELL + 1, last + 1)
    data.attrs.update(
        focal=names[focal], names={code: names[code] for code in others}, edition=str(points["edition"].iloc[0]),
        change=change_in_distance(drawn, focal, others, before, after),
        spells=(f"{before[0]}-{before[-1]}", f"{after[0]}-{after[-1]}"),
    )  # fmt: skip
    return data


def draw_voting_distance(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line with a band for each state; the last, unsettled year is a hollow mark."""
    return draw_votes(data, ax, "distance", narrow=narrow, ylabel="distance of ideal points")


def draw_votes(data: pd.DataFrame, ax: Axes, column: str, *, narrow: bool, ylabel: str) -> Axes:
    """Draw a column by year with its band, ``low`` and ``high``: a line for each state of ``attrs["names"]``."""
    ends = []
    for code, name in data.attrs["names"].items():
        part = data[data["country"] == code].sort_values("year")
        ax.fill_between(part["year"], part["low"], part["high"], color=state(code), alpha=0.2, lw=0)
        ax.plot(part["year"], part[column], color=state(code))
        end = part.iloc[-1]
        ax.plot(end["year"], end[column], "o", ms=4.5, mfc="none" if column == "distance" else state(code),
                color=state(code))  # fmt: skip
        ends.append((end["year"], end[column], name, INK))
    label_ends(ax, ends, offset=6, fontsize=7.5 if narrow else 9)
    ax.set_ylim(0, None)
    span = data["year"].max() - data["year"].min()
    ax.set_xlim(data["year"].min(), data["year"].max() + span * (0.3 if narrow else 0.16))
    ax.set_xticks([y for y in range(1950, 2100, 10) if data["year"].min() <= y <= data["year"].max()])
    ax.set_ylabel(ylabel)
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def words_voting_distance(data: pd.DataFrame) -> Words:
    """Say who is near, who is far, and how that moved (data of :func:`prepare_voting_distance`)."""
    about: dict[Any, Any] = data.attrs
    change = about["change"].set_index("country")
    last = data[data["year"] == data["year"].max()].sort_values("distance")
    near, far = last.iloc[0].to_dict(), last.iloc[-1].to_dict()
    return words(
        "challenges", "voting-distance", **about | {"moved": change.loc[far["country"]].to_dict()}, near=near,
        far=far, first=int(data["year"].min()),
    )  # fmt: skip


def findings_voting_distance(data: pd.DataFrame) -> list[Finding]:
    """Give the distance to each state in the last year, its change and who moved; and who is nearest."""
    about: dict[Any, Any] = data.attrs
    names = about["names"]
    year = int(data["year"].max())
    last = data[data["year"] == year].set_index("country")
    change = about["change"].set_index("country")
    found: list[Finding] = []
    for code, name in names.items():
        row, moved = last.loc[code].to_dict(), change.loc[code].to_dict()
        clear = max(moved["nearer"], 1 - moved["nearer"]) >= CONFIDENT
        facts = about | {"year": year, "other": name, "row": row, "moved": moved, "clear": clear}
        found += [
            Finding(
                f"distance_{code.lower()}", row["distance"], sentence("challenges", "distance_*", **facts),
                precision=1, low=row["low"], high=row["high"], interval="90% posterior band",
            ),
            Finding(
                f"distance_change_{code.lower()}", moved["change"],
                sentence("challenges", "distance_change_*", **facts), precision=1, low=moved["low"],
                high=moved["high"], interval="90% posterior band", confidence="high" if clear else "low",
            ),
        ]  # fmt: skip
    nearest = in_prose(names[str(last["nearest"].idxmax())])
    facts = {"year": year, "other": nearest, "chance": last["nearest"].max()}
    return [*found, Finding("nearest_voter", nearest, sentence("challenges", "nearest_voter", **facts))]
