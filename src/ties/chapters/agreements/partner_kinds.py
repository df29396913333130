"""Agreements: the grid of partners by kind, with years and the lag of the focal state."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ties.analysis.events.partner_grid import FOUNDATIONAL, lag_behind, partner_grid, signed_before
from ties.plotting.style import GRID, INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

HEADS = {
    "information_security": "information\nsecurity",
    "logistics": "logistics",
    "communications": "communi-\ncations",
    "geospatial": "geospatial",
}


def partner_kinds(
    agreements: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    hub: str,
    focal: str,
    as_of: str,
    partners: Sequence[str] | None = None,
    name: str = "grid",
    prefix: str = "partner",
    height: float = 4.6,
) -> Figure:
    """Show the partners of a hub by foundational kind, with the years by which the focal one came later.

    Parameters
    ----------
    agreements, countries : DataFrame
        The tables of these names.
    hub : str
        State whose partners stand in the rows.
    focal : str
        Partner with which the others are compared.
    as_of : str
        Last day that counts.
    partners : sequence of str, optional
        Partners shown beside the focal one; all in the table when not given. Those without a row are left out.
    name : str
        Name of the figure.
    prefix : str
        With what the keys of the findings begin: "partner" or "focal".
    height : float
        Inches.

    Returns
    -------
    Figure
        Without data if the focal state has no such agreement with the hub.

    Examples
    --------
    >>> from ties import load
    >>> grid = partner_kinds(load("agreements"), load("countries"), hub="USA", focal="IND", as_of="2026-06-30")
    >>> [finding.key for finding in grid.findings][:2]
    ['partner_before', 'partner_unknown']
    """
    data = prepare_partner_kinds(agreements, countries, hub=hub, focal=focal, as_of=as_of, partners=partners)
    text = words_partner_kinds(data) if len(data) else None
    found = findings_partner_kinds(data, prefix)
    return Figure(name, data, draw_partner_kinds, text, found, sources=data["sources"], height=height)


def prepare_partner_kinds(
    agreements: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    hub: str,
    focal: str,
    as_of: str,
    partners: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Give one row per partner and kind; parameters as of :func:`partner_kinds`.

    As :func:`ties.analysis.events.partner_grid.lag_behind`, with ``name`` and ``row`` (0 is the focal state, then
    by how many kinds are signed, then by first signature).
    """
    found = partner_grid(agreements, hub=hub, as_of=as_of)
    if focal not in set(found["partner"]):
        return found.iloc[:0]
    grid = lag_behind(found, focal)
    if partners is not None:
        grid = grid[grid["partner"].isin([focal, *partners])]
    has = grid["state"].isin(["signed", "undated"])
    rank = pd.DataFrame({
        "held": has.groupby(grid["partner"]).sum(),
        "first": grid.groupby("partner")["signed"].min().fillna("9999"),  # after every year
    })  # fmt: skip
    rank["is_focal"] = rank.index == focal
    order = rank.sort_values(["is_focal", "held", "first"], ascending=[False, False, True]).index
    names = countries.set_index("code")["name"]
    data = grid.assign(name=grid["partner"].map(names), row=grid["partner"].map(list(order).index))
    data = data.sort_values(["row", "kind"], ignore_index=True)
    data.attrs.update(hub=names[hub], focal=names[focal], hub_code=hub, focal_code=focal, as_of=as_of)
    return data


def year_span(low: float, high: float) -> str:
    """Write an interval of years as one number where its ends round to nearly the same.

    Examples
    --------
    >>> year_span(12.85, 12.93), year_span(25.7, 26.7), year_span(-0.44, -0.44)
    ('12.9', '26–27', '0.4')
    """
    low, high = sorted((abs(low), abs(high)))
    return f"{(low + high) / 2:.1f}" if high - low < 0.15 else f"{low:.0f}–{high:.0f}"


def cell_text(cell: pd.Series, *, narrow: bool = False) -> tuple[str, str]:
    """Give the two lines of a cell: the year, and the lag of the focal state."""
    status = cell["state"]
    if status == "none":
        return "–", ""
    if status == "open":
        return "unsigned", ""
    if status == "undated":
        return "yes", "no date" if narrow else "date unknown"
    year = str(cell["signed"])[:4]
    first = f"{year}–{str(cell['ended'])[2:4]}" if status == "ended" else year
    if cell["row"] == 0 or pd.isna(cell["low"]):
        return first, ""
    earlier = cell["low"] + cell["high"] > 0
    years = year_span(cell["low"], cell["high"])
    if narrow and "–" in years:
        years = f"≈{abs(cell['low'] + cell['high']) / 2:.0f}"
    return first, f"{years} y {'before' if earlier else 'after'}"


def draw_partner_kinds(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the grid: rows of partners, columns of kinds; colour for who came first, hatching for what has ended."""
    own, other = state(data.attrs["focal_code"]), state(data.attrs["hub_code"])
    rows = data["row"].nunique()
    size = 7 if narrow else 9
    for _, cell in data.iterrows():
        x, y = FOUNDATIONAL.index(cell["kind"]), cell["row"]
        head, tail = cell_text(cell, narrow=narrow)
        if cell["state"] in ("signed", "ended"):
            earlier = cell["row"] > 0 and cell["low"] + cell["high"] > 0
            colour, alpha = (own, 0.55) if cell["row"] == 0 else (other, 0.38) if earlier else (other, 0.12)
            ended = cell["state"] == "ended"
            ax.add_patch(
                Rectangle(
                    (x - 0.48, y - 0.46), 0.96, 0.92, facecolor="none" if ended else colour,
                    edgecolor=colour if ended else "none", hatch="////" if ended else None,
                    alpha=alpha, linewidth=0.8,
                )
            )  # fmt: skip
        elif cell["state"] in ("undated", "open"):
            dash = (0, (3, 2)) if cell["state"] == "open" else "-"
            ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor="none", edgecolor=MUTED,
                                   linestyle=dash, linewidth=0.8))  # fmt: skip
        colour = MUTED if cell["state"] in ("none", "open") else INK
        weight = "bold" if cell["state"] in ("signed", "ended") else "normal"
        ax.text(x, y - (0.17 if tail else 0), head, ha="center", va="center", fontsize=size, color=colour,
                fontweight=weight)  # fmt: skip
        ax.text(x, y + 0.22, tail, ha="center", va="center", fontsize=6.6 if narrow else 8, color=INK)
    names = data.drop_duplicates("row").sort_values("row")
    ax.set_yticks(range(rows), [name.replace(" ", "\n", 1) if narrow else name for name in names["name"]])
    ax.set_xticks(range(len(FOUNDATIONAL)), [HEADS[kind] for kind in FOUNDATIONAL])
    ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=size if not narrow else 7)
    ax.set_xlim(-0.52, len(FOUNDATIONAL) - 0.48)
    ax.set_ylim(rows - 0.5, -0.5)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.axhline(0.5, color=GRID, linewidth=1)
    return ax


def words_partner_kinds(data: pd.DataFrame) -> Words:
    """Say how many partners signed a kind before the focal state, and by how much at most."""
    own = int(((data["row"] == 0) & (data["state"] == "signed")).sum())
    others = data[data["row"] > 0]
    before, after = signed_before(others), signed_before(others, later=True)
    held = others.groupby("name")["state"].apply(lambda states: int(states.isin(["signed", "undated"]).sum()))
    lead = before.sort_values("low").iloc[-1] if len(before) else None
    number = others[others["state"].isin(["signed", "ended", "undated"])].groupby("kind").size()
    return words(
        "agreements", "grid", **{str(name): fact for name, fact in data.attrs.items()},
        own=own, kinds=len(FOUNDATIONAL), most=int(held.max()) if len(held) else 0,
        partners=others["name"].nunique(), earlier=before["name"].nunique(), before=len(before), after=len(after),
        lead="" if lead is None else lead["name"], span="" if lead is None else year_span(lead["low"], lead["high"]),
        columns=[f"{kind.replace('_', ' ')} {number.get(kind, 0)}" for kind in FOUNDATIONAL],
        ended=data[data["state"] == "ended"].to_dict("records"),
    )  # fmt: skip


def findings_partner_kinds(data: pd.DataFrame, prefix: str) -> list[Finding]:
    """Give what came before the focal state, what is unknown and the longest lag of each kind; keys begin so."""
    if data.empty:
        keys = ["before", "unknown", *(f"{kind}_lag" for kind in FOUNDATIONAL)]
        nothing = sentence("agreements", f"{prefix}_before-none")
        return cannot_tell((f"{prefix}_{key}" for key in keys), nothing)
    states = {"hub": data.attrs["hub"], "focal": data.attrs["focal"]}
    others = data[data["row"] > 0]
    before, dated = signed_before(others), int(others["low"].notna().sum())
    unknown, cells = int((others["state"] == "none").sum()), len(others)
    text = sentence("agreements", f"{prefix}_before", before=len(before), dated=dated, **states)
    rows = sentence("agreements", f"{prefix}_unknown", unknown=unknown, cells=cells)
    return [
        Finding(f"{prefix}_before", len(before), text, unit=f"of {dated} dated signatures"),
        Finding(f"{prefix}_unknown", unknown, rows, unit=f"of {cells} cells", confidence="high"),
        *(_lag(f"{prefix}_{kind}_lag", before[before["kind"] == kind], states) for kind in FOUNDATIONAL),
    ]


def _lag(key: str, before: pd.DataFrame, states: dict[str, str]) -> Finding:
    """Write the longest lag of one kind; none if no other partner came before."""
    if before.empty:
        return cannot_tell([key], sentence("agreements", f"{key}-none", **states))[0]
    row = before.sort_values("low").iloc[-1]
    text = sentence("agreements", key, name=row["name"], span=year_span(row["low"], row["high"]), **states)
    return Finding(
        key, (row["low"] + row["high"]) / 2, text, unit="years", precision=1, confidence="high",
        low=row["low"], high=row["high"], interval="what the partly known dates allow",
    )  # fmt: skip
