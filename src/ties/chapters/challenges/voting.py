"""Challenges: where India votes in the United Nations General Assembly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.ideal_points import (
    agreement,
    change_in_distance,
    compare_measures,
    draw_ideal_points,
    voting_distance,
)
from ties.plotting.style import GRID, INK, state
from ties.records import Words

SPELL = 10  # years in each of the two spells that are compared


def prepare_distance(
    points: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    draws: int,
    seed: int,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give the distance of the focal state's votes from others', by year with bands.

    Parameters
    ----------
    points : DataFrame
        Table ``un_voting`` of one edition.
    focal, others
        Country codes.
    start_year : int
        First year.
    draws, seed : int
        Number of draws; seed of the random numbers.
    names : mapping
        Code to name.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.ideal_points.voting_distance`. ``attrs["change"]`` holds
        :func:`ties.analysis.ideal_points.change_in_distance` between the first and the last ten years.
    """
    kept = points[points["country"].isin([focal, *others]) & (points["year"] >= start_year)]
    drawn = draw_ideal_points(kept, draws, seed)
    data = voting_distance(drawn, focal, others)
    first, last = int(data["year"].min()), int(data["year"].max())
    before, after = range(first, first + SPELL), range(last - SPELL + 1, last + 1)
    data.attrs.update(
        focal=names[focal], names={code: the(names[code]) for code in others}, edition=str(points["edition"].iloc[0]),
        change=change_in_distance(drawn, focal, others, before, after),
        spells=(f"{before[0]}-{before[-1]}", f"{after[0]}-{after[-1]}"),
    )  # fmt: skip
    return data


def the(name: str) -> str:
    """Put the article before the name of a state that takes one.

    Examples
    --------
    >>> the("United States"), the("Russia")
    ('the United States', 'Russia')
    """
    return f"the {name}" if name.startswith(("United ", "Soviet ", "Netherlands", "Philippines")) else name


def draw_distance(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line with a band for each state; the last, unsettled year is a hollow mark."""
    return _lines(data, ax, "distance", data.attrs["names"], narrow=narrow, ylabel="distance of ideal points")


def _lines(data: pd.DataFrame, ax: Axes, column: str, names: Mapping[str, str], *, narrow: bool, ylabel: str) -> Axes:
    size = 7.5 if narrow else 9
    for code, name in names.items():
        part = data[data["country"] == code].sort_values("year")
        ax.fill_between(part["year"], part["low"], part["high"], color=state(code), alpha=0.2, lw=0)
        ax.plot(part["year"], part[column], color=state(code))
        end = part.iloc[-1]
        ax.plot(end["year"], end[column], "o", ms=4.5, mfc="none" if column == "distance" else state(code),
                color=state(code))  # fmt: skip
        ax.annotate(name.removeprefix("the "), (end["year"], end[column]), xytext=(6, 0), va="center",
                    textcoords="offset points", fontsize=size, color=INK)  # fmt: skip
    ax.set_ylim(0, None)
    span = data["year"].max() - data["year"].min()
    ax.set_xlim(data["year"].min(), data["year"].max() + span * (0.3 if narrow else 0.16))
    ax.set_xticks([y for y in range(1950, 2100, 10) if data["year"].min() <= y <= data["year"].max()])
    ax.set_ylabel(ylabel)
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def words_distance(data: pd.DataFrame) -> Words:
    """Say who is near, who is far, and how that moved."""
    focal, names, change = data.attrs["focal"], data.attrs["names"], data.attrs["change"].set_index("country")
    last = data[data["year"] == data["year"].max()].sort_values("distance")
    near, far = last.iloc[0], last.iloc[-1]
    moved = change.loc[far["country"]]
    turn = "nearer than" if moved["high"] < 0 else "farther than" if moved["low"] > 0 else "no surer distance than"
    first, second = data.attrs["spells"]
    return Words(
        title=(
            f"{focal} votes nearest to {names[near['country']]} and {far['distance'] / near['distance']:.0f} "
            f"times as far from {names[far['country']]}, though {turn} in {first}"
        ),
        subtitle=(
            "Distance between ideal points in the UN General Assembly, "
            f"{int(data['year'].min())}-{int(data['year'].max())}, with 90% bands; edition "
            f"{data.attrs['edition']}"
        ),
        caption=(
            "Ideal points place states on one line from their votes and allow for the agenda. Bands come from "
            "the published 5 and 95 per cent quantiles, states taken as independent. The newest year of "
            "any edition is not settled: later revisions move it."
        ),
        alt=(
            f"Line chart of voting distance from {focal}. In {int(near['year'])} it is {near['distance']:.1f} "
            f"({near['low']:.1f} to {near['high']:.1f}) to {names[near['country']]} and {far['distance']:.1f} "
            f"({far['low']:.1f} to {far['high']:.1f}) to {names[far['country']]}. Between {first} and {second} "
            f"the mean distance to {names[far['country']]} changed by {moved['change']:+.1f}."
        ),
    )


def findings_distance(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on distance.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_distance`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`: for each state the distance in the last year, its change
        and who moved; and who is nearest.
    """
    focal, names, (first, second) = data.attrs["focal"], data.attrs["names"], data.attrs["spells"]
    last = data[data["year"] == data["year"].max()].set_index("country")
    figure: dict[str, Any] = {"figure": "voting-distance", "interval_means": "90% posterior band", "precision": 1}
    out: list[dict[str, Any]] = []
    for code, name in names.items():
        row, moved = last.loc[code], data.attrs["change"].set_index("country").loc[code]
        sure = max(moved["nearer"], 1 - moved["nearer"])
        way = "fell" if moved["change"] < 0 else "rose"
        told = f"{way} by {abs(moved['change']):.1f}" if sure >= 0.95 else "did not change for sure"
        out += [
            figure | {
                "key": f"distance_{code.lower()}", "value": row["distance"], "interval": (row["low"], row["high"]),
                "sentence": f"In {data['year'].max()} {focal} stood {row['distance']:.1f} from {name} "
                f"({row['low']:.1f} to {row['high']:.1f}) on the line of UN votes.",
            },
            figure | {
                "key": f"distance_change_{code.lower()}", "value": moved["change"],
                "interval": (moved["low"], moved["high"]), "confidence": "high" if sure >= 0.95 else "low",
                "sentence": f"From {first} to {second} the mean distance to {name} {told}; {focal}'s own "
                f"position moved by {moved['focal_moved']:+.1f}, that of {name} by "
                f"{moved['other_moved']:+.1f}.",
            },
        ]  # fmt: skip
    nearest = last["nearest"].idxmax()
    out.append({
        "key": "nearest_voter", "value": names[str(nearest)], "figure": "voting-distance",
        "sentence": f"In {data['year'].max()} the nearest of the three was {names[str(nearest)]} (probability "
        f"{last['nearest'].max():.2f}).",
    })  # fmt: skip
    return out


def prepare_agreement(
    pairs: pd.DataFrame, *, focal: str, others: Sequence[str], start_year: int, names: Mapping[str, str]
) -> pd.DataFrame:
    """Give the share of roll calls on which the focal state voted as others did.

    Parameters
    ----------
    pairs : DataFrame
        Table ``un_agreement`` of one edition.
    focal, others, start_year, names
        As in :func:`prepare_distance`.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.ideal_points.agreement`.
    """
    data = agreement(pairs[pairs["year"] >= start_year], focal, others)
    data.attrs.update(
        focal=names[focal], names={c: the(names[c]) for c in others}, edition=str(pairs["edition"].iloc[0])
    )
    return data


def draw_agreement(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line with the band of a session's noise for each state."""
    _lines(data, ax, "agreement", data.attrs["names"], narrow=narrow, ylabel="same vote, per cent of roll calls")
    ax.set_ylim(0, 100)
    return ax


def words_agreement(data: pd.DataFrame) -> Words:
    """Say how often the votes were the same, and that the agenda moves that."""
    focal, names = data.attrs["focal"], data.attrs["names"]
    last = data[data["year"] == data["year"].max()].sort_values("agreement")
    least, most = last.iloc[0], last.iloc[-1]
    year = int(last["year"].iloc[0])
    return Words(
        title=(
            f"In {year} {focal} cast the same vote as {names[most['country']]} on {most['agreement']:.0f}% of "
            f"roll calls, as {names[least['country']]} on {least['agreement']:.0f}%"
        ),
        subtitle=(
            f"Share of UN General Assembly roll calls with the same vote, {int(data['year'].min())}-{year}, "
            f"with 90% Wilson intervals; edition {data.attrs['edition']}"
        ),
        caption=(
            "Yes, no and abstain count; absences are left out. The rate depends on what is put to the vote in "
            "a session, so a change is not a change of friendship. No later roll calls were found in this "
            "edition."
        ),
        alt=(
            f"Line chart of voting agreement with {focal}. In {year} it is {most['agreement']:.0f}% "
            f"({most['low']:.0f} to {most['high']:.0f}) with {names[most['country']]} and "
            f"{least['agreement']:.0f}% ({least['low']:.0f} to {least['high']:.0f}) with "
            f"{names[least['country']]}. Each session has {int(data['n_votes'].min())} to "
            f"{int(data['n_votes'].max())} roll calls."
        ),
    )


def findings_agreement(data: pd.DataFrame, distance: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on agreement, and on what it and distance say differently.

    Parameters
    ----------
    data, distance : DataFrame
        From :func:`prepare_agreement` and :func:`prepare_distance`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    names = data.attrs["names"]
    last = data[data["year"] == data["year"].max()].set_index("country")
    compared = compare_measures(distance, data).set_index("country")
    out: list[dict[str, Any]] = [
        {
            "key": f"agreement_{code.lower()}", "value": last.loc[code, "agreement"], "unit": "per cent",
            "confidence": "high",
            "interval": (last.loc[code, "low"], last.loc[code, "high"]), "figure": "voting-agreement",
            "interval_means": "90% Wilson interval of one session's noise",
            "sentence": f"In {data['year'].max()} {data.attrs['focal']} and {name} cast the same vote on "
            f"{last.loc[code, 'agreement']:.0f} per cent of roll calls.",
        }
        for code, name in names.items()
    ]  # fmt: skip
    weakest = compared["tau"].abs().idxmin()
    told = "; ".join(f"{names[str(code)]} {row['tau']:+.2f}" for code, row in compared.iterrows())
    out.append({
        "key": "measures_differ", "value": names[str(weakest)], "figure": "voting-agreement",
        "sentence": f"The two measures tell least the same story for {names[str(weakest)]}: Kendall's tau of "
        f"distance and agreement over {int(compared['years'].max())} years is {told} (minus one would be full "
        "accord).",
    })  # fmt: skip
    return out
