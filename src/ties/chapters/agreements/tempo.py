"""Agreements: contacts by year, the rate of the formal series and its change points."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.tempo import add_missing, change_points, contacts, dispersion, yearly_counts
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import untold
from ties.records import Words
from ties.tables.dates import bounds


def prepare_tempo(
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
    """Give contacts by year and the rate of the formal series with its changes.

    Parameters
    ----------
    dialogues, kinds : DataFrame
        Table ``dialogues`` and judgement ``dialogue_kinds``.
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
    DataFrame
        ``year``, ``formal``, ``other`` (counts), ``exposure`` (share of the year covered), ``rate``, ``low``,
        ``high`` (formal contacts per full year). ``attrs``: ``changes`` (list of year, low, high), ``none``
        (probability of no change), ``sources``. Empty if the table holds no formal contact of the two states alone:
        then it covers only the meetings of wider groups, and their rate is not that of the two.
    """
    settings = {"focal": focal, "partner": partner}
    formal = contacts(dialogues, kinds, **settings, groups=["formal"])
    other = contacts(dialogues, kinds, **settings, groups=["other"])
    if not _covers(formal, focal, partner, as_of):
        return pd.DataFrame(columns=["year", "formal", "other", "exposure", "rate", "low", "high"])
    first = max(start_year, int(formal["date"].str[:4].astype(int).min()))
    period: dict[str, Any] = {"start_year": first, "end_year": end_year, "as_of": as_of}
    data = yearly_counts(formal["date"], **period).rename(columns={"count": "formal"})
    data["other"] = yearly_counts(other["date"], **period)["count"]
    number, places, rates = change_points(data.rename(columns={"formal": "count"}), draws=draws, seed=seed)
    data = data.merge(rates, on="year")[["year", "formal", "other", "exposure", "rate", "low", "high"]]
    changes = places[["year", "low", "high"]].to_numpy().tolist()
    data.attrs.update(
        focal_code=focal, partner_code=partner, as_of=as_of, changes=changes,
        none=float(number["probability"].iloc[0]), sources=sorted(set(pd.concat([formal, other])["sources"])),
    )  # fmt: skip
    return data


def prepare_tempo_readings(
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    missing: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    as_of: str,
    seed: int,
) -> pd.DataFrame:
    """Give the changes found under other choices of what counts and of the prior.

    Returns
    -------
    DataFrame
        ``reading``, ``changes`` (how many), ``none`` (probability of no change), ``year``, ``low``, ``high`` (the
        first change; missing if none), ``last`` (year of the last change, if more than one). Empty where the table
        does not cover the two states.
    """
    settings = {"focal": focal, "partner": partner}
    formal = contacts(dialogues, kinds, **settings, groups=["formal"])
    if not _covers(formal, focal, partner, as_of):
        return pd.DataFrame(columns=["reading", "changes", "none", "year", "low", "high", "last"])
    every = contacts(dialogues, kinds, **settings, groups=["formal", "other"])
    first = max(start_year, int(formal["date"].str[:4].astype(int).min()))
    period: dict[str, Any] = {"start_year": first, "end_year": end_year, "as_of": as_of}
    counts = yearly_counts(formal["date"], **period)
    quad = formal["kind"].str.startswith("quad")
    readings: dict[str, tuple[pd.DataFrame, float]] = {
        "as drawn": (counts, 1.0),
        "a looser prior": (counts, 0.5),
        "a tighter prior": (counts, 2.0),
        "the Quad left out": (yearly_counts(formal.loc[~quad, "date"], **period), 1.0),
        "missing sessions added": (add_missing(counts, missing), 1.0),
        "all contacts": (yearly_counts(every["date"], **period), 1.0),
    }
    rows = []
    for name, (table, shape) in readings.items():
        number, places, _ = change_points(table, shape=shape, draws=10, seed=seed)
        head = places.iloc[0] if len(places) else None
        rows.append(
            {
                "reading": name, "changes": len(places), "none": float(number["probability"].iloc[0]),
                "year": None if head is None else int(head["year"]),
                "low": None if head is None else int(head["low"]),
                "high": None if head is None else int(head["high"]),
                "last": int(places["year"].iloc[-1]) if len(places) > 1 else None,
            }
        )  # fmt: skip
    return pd.DataFrame(rows).astype({"year": "Int64", "low": "Int64", "high": "Int64", "last": "Int64"})


def _covers(formal: pd.DataFrame, focal: str, partner: str, as_of: str) -> bool:
    """Say whether any formal contact until a day is one of the two states alone."""
    alone = formal["participants"].isin([f"{focal};{partner}", f"{partner};{focal}"])
    return bool((alone & (bounds(formal["date"])["earliest"] <= pd.Timestamp(as_of))).any())


def draw_tempo(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw counts as stacked bars, a part-year hatched, the rate with its band, and spans of its changes."""
    own = state(data.attrs["focal_code"])
    whole = data[data["exposure"] == 1]
    part = data[data["exposure"] < 1]
    ax.bar(whole["year"], whole["formal"], color=own, width=0.75)
    ax.bar(whole["year"], whole["other"], bottom=whole["formal"], color=own, alpha=0.25, width=0.75)
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


def words_tempo(data: pd.DataFrame) -> Words:
    """Say whether the rate of formal meetings changed, when, and from what to what."""
    changes = data.attrs["changes"]
    first, last = data.iloc[0], data.iloc[-1]
    if changes:
        year, low, high = changes[0]
        direction = "rose" if last["rate"] > first["rate"] else "fell"
        title = (
            f"Formal meetings {direction} from {first['rate']:.1f} to {last['rate']:.1f} a year, with "
            "the first change "
            f"about {year} ({low} to {high})"
        )
        found = f"The rate changes about {year}, with a 95 per cent interval from {low} to {high}. "
    else:
        title = f"Formal meetings kept to about {data['rate'].mean():.1f} a year: no change of their rate was found"
        found = "No change of the rate was found. "
    busiest = data.iloc[int((data["formal"] + data["other"]).to_numpy().argmax())]
    partial = data[data["exposure"] < 1]
    return Words(
        title=title,
        subtitle=(
            f"Contacts by calendar year, {int(first['year'])}-{int(last['year'])}, until "
            f"{data.attrs['as_of']}; line: "
            "formal meetings per full year, with its 95 per cent band"
        ),
        caption=(
            "Formal: leaders, defence ministers, the 2+2, the Defence Policy Group, and the leaders "
            "and ministers of the "
            "Quad. Pale: calls, visits and working groups, which the press covered closely only from "
            "about 2020, so "
            "that their growth may be that of the record. Hatched: part of a year."
        ),
        alt=(
            f"Bar chart of contacts by year with a stepped line of the rate of formal meetings. "
            f"That rate is {first['rate']:.1f} a year at the start ({first['low']:.1f} to "
            f"{first['high']:.1f}) and "
            f"{last['rate']:.1f} at the end ({last['low']:.1f} to {last['high']:.1f}). "
            + found
            + f"The busiest year is {int(busiest['year'])} with "
            f"{int(busiest['formal'] + busiest['other'])} contacts of all kinds"
            + (f"; {int(partial['year'].iloc[0])} is covered in part." if len(partial) else ".")
        ),
    )


def below(probability: float) -> str:
    """Write a probability; a very small one as a bound.

    Examples
    --------
    >>> below(0.07), below(0.0001)
    ('0.07', 'below 0.01')
    """
    return f"{probability:.2f}" if probability >= 0.01 else "below 0.01"


def findings_tempo(data: pd.DataFrame, readings: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the findings of the tempo: the first change, the rate then and now, and other readings."""
    if data.empty:
        nothing = "The table of meetings holds no formal one of the two states alone, so their rate cannot be told."
        return untold(["tempo_change", "tempo_dispersion", "tempo_now", "tempo_readings"], nothing)
    changes = data.attrs["changes"]
    first, last = data.iloc[0], data.iloc[-1]
    known = readings.dropna(subset=["year"])
    span = f"{known['year'].min()} to {known['year'].max()}" if len(known) else ""
    several = readings.loc[readings["changes"] > 1, "reading"].tolist()
    change: dict[str, Any] = {"key": "tempo_change", "figure": "tempo"}
    if changes:
        year, low, high = changes[0]
        change |= {
            "value": str(year), "confidence": "medium",
            "sentence": (
                f"The rate of formal meetings changed about {year} (95 per cent interval {low} to {high}); the "
                f"probability of no change at all is {below(data.attrs['none'])}."
            ),
        }  # fmt: skip
    else:
        change |= {"value": "none found", "confidence": "medium", "sentence": "No change of the rate was found."}
    spread = dispersion(data.rename(columns={"formal": "count"}), data["rate"], len(changes) + 1)
    fit = (
        "more than Poisson counts would, so that the interval is too narrow" if spread > 1.5
        else "less than Poisson counts would, so that the interval is rather too wide" if spread < 1 / 1.5
        else "about as much as Poisson counts would"
    )  # fmt: skip
    return [
        change,
        {
            "key": "tempo_dispersion", "value": spread, "precision": 2, "figure": "tempo", "confidence": "high",
            "sentence": f"Around their rate the yearly counts vary {fit} (dispersion {spread:.2f}).",
        },
        {
            "key": "tempo_now", "value": last["rate"], "unit": "formal meetings a year", "precision": 1,
            "interval": (last["low"], last["high"]), "interval_means": "95 per cent interval of the rate",
            "figure": "tempo", "confidence": "medium",
            "sentence": (
                f"The two states held {last['rate']:.1f} formal meetings a year at the "
                "end of the period "
                f"({last['low']:.1f} to {last['high']:.1f}), after {first['rate']:.1f} at its start "
                f"({first['low']:.1f} to {first['high']:.1f})."
            ),
        },
        {
            "key": "tempo_readings", "value": f"{len(known)} of {len(readings)}", "figure": "tempo", "confidence": "high",
            "sentence": (
                f"A first change is found in {len(known)} of {len(readings)} readings of the counts"
                + (f", in {span}" if span else "")
                + (f"; more than one under {', '.join(several)}." if several else ".")
            ),
        },
    ]  # fmt: skip
