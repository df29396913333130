"""Agreements: contacts by year, the rate of the formal series and its change points."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.rate_readings import covers, first_year, rate_readings
from ties.analysis.events.tempo import change_points, contacts, dispersion, yearly_counts
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell


def meeting_tempo(
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    missing: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    as_of: str,
    draws: int,
    seed: int,
) -> Figure:
    """Show contacts of two states by year, and the rate of the formal series with its changes.

    Parameters
    ----------
    dialogues, kinds, missing : DataFrame
        Table ``dialogues``, judgements ``dialogue_kinds`` and ``dialogue_missing``.
    focal, partner : str
        The two states.
    start_year, end_year : int
        Calendar years; years before the first contact in the table are left out.
    as_of : str
        Last day that is covered.
    draws, seed : int
        Draws from the posterior of the rate, and their seed.

    Returns
    -------
    Figure
        Without data if the table holds no formal contact of the two states alone: then it covers only the meetings of
        wider groups, and their rate is not that of the two.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("dialogues"), load("judgements/dialogue_kinds"), load("judgements/dialogue_missing")
    >>> period = {"start_year": 1984, "end_year": 2026, "as_of": "2026-06-30"}
    >>> figure = meeting_tempo(*tables, focal="IND", partner="USA", **period, draws=50, seed=1)
    >>> figure.findings[0].key
    'tempo_change'
    """
    period: dict[str, Any] = {"start_year": start_year, "end_year": end_year, "as_of": as_of}
    data = prepare_meeting_tempo(dialogues, kinds, focal=focal, partner=partner, **period, draws=draws, seed=seed)
    readings = rate_readings(dialogues, kinds, missing, focal=focal, partner=partner, **period, seed=seed)
    text, sources = (words_meeting_tempo(data), data.attrs["sources"]) if len(data) else (None, [])
    found = findings_meeting_tempo(data, readings)
    return Figure("tempo", data, draw_meeting_tempo, text, found, sources=sources, height=4, narrow_height=3.4)


def prepare_meeting_tempo(
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    as_of: str,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Give one row per year; parameters as of :func:`meeting_tempo`.

    Columns: ``year``, ``formal``, ``other`` (counts), ``exposure`` (share of the year covered), ``rate``, ``low``,
    ``high`` (formal contacts per full year). ``attrs``: ``changes`` (list of year, low, high), ``none``
    (probability of no change), ``sources``.
    """
    formal = contacts(dialogues, kinds, focal=focal, partner=partner, groups=["formal"])
    other = contacts(dialogues, kinds, focal=focal, partner=partner, groups=["other"])
    if not covers(formal, focal=focal, partner=partner, as_of=as_of):
        return pd.DataFrame(columns=["year", "formal", "other", "exposure", "rate", "low", "high"])
    first = first_year(formal, start_year)
    data = yearly_counts(formal["date"], start_year=first, end_year=end_year, as_of=as_of)
    data = data.rename(columns={"count": "formal"})
    data["other"] = yearly_counts(other["date"], start_year=first, end_year=end_year, as_of=as_of)["count"]
    number, places, rates = change_points(data.rename(columns={"formal": "count"}), draws=draws, seed=seed)
    data = data.merge(rates, on="year")[["year", "formal", "other", "exposure", "rate", "low", "high"]]
    changes = places[["year", "low", "high"]].to_numpy().tolist()
    data.attrs.update(
        focal_code=focal, partner_code=partner, as_of=as_of, changes=changes,
        none=float(number["probability"].iloc[0]), sources=sorted(set(pd.concat([formal, other])["sources"])),
    )  # fmt: skip
    return data


def draw_meeting_tempo(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw counts as stacked bars, a part-year hatched, the rate with its band, and spans of its changes."""
    own = state(data.attrs["focal_code"])
    full = data[data["exposure"] == 1]
    part = data[data["exposure"] < 1]
    ax.bar(full["year"], full["formal"], color=own, width=0.75)
    ax.bar(full["year"], full["other"], bottom=full["formal"], color=own, alpha=0.25, width=0.75)
    ax.bar(part["year"], part["formal"], facecolor="none", edgecolor=own, hatch="//////", width=0.75, linewidth=0.9)
    ax.bar(part["year"], part["other"], bottom=part["formal"], facecolor="none", edgecolor=own, hatch="////",
           alpha=0.4, width=0.75, linewidth=0.9)  # fmt: skip
    edges = [*(data["year"] - 0.5), data["year"].iloc[-1] + 0.5]
    for column, width in (("low", 0.0), ("rate", 1.6), ("high", 0.0)):
        if width:
            ax.stairs(data[column], edges, color=INK, linewidth=width, baseline=None, zorder=4)
    ax.fill_between(
        edges, [*data["low"], data["low"].iloc[-1]], [*data["high"], data["high"].iloc[-1]], step="post", color=INK,
        alpha=0.16, linewidth=0, zorder=3,
    )  # fmt: skip
    top = float((data["formal"] + data["other"]).max())
    for i, (year, low, high) in enumerate(data.attrs["changes"]):
        y = top * (0.72 - 0.12 * i)
        ax.plot([low - 0.5, high - 0.5], [y, y], color=MUTED, linewidth=1.2)
        ax.plot([year - 0.5], [y], marker="v", color=INK, markersize=6)
        ax.text(year - 0.9, y + top * 0.03, f"change: {year} ({low}–{high})", ha="right" if narrow else "center",
                va="bottom", fontsize=7 if narrow else 8.5, color=INK)  # fmt: skip
    if not data.attrs["changes"]:
        ax.text(0.5, 0.7, "no change found", transform=ax.transAxes, ha="center", color=INK)
    ax.xaxis.set_major_locator(MaxNLocator(5 if narrow else 9, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(data["year"].min() - 0.7, data["year"].max() + 0.7)
    ax.set_ylabel("contacts in the year", color=MUTED)
    handles = [
        Patch(color=own, label="formal meetings"),
        Patch(color=own, alpha=0.25, label="calls, visits, working groups"),
        Line2D([], [], color=INK, label="rate of formal meetings"),
    ]
    ax.legend(handles=handles, loc="upper left", fontsize=7 if narrow else 8.5, handlelength=1.3, borderaxespad=0.1)
    return ax


def words_meeting_tempo(data: pd.DataFrame) -> Words:
    """Say whether the rate of formal meetings changed, when, and from what to what."""
    every = data["formal"] + data["other"]
    busiest = data.iloc[int(every.to_numpy().argmax())]
    return words(
        "agreements", "tempo", as_of=data.attrs["as_of"], changes=data.attrs["changes"], first=data.iloc[0],
        last=data.iloc[-1], mean=data["rate"].mean(), start=int(data["year"].iloc[0]), end=int(data["year"].iloc[-1]),
        busiest=int(busiest["year"]), most=int(every.max()), partial=data.loc[data["exposure"] < 1, "year"].tolist(),
    )  # fmt: skip


def findings_meeting_tempo(data: pd.DataFrame, readings: pd.DataFrame) -> list[Finding]:
    """Give the first change, whether Poisson counts fit, the rate then and now, and other readings.

    Parameters
    ----------
    data, readings : DataFrame
        From :func:`prepare_meeting_tempo` and :func:`ties.analysis.events.rate_readings.rate_readings`.
    """
    if data.empty:
        keys = ["tempo_change", "tempo_dispersion", "tempo_now", "tempo_readings"]
        return cannot_tell(keys, sentence("agreements", "tempo_change-uncovered"))
    changes, last = data.attrs["changes"], data.iloc[-1]
    with_change = readings.dropna(subset=["year"])
    spread = dispersion(data.rename(columns={"formal": "count"}), data["rate"], len(changes) + 1)
    # over some 25 years the dispersion of Poisson counts, 1 on average, has a standard deviation of about 0.3
    fit = "above" if spread > 1.5 else "below" if spread < 1 / 1.5 else "equal"
    number = f"{len(with_change)} of {len(readings)}"
    several = readings.loc[readings["changes"] > 1, "reading"].tolist()
    texts = {
        "tempo_change": {"changes": changes, "unchanged": data.attrs["none"]},
        "tempo_dispersion": {"spread": spread, "fit": fit},
        "tempo_now": {"first": data.iloc[0], "last": last},
        "tempo_readings": {"number": number, "years": with_change["year"].tolist(), "several": several},
    }
    change, poisson, now, other = (sentence("agreements", key, **facts) for key, facts in texts.items())
    return [
        Finding("tempo_change", str(changes[0][0]) if changes else "none found", change),
        Finding("tempo_dispersion", spread, poisson, precision=2, confidence="high"),
        Finding(
            "tempo_now", last["rate"], now, unit="formal meetings a year", precision=1, low=last["low"],
            high=last["high"], interval="95 per cent interval of the rate",
        ),
        Finding("tempo_readings", number, other, confidence="high"),
    ]  # fmt: skip
