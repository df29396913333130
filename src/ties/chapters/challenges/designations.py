"""Challenges: US and other lists on which Pakistan and India stand, by day."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.events.designations import dated_in, listed_spells
from ties.plotting.style import GRID, INK, MUTED, state
from ties.records import Words
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


def prepare_designations(designations: pd.DataFrame, *, as_of: str, claim_year: int) -> pd.DataFrame:
    """Give dated designations and the spells they begin, by lane.

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
    DataFrame
        ``lane``, ``country``, ``list``, ``status``, ``date``, ``day`` and ``middle`` (first and middle day that the
        date can mean), ``spell_end`` (for the row that begins a spell whose end is known or open), ``id``. ``attrs``
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


def draw_designations(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_designations(data: pd.DataFrame) -> Words:
    """Say when the listing began, when it was renewed, and whether the article's year fits."""
    concern = data[(data["list"] == "CPC") & (data["status"] == "designated")].sort_values("day")
    first, last = concern["date"].iloc[0], concern["date"].iloc[-1]
    year, count = data.attrs["claim_year"], data.attrs["in_year"]
    return Words(
        title=f"Pakistan has been listed since {first}; {_count(count).lower()} of its listings is dated {year}",
        subtitle=(
            f"Dated designations to {data.attrs['as_of']}: full marks designated or listed, hollow recommended "
            "or removed, bars in force"
        ),
        caption=(
            "The listing as a country of particular concern is about religious freedom, not terrorism. Days "
            f"are those of the determination where known; the list dated {last} was announced later. "
            "Recommendations on India come from an advisory panel and were not acted on."
        ),
        alt=(
            f"Timeline by list. Pakistan was named a country of particular concern on {len(concern)} dates "
            f"from {first} to {last}, and stayed so to {data.attrs['as_of']}. {_count(count)} of them falls in "
            f"{year}."
        ),
    )


def findings_designations(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on designations; see :func:`ties.findings.record.record` for the fields."""
    concern = data[(data["list"] == "CPC") & (data["status"] == "designated")].sort_values("day")
    year, count = data.attrs["claim_year"], data.attrs["in_year"]
    before = concern[concern["day"] < pd.Timestamp(f"{year}-01-01")]["date"].iloc[-1]
    asked = int((data["list"] == "USCIRF_CPC_recommendation").sum())
    return [
        {
            "key": "cpc_first", "value": str(concern["date"].iloc[0]), "confidence": "high", "figure": "designations",
            "sentence": "Pakistan was first named a country of particular concern on "
            f"{concern['date'].iloc[0]} and has {len(concern)} dated determinations since.",
        },
        {
            "key": "cpc_in_year", "value": count, "confidence": "high", "figure": "designations",
            "sentence": f"{_count(count)} of Pakistan's determinations is dated {year}; the last before it is "
            f"of {before}.",
        },
        {
            "key": "uscirf_india", "value": asked, "unit": "requests", "confidence": "medium", "figure": "designations",
            "sentence": f"An advisory panel asked {asked} times that India be listed too; the government did "
            "not act.",
        },
    ]  # fmt: skip


def _count(number: int) -> str:
    return f"{number}" if number else "None"
