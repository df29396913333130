"""Lists of the United States and others on which Pakistan and India stand, by day."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.events.designations import dated_in, listed_spells
from ties.plotting.style import GRID, INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words
from ties.tables.dates import bounds

ENDS_UNKNOWN = ("SWL",)  # the watch list gave way to the listing as of particular concern; no end is dated
LANES = {
    ("PAK", "SWL"): "Pakistan: watch list",
    ("PAK", "CPC"): "Pakistan: particular concern",
    ("PAK", "FATF_grey"): "Pakistan: FATF grey list",
    ("PAK", "FTO_SDGT"): "group in Pakistan: terrorist list",
    ("PAK", "FTO"): "group against Pakistan: terrorist list",
    ("IND", "USCIRF_CPC_recommendation"): "India: panel asks for listing",
}


def listings(designations: pd.DataFrame, *, as_of: str, claim_year: int = 2024) -> Figure:
    """Show each designation by its day and the spells it begins, beside the year of the article.

    Parameters
    ----------
    designations : DataFrame
        Table ``designations``.
    as_of : str
        Last day that counts.
    claim_year : int
        Year in which the article puts the designation.

    Returns
    -------
    Figure
        ``designations``, with the findings ``cpc_first``, ``cpc_in_year`` and ``uscirf_india``.

    Examples
    --------
    >>> from ties import load
    >>> listings(load("designations"), as_of="2026-06-30").findings[1].value
    0
    """
    data = prepare_listings(designations, as_of=as_of, claim_year=claim_year)
    return Figure("designations", data, draw_listings, words_listings(data), findings_listings(data), height=3.2)


def prepare_listings(designations: pd.DataFrame, *, as_of: str, claim_year: int) -> pd.DataFrame:
    """Give dated designations and the spells they begin, by lane (parameters of :func:`listings`).

    Columns: ``id``, ``lane``, ``country``, ``list``, ``status``, ``date``, ``day`` and ``middle`` (first and middle
    day that the date can mean), ``spell_end`` (for the row that begins a spell whose end is known or open). ``attrs``
    hold the year, the count of designations dated in it, and the day as of.
    """
    dated = designations[designations["date"].notna()].copy()
    span = bounds(dated["date"])
    dated["day"] = span["earliest"]
    dated["middle"] = span["earliest"] + (span["latest"] - span["earliest"]) / 2
    dated["lane"] = [LANES.get(key) for key in zip(dated["country"], dated["list"], strict=True)]
    dated = dated[dated["lane"].notna() & (dated["day"] <= pd.Timestamp(as_of))]
    spells = listed_spells(designations, as_of).rename(columns={"start": "day", "end": "spell_end"})
    data = dated.merge(spells[["country", "list", "day", "spell_end"]], on=["country", "list", "day"], how="left")
    data = data[["id", "lane", "country", "list", "status", "date", "day", "middle", "spell_end"]]
    data.loc[data["list"].isin(ENDS_UNKNOWN), "spell_end"] = pd.NaT
    in_year = len(dated_in(designations, "PAK", "CPC", claim_year))
    data.attrs.update(as_of=as_of, claim_year=claim_year, in_year=in_year)
    return data.sort_values(["lane", "day"], ignore_index=True)


def draw_listings(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each designation as a mark and each spell as a bar; the year of the claim is shaded."""
    size = 6.8 if narrow else 8.5
    lanes = [lane for lane in LANES.values() if lane in set(data["lane"])]
    year = data.attrs["claim_year"]
    start, end = (mdates.datestr2num(f"{year}-{day}") for day in ("01-01", "12-31"))  # type: ignore[no-untyped-call]
    ax.axvspan(start, end, color=MUTED, alpha=0.18, lw=0)
    for row in data.to_dict("records"):
        place = lanes.index(row["lane"])
        colour = state(row["country"])
        if pd.notna(row["spell_end"]):
            ax.hlines(place, row["day"], row["spell_end"], color=colour, lw=5, alpha=0.35)
        hollow = row["status"] in ("recommended", "removed")
        ax.plot(row["middle"], place, "o", color=colour, mfc="none" if hollow else colour, ms=5)
    ax.annotate("the article's\nyear", ((start + end) / 2, -0.55), ha="center", va="bottom", fontsize=size,
                color=INK, annotation_clip=False)  # fmt: skip
    concern = data[(data["list"] == "CPC") & (data["status"] == "designated") & (data["day"] < f"{year}-01-01")]
    if len(concern):
        last = concern.sort_values("day").iloc[-1]
        ax.annotate(str(last["date"]), (last["middle"], lanes.index(last["lane"])), xytext=(0, -5), ha="center",
                    va="top", textcoords="offset points", fontsize=size, color=INK)  # fmt: skip
    ax.xaxis.set_major_locator(mdates.YearLocator(3 if narrow else 1))  # type: ignore[no-untyped-call]
    labels = [lane.replace(": ", ":\n") if narrow else lane for lane in lanes]
    ax.set_yticks(range(len(lanes)), labels, fontsize=size)
    ax.set_ylim(len(lanes) - 0.5, -0.6)
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    concern = data[(data["list"] == "CPC") & (data["status"] == "designated")].sort_values("day")
    year = data.attrs["claim_year"]
    before = concern[concern["day"] < pd.Timestamp(f"{year}-01-01")]["date"]
    return {
        "as_of": data.attrs["as_of"], "year": year, "count": data.attrs["in_year"],
        "first": str(concern["date"].iloc[0]), "last": concern["date"].iloc[-1], "before": before.iloc[-1],
        "n": len(concern), "asked": int((data["list"] == "USCIRF_CPC_recommendation").sum()),
    }  # fmt: skip


def words_listings(data: pd.DataFrame) -> Words:
    """Say when the listing began, when it was renewed, and whether the article's year fits."""
    return words("challenges", "designations", **_facts(data))


def findings_listings(data: pd.DataFrame) -> list[Finding]:
    """Give the first listing, how many are dated in the year of the article, and what was asked for India."""
    facts = _facts(data)
    text = {key: sentence("challenges", key, **facts) for key in ("cpc_first", "cpc_in_year", "uscirf_india")}
    return [
        Finding("cpc_first", facts["first"], text["cpc_first"], confidence="high"),
        Finding("cpc_in_year", facts["count"], text["cpc_in_year"], confidence="high"),
        Finding("uscirf_india", facts["asked"], text["uscirf_india"], unit="requests"),
    ]
