"""How often India votes as other states do in the United Nations General Assembly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.ideal_points import agreement, compare_measures
from ties.chapters.challenges.voting_distance import draw_votes, prepare_voting_distance
from ties.plotting.country_names import in_prose
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

INVASION = 2022  # year of the votes on Ukraine


def voting_agreement(
    pairs: pd.DataFrame,
    points: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    draws: int,
    seed: int,
) -> Figure:
    """Show the share of roll calls on which a state voted as others did, and compare it with the distance of votes.

    Parameters
    ----------
    pairs : DataFrame
        Table ``un_agreement`` of one edition.
    points, countries, focal, others, start_year, draws, seed
        As of :func:`ties.chapters.challenges.voting_distance.voting_distance`.

    Returns
    -------
    Figure
        ``voting-agreement``. Findings: the agreement with each of the others in the last year (``agreement_usa``),
        where it and distance differ most (``measures_differ``), and the last year of both (``votes_end``).

    Examples
    --------
    >>> from ties import load
    >>> tables = load("un_agreement"), load("un_voting"), load("countries")
    >>> about = {"focal": "IND", "others": ["USA", "RUS"], "start_year": 1995, "draws": 100, "seed": 1}
    >>> voting_agreement(*tables, **about).findings[0].text()
    '20 per cent'
    """
    names = dict(zip(countries["code"], countries["name"], strict=True))
    distance = prepare_voting_distance(
        points, focal=focal, others=others, start_year=start_year, draws=draws, seed=seed, names=names
    )
    data = prepare_voting_agreement(pairs, focal=focal, others=others, start_year=start_year, names=names)
    return Figure(
        "voting-agreement", data, draw_voting_agreement, words_voting_agreement(data),
        findings_voting_agreement(data, distance), tables=["un_agreement"],
    )  # fmt: skip


def prepare_voting_agreement(
    pairs: pd.DataFrame, *, focal: str, others: Sequence[str], start_year: int, names: Mapping[str, str]
) -> pd.DataFrame:
    """Give the agreement by year (parameters of :func:`voting_agreement`; `names` by code).

    The columns are those of :func:`ties.analysis.ideal_points.agreement`.
    """
    data = agreement(pairs[pairs["year"] >= start_year], focal, others)
    data.attrs.update(
        focal=names[focal], names={code: names[code] for code in others}, edition=str(pairs["edition"].iloc[0])
    )
    return data


def draw_voting_agreement(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line with the band of a session's noise for each state."""
    draw_votes(data, ax, "agreement", narrow=narrow, ylabel="same vote, per cent of roll calls")
    ax.set_ylim(0, 100)
    return ax


def words_voting_agreement(data: pd.DataFrame) -> Words:
    """Say how often the votes were the same, and that the agenda moves that."""
    about: dict[Any, Any] = data.attrs
    last = data[data["year"] == data["year"].max()].sort_values("agreement")
    return words(
        "challenges", "voting-agreement", **about, first=int(data["year"].min()), least=last.iloc[0].to_dict(),
        most=last.iloc[-1].to_dict(), votes=(int(data["n_votes"].min()), int(data["n_votes"].max())),
    )  # fmt: skip


def findings_voting_agreement(data: pd.DataFrame, distance: pd.DataFrame) -> list[Finding]:
    """Give the agreement with each state, where it and the `distance` of votes differ, and where both end."""
    names, end = data.attrs["names"], int(data["year"].max())
    last = data[data["year"] == end].set_index("country")
    found = []
    for code, name in names.items():
        row = last.loc[code].to_dict()
        text = sentence("challenges", "agreement_*", year=end, focal=data.attrs["focal"], other=name, row=row)
        found.append(Finding(
            f"agreement_{code.lower()}", row["agreement"], text, unit="per cent", low=row["low"], high=row["high"],
            interval="90% Wilson interval of one session's noise", confidence="high",
        ))  # fmt: skip
    compared = compare_measures(distance, data).set_index("country")
    weakest = in_prose(names[str(compared["tau"].abs().idxmin())])
    taus = [(names[str(code)], tau) for code, tau in compared["tau"].items()]
    differ = sentence("challenges", "measures_differ", other=weakest, years=int(compared["years"].max()), taus=taus)
    ends = {"end": end, "before": end < INVASION, "points_end": int(distance["year"].max())}
    return [
        *found,
        Finding("measures_differ", weakest, differ),
        Finding("votes_end", str(end), sentence("challenges", "votes_end", **ends), confidence="high"),
    ]
