"""Agreements: what two states signed, by kind and in time."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.partner_grid import FOUNDATIONAL, first_pacts
from ties.analysis.events.signatures import signature_lag, signed_by
from ties.plotting.style import GRID, MUTED, PAPER, state
from ties.plotting.text import sentence, words
from ties.plotting.time_axis import decimal_year
from ties.records import Figure, Finding, Words, cannot_tell
from ties.tables.dates import bounds

NEAR = pd.Timedelta(days=400)  # marks closer than this in one lane stand on different levels
LEVELS = (0.0, 0.27, -0.27)
COLUMNS = [
    "id", "short_name", "kind", "form", "signed", "when", "sources", "drafted", "drafted_when", "is_foundational",
    "level",
]  # fmt: skip


def agreement_timeline(
    agreements: pd.DataFrame,
    forms: pd.DataFrame,
    lineage: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    as_of: str,
) -> Figure:
    """Show what two states signed or announced in a period, by kind, with the first trace of each text.

    Parameters
    ----------
    agreements, forms, lineage, countries : DataFrame
        Table ``agreements``, judgements ``agreement_forms`` and ``draft_lineage``, table ``countries``.
    focal, partner : str
        The two states.
    start_year, end_year : int
        Calendar years of signature, both included; texts still unsigned at `as_of` are shown too.
    as_of : str
        Last day that counts.

    Returns
    -------
    Figure
        Without data if nothing was signed in the period.

    Examples
    --------
    >>> from ties import load
    >>> forms, lineage = load("judgements/agreement_forms"), load("judgements/draft_lineage")
    >>> period = {"start_year": 1984, "end_year": 2026, "as_of": "2026-06-30"}
    >>> figure = agreement_timeline(
    ...     load("agreements"), forms, lineage, load("countries"), focal="IND", partner="USA", **period
    ... )
    >>> [finding.key for finding in figure.findings]
    ['signed_texts', 'declarations', 'late_share']
    """
    data = prepare_agreement_timeline(
        agreements, forms, lineage, countries,
        focal=focal, partner=partner, start_year=start_year, end_year=end_year, as_of=as_of,
    )  # fmt: skip
    text = words_agreement_timeline(data) if len(data) else None
    found = findings_agreement_timeline(data)
    return Figure(
        "timeline", data, draw_agreement_timeline, text, found, sources=data["sources"], height=5.4, narrow_height=5.8
    )


def prepare_agreement_timeline(
    agreements: pd.DataFrame,
    forms: pd.DataFrame,
    lineage: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    as_of: str,
) -> pd.DataFrame:
    """Give one row per text, its lane and its level; parameters as of :func:`agreement_timeline`.

    Columns: ``id``, ``short_name``, ``kind``, ``form`` ("pact", "declaration", "unilateral", "commercial", "not
    classed", "unsigned"), ``signed``, ``when`` (middle of what the date can mean), ``drafted``, ``drafted_when``,
    ``is_foundational`` (the first pact of one of the four kinds), ``level`` (offset in its lane), ``sources``.
    """
    signed = signed_by(agreements, forms, focal=focal, partner=partner, as_of=as_of)
    signed = signed[signed["when"].dt.year.between(start_year, end_year)]
    if signed.empty:
        return pd.DataFrame(columns=COLUMNS)
    first = first_pacts(signed)
    waits = signature_lag(agreements, lineage, focal=focal, partner=partner, as_of=as_of)
    unsigned = waits[~waits["is_signed"]].assign(form="unsigned", when=pd.Timestamp(as_of))
    columns = ["id", "short_name", "kind", "form", "signed", "when", "sources"]
    data: pd.DataFrame = pd.concat([signed[columns], unsigned[columns]])
    data = data.merge(waits[["id", "drafted"]], on="id", how="left")
    data["drafted_when"] = bounds(data["drafted"])["earliest"]
    data["is_foundational"] = data["id"].isin(first)
    data = data.sort_values(["kind", "when", "id"], ignore_index=True)
    data["level"] = [offset for _, lane in data.groupby("kind") for offset in lane_levels(lane["when"])]
    names = countries.set_index("code")["name"]
    data.attrs.update(
        focal=names[focal], partner=names[partner], focal_code=focal, partner_code=partner,
        start_year=start_year, end_year=end_year, as_of=as_of,
    )  # fmt: skip
    return data


def lane_levels(when: pd.Series) -> list[float]:
    """Give marks in one lane an offset, so that those near in time do not cover each other.

    Examples
    --------
    >>> lane_levels(pd.Series(pd.to_datetime(["2009-07-20", "2009-07-20", "2015-06-03"])))
    [0.0, 0.27, 0.0]
    """
    offsets: list[float] = []
    last: dict[float, pd.Timestamp] = {}
    for day in when:
        free = [level for level in LEVELS if level not in last or day - last[level] >= NEAR]
        level = free[0] if free else min(last, key=lambda key: last[key])
        last[level] = day
        offsets.append(level)
    return offsets


def draw_agreement_timeline(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one lane per kind: filled marks for pacts, hollow ones for the rest, dashed lines from the first trace."""
    own, other = state(data.attrs["focal_code"]), state(data.attrs["partner_code"])
    lanes = _lane_order(data)
    last = decimal_year(pd.Timestamp(data.attrs["as_of"]))
    for row in data.to_dict("records"):
        y, x = lanes.index(row["kind"]) + row["level"], decimal_year(row["when"])
        if pd.notna(row["drafted_when"]):
            first = decimal_year(row["drafted_when"])
            ax.plot([first, x], [y, y], color=MUTED, linewidth=1.1, linestyle=(0, (3, 2)), zorder=1)
            ax.plot([first], [y], marker="|", color=MUTED, markersize=7, zorder=1)
        _mark(ax, row, x, y, colour=own if row["is_foundational"] else other, narrow=narrow)
    left = decimal_year(pd.concat([data["when"], data["drafted_when"]]).min())
    left, right = min(left, data.attrs["start_year"]) - 0.6, float(data.attrs["end_year"] + 1)
    if last < right:
        ax.axvspan(last, right, facecolor="none", edgecolor=GRID, hatch="////", linewidth=0)
    ax.set_xlim(left, right)
    ax.set_ylim(len(lanes) - 0.45, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(5 if narrow else 9, integer=True))
    names = [lane.replace("_", " ") for lane in lanes]
    ax.set_yticks([] if narrow else range(len(lanes)), [] if narrow else names)
    for y, name in enumerate(names):
        ax.axhline(y + 0.5, color=GRID, linewidth=0.6)
        if narrow:
            ax.text(left + 0.4, y - 0.29, name, fontsize=6.8, color=MUTED, ha="left", va="center")
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    _legend(ax, own, other, narrow=narrow)
    return ax


def _mark(ax: Axes, row: Mapping[Hashable, Any], x: float, y: float, *, colour: str, narrow: bool) -> None:
    """Draw one agreement, and its name where it carries the message."""
    size = 26 if narrow else 42
    font = 7 if narrow else 8.5
    if row["form"] == "unsigned":
        ax.plot([x], [y], marker=">", color=MUTED, markersize=5)
        ax.annotate(
            f"{row['short_name']}, unsigned", (decimal_year(row["drafted_when"]), y), xytext=(-6, 0),
            textcoords="offset points", ha="right", va="center", fontsize=font,
        )  # fmt: skip
    elif row["form"] == "pact":
        ax.scatter([x], [y], s=size, color=colour, edgecolor=PAPER, zorder=3)
    else:
        ax.scatter([x], [y], s=size * 0.7, facecolor="none", edgecolor=colour, linewidth=1.1, zorder=2)
    if row["is_foundational"]:
        ax.annotate(
            row["short_name"], (x, y), xytext=(0, 4), textcoords="offset points", ha="center", va="bottom",
            fontsize=font,
        )  # fmt: skip


def _legend(ax: Axes, own: str, other: str, *, narrow: bool) -> None:
    """Say above the drawing what the marks mean."""
    dot: dict[str, Any] = {"marker": "o", "linestyle": ""}
    handles = [
        Line2D([], [], color=own, label="first of a foundational kind", **dot),
        Line2D([], [], color=other, label="other signed text", **dot),
        Line2D([], [], color=other, markerfacecolor="none", label="declaration or other", **dot),
        Line2D([], [], marker="|", linestyle=(0, (3, 2)), linewidth=1.1, color=MUTED, label="from first trace"),
    ]
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2 if narrow else 4, handlelength=1.3,
        fontsize=7 if narrow else 8, columnspacing=0.9, borderaxespad=0.1, handletextpad=0.5,
    )  # fmt: skip


def _lane_order(data: pd.DataFrame) -> list[str]:
    """Give the kinds in the order of the lanes: the foundational four first, then by first signature."""
    first = data.groupby("kind")["when"].min().sort_values(kind="stable").index
    return [kind for kind in FOUNDATIONAL if kind in first] + [kind for kind in first if kind not in FOUNDATIONAL]


def words_agreement_timeline(data: pd.DataFrame) -> Words:
    """Say how many pacts were signed, and how late in the period half of them came."""
    signed = data[data["form"] != "unsigned"]
    pacts = signed[signed["form"] == "pact"]
    counted = pacts if len(pacts) else signed
    return words(
        "agreements", "timeline", **{str(name): fact for name, fact in data.attrs.items()},
        number=len(counted), pacts=len(pacts), rest=len(signed) - len(pacts), kinds=signed["kind"].nunique(),
        first=counted["when"].min().year, last=counted["when"].max().year,
        middle=counted["when"].sort_values().iloc[len(counted) // 2].year,
        foundational=data[data["is_foundational"]].sort_values("when").to_dict("records"),
        unsigned=data.loc[data["form"] == "unsigned", "short_name"].tolist(),
    )  # fmt: skip


def findings_agreement_timeline(data: pd.DataFrame) -> list[Finding]:
    """Give the texts signed, the declarations beside them, and the share of the last ten years."""
    if data.empty:
        nothing = sentence("agreements", "signed_texts-none")
        return cannot_tell(["signed_texts", "declarations", "late_share"], nothing)
    pacts = data[data["form"] == "pact"]
    acts = int((~data["form"].isin(["pact", "unsigned"])).sum())
    since = data.attrs["end_year"] - 9
    late = int((pacts["when"].dt.year >= since).sum())
    share = 100 * late / len(pacts) if len(pacts) else None
    texts = {
        "signed_texts": sentence("agreements", "signed_texts", title=words_agreement_timeline(data).title),
        "declarations": sentence("agreements", "declarations", acts=acts),
        "late_share": sentence("agreements", "late_share", late=late, pacts=len(pacts), since=since),
    }
    return [
        Finding("signed_texts", len(pacts), texts["signed_texts"], confidence="high"),
        Finding("declarations", acts, texts["declarations"], confidence="high"),
        Finding(
            "late_share", share, texts["late_share"], unit="per cent",
            confidence="cannot tell" if share is None else "medium",
        ),
    ]  # fmt: skip
