"""Agreements: how long each text waited for its signature."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.partner_grid import FOUNDATIONAL
from ties.analysis.events.signatures import signature_lag
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell


def signature_waits(
    agreements: pd.DataFrame, lineage: pd.DataFrame, countries: pd.DataFrame, *, focal: str, partner: str, as_of: str
) -> Figure:
    """Show the years from first trace to signature of each text of two states, the longest wait first.

    Parameters
    ----------
    agreements, lineage, countries : DataFrame
        Table ``agreements``, judgement ``draft_lineage``, table ``countries``.
    focal, partner : str
        The two states.
    as_of : str
        Last day that counts; what was not signed by then is censored there.

    Returns
    -------
    Figure
        Without data if no text of the two states has a dated trace.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("agreements"), load("judgements/draft_lineage"), load("countries")
    >>> signature_waits(*tables, focal="IND", partner="USA", as_of="2026-06-30").findings[1].sentence
    'LEMOA was signed 14.5 years after its first dated draft or request.'
    """
    data = prepare_signature_waits(agreements, lineage, countries, focal=focal, partner=partner, as_of=as_of)
    text = words_signature_waits(data) if len(data) else None
    found = findings_signature_waits(data)
    return Figure("waits", data, draw_signature_waits, text, found, sources=data["sources"], height=3)


def prepare_signature_waits(
    agreements: pd.DataFrame, lineage: pd.DataFrame, countries: pd.DataFrame, *, focal: str, partner: str, as_of: str
) -> pd.DataFrame:
    """Give one row per text; parameters as of :func:`signature_waits`.

    That of :func:`ties.analysis.events.signatures.signature_lag`, with ``wait`` (middle of the interval, years).
    """
    data = signature_lag(agreements, lineage, focal=focal, partner=partner, as_of=as_of)
    data["wait"] = data[["low", "high"]].mean(axis=1)
    names = countries.set_index("code")["name"]
    data.attrs.update(focal=names[focal], partner=names[partner], partner_code=partner, focal_code=focal, as_of=as_of)
    return data


def draw_signature_waits(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one bar per text in years; a text that is unsigned is hatched and open at its end."""
    own, other = state(data.attrs["focal_code"]), state(data.attrs["partner_code"])
    longest = data["high"].max()
    for y, row in enumerate(data.to_dict("records")):
        colour = own if row["kind"] in FOUNDATIONAL else other
        if row["is_signed"]:
            ax.barh(y, row["wait"], height=0.55, color=colour)
        else:
            ax.barh(y, row["wait"], height=0.55, facecolor="none", edgecolor=colour, hatch="////", linewidth=1)
        ax.plot([row["low"], row["high"]], [y, y], color=INK, linewidth=1.3)
        if row["latest"] != row["drafted"]:
            again = row["wait"] - (row["low_latest"] + row["high_latest"]) / 2
            ax.plot([again, again], [y - 0.275, y + 0.275], color=PAPER, linewidth=1.6)
        note = f"{row['wait']:.1f} years" + ("" if row["is_signed"] else " and open")
        text = note if narrow else f"{note}, {_years_of(row['drafted'], row['signed'])}: {row['trace']}"
        ax.text(
            row["high"] + longest * 0.015, y, text, va="center", ha="left", fontsize=7.5 if narrow else 8.5, color=INK
        )
    ax.set_yticks(range(len(data)), data["short_name"])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set_xlim(0, longest * (1.35 if narrow else 2.0))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xticks(MaxNLocator(4, integer=True).tick_values(0, longest)[:-1])  # none under the notes beside the bars
    ax.set_xlabel("years from first dated trace to signature", color=MUTED)
    return ax


def _years_of(drafted: str, signed: object) -> str:
    """Write the years of a wait.

    Examples
    --------
    >>> _years_of("2002-03", "2016-08-29"), _years_of("2025-02-13", "2025-10-31"), _years_of("2023-06", None)
    ('2002 to 2016', 'in 2025', 'since 2023')
    """
    first = drafted[:4]
    if not isinstance(signed, str):
        return f"since {first}"
    return f"in {first}" if signed[:4] == first else f"{first} to {signed[:4]}"


def words_signature_waits(data: pd.DataFrame) -> Words:
    """Say which text waited longest, and what is still open."""
    signed, still = data[data["is_signed"]], data[~data["is_signed"]]
    return words(
        "agreements", "waits", **{str(name): fact for name, fact in data.attrs.items()},
        texts=len(data), signed=signed.to_dict("records"), still=still.to_dict("records"),
        shortest=signed.sort_values("high").to_dict("records")[:1],
    )  # fmt: skip


def findings_signature_waits(data: pd.DataFrame) -> list[Finding]:
    """Give the longest waits, the same from the last attempt, and the longest open."""
    if data.empty:
        keys = ["foundational_first", "longest_wait", "last_attempt", "open_wait"]
        return cannot_tell(keys, sentence("agreements", "foundational_first-none"))
    done, still = data[data["is_signed"]].head(1), data[~data["is_signed"]].head(1)
    foundational = data["kind"].isin(FOUNDATIONAL)
    number = int(foundational.sum())
    first = int(foundational.head(number).sum())
    text = sentence("agreements", "foundational_first", first=first, number=number)
    return [
        Finding("foundational_first", first, text, unit=f"of {number} foundational texts"),
        _wait("longest_wait", done, "low", "high"),
        _wait("last_attempt", done, "low_latest", "high_latest"),
        _wait("open_wait", still, "low", "high"),
    ]


def _wait(key: str, row: pd.DataFrame, low: str, high: str) -> Finding:
    """Write one wait as a finding; none if there is no such text."""
    if row.empty:
        return cannot_tell([key], sentence("agreements", f"{key}-none"))[0]
    first = row.iloc[0]
    wait = (first[low] + first[high]) / 2
    return Finding(
        key, wait, sentence("agreements", key, name=first["short_name"], years=wait), unit="years", precision=1,
        low=first[low], high=first[high], interval="what the partly known dates allow",
    )  # fmt: skip
