"""Agreements: how long each text waited for its signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.partner_grid import FOUNDATIONAL
from ties.analysis.events.signatures import signature_lag
from ties.plotting.country_names import in_prose
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.plotting.text import untold
from ties.records import Words


def prepare_waits(
    agreements: pd.DataFrame,
    lineage: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    as_of: str,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give the years from first trace to signature of each text, the longest wait first.

    Parameters
    ----------
    agreements, lineage, focal, partner, as_of
        As in :func:`ties.analysis.events.signatures.signature_lag`.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        That of :func:`ties.analysis.events.signatures.signature_lag`, with ``wait`` (middle of the interval, years);
        empty if no text of the two states has a dated trace.
    """
    data = signature_lag(agreements, lineage, focal=focal, partner=partner, as_of=as_of)
    data["wait"] = data[["low", "high"]].mean(axis=1)
    data.attrs.update(focal=names[focal], partner=names[partner], partner_code=partner, focal_code=focal, as_of=as_of)
    return data


def draw_waits(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
        text = note if narrow else f"{note}, {dated(row['drafted'], row['signed'])}: {row['trace']}"
        ax.text(
            row["high"] + longest * 0.015, y, text, va="center", ha="left", fontsize=7.5 if narrow else 8.5, color=INK
        )
    ax.set_yticks(range(len(data)), data["short_name"])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set_xlim(0, longest * (1.35 if narrow else 2.0))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xticks(MaxNLocator(4, integer=True).tick_values(0, longest)[:-1])
    ax.set_xlabel("years from first dated trace to signature", color=MUTED)
    return ax


def dated(drafted: str, signed: object) -> str:
    """Write the years of a wait.

    Examples
    --------
    >>> dated("2002-03", "2016-08-29"), dated("2025-02-13", "2025-10-31"), dated("2023-06", None)
    ('2002 to 2016', 'in 2025', 'since 2023')
    """
    first = drafted[:4]
    if not isinstance(signed, str):
        return f"since {first}"
    return f"in {first}" if signed[:4] == first else f"{first} to {signed[:4]}"


def words_waits(data: pd.DataFrame) -> Words:
    """Say which text waited longest, and what is still open."""
    focal, partner, as_of = in_prose(data.attrs["focal"]), in_prose(data.attrs["partner"]), data.attrs["as_of"]
    signed, still = data[data["is_signed"]], data[~data["is_signed"]]
    opened = "; ".join(f"{row['short_name']} open after {row['wait']:.1f} years" for row in still.to_dict("records"))
    if len(signed):
        longest, shortest = signed.iloc[0], signed.sort_values("high").iloc[0]
        title = f"{longest['short_name']} took {longest['wait']:.1f} years from first draft or request to signature"
        title += f"; {still.iloc[0]['short_name']} is still unsigned" if len(still) else ""
        body = (
            f"The longest wait that ended is {longest['low']:.1f} to {longest['high']:.1f} years "
            f"({longest['short_name']}); the shortest {shortest['low']:.1f} to {shortest['high']:.1f} "
            f"({shortest['short_name']}). "
        )
    else:
        title = f"None of the {len(still)} texts with a dated trace is signed"
        body = "None of them has been signed. "
    return Words(
        title=title,
        subtitle=(
            f"Years from the first dated draft, request or decision to signature, {focal} and {partner}, "
            f"until {as_of}"
        ),
        caption=(
            "Bars in the colour of the focal state are of the four foundational kinds. A light tick "
            "marks the last "
            "time the text was put forward. Dates of a month or a year make an interval, drawn as a "
            "line at the end. "
            "The start is the first trace found in the sources, so a wait is at least as long as "
            "shown. A draft, a "
            "request and a decision are different beginnings: compare bars with the same one."
        ),
        alt=(
            f"Bar chart of {len(data)} texts by years of waiting. {body}"
            + (f"Hatched: {opened}." if opened else "No text is open.")
        ),
    )


def findings_waits(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the findings of the waits: the longest waits, the same from the last attempt, and the longest open."""
    if data.empty:
        nothing = "No dated trace before the signature was found for any text of the two states."
        return untold(["foundational_first", "longest_wait", "last_attempt", "open_wait"], nothing)
    done, still = data[data["is_signed"]].head(1), data[~data["is_signed"]].head(1)
    foundational = data["kind"].isin(FOUNDATIONAL)
    number = int(foundational.sum())
    first = int(foundational.head(number).sum())
    return [
        {
            "key": "foundational_first", "value": first, "unit": f"of {number} foundational texts", "figure": "waits",
            "sentence": (
                f"The {number} longest waits are all of foundational texts."
                if first == number
                else f"Of the {number} longest waits {first} are of foundational texts."
            ),
        },
        _wait("longest_wait", done, "low", "high", "was signed {} years after its first dated draft or request"),
        _wait("last_attempt", done, "low_latest", "high_latest", "was signed {} years after it was last put forward"),
        _wait("open_wait", still, "low", "high", "is unsigned {} years after its first dated draft or request"),
    ]  # fmt: skip


def _wait(key: str, row: pd.DataFrame, low: str, high: str, what: str) -> dict[str, Any]:
    """Write one wait as a finding; none if there is no such text."""
    if row.empty:
        return untold([key], f"No text with a dated trace is {'unsigned' if key == 'open_wait' else 'signed'}.")[0]
    first = row.iloc[0]
    wait = (first[low] + first[high]) / 2
    return {
        "key": key, "value": wait, "unit": "years", "precision": 1, "confidence": "medium", "figure": "waits",
        "interval": (first[low], first[high]), "interval_means": "what the partly known dates allow",
        "sentence": f"{first['short_name']} {what.format(f'{wait:.1f}')}.",
    }  # fmt: skip
