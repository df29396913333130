"""Percentages of technology and Indian content, offered against agreed."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from ties.plotting.style import GRID, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

ENGINE = "f414-coproduction"
NAMES = {
    ENGINE: "F414",
    "mq9b-2024": "MQ-9B",
    "ak203-licence-2021": "AK-203",
    "su30mki-2024": "Su-30MKI (2024)",
    "su30mki-licence-2000": "Su-30MKI (2000)",
    "k9-2017": "K9 (2017)",
    "k9-2024": "K9 (2024)",
    "rafale-114-2026": "Rafale (2026)",
    "c295-2021": "C-295",
}


def transfer_percentages(percentages: pd.DataFrame, deals: pd.DataFrame, *, supplier: str, name: str) -> Figure:
    """Show reported percentages of transfer and Indian content by stage, full where a contract holds them.

    Parameters
    ----------
    percentages : DataFrame
        Judgement ``transfer_percentages``, our reading: ``deal``, ``measure``, ``stage`` ("discussed", "reported",
        "settled", "agreed"), ``low``, ``high``.
    deals : DataFrame
        Table ``deals``.
    supplier, name : str
        Country code and name of the supplier in question.

    Returns
    -------
    Figure
        ``transfer-percentages``, with the findings ``f414_share`` and ``transfer_agreed``.

    Raises
    ------
    ValueError
        If a deal is not in the table.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("judgements/transfer_percentages"), load("deals")
    >>> transfer_percentages(*tables, supplier="USA", name="US").findings[1].value
    1
    """
    data = prepare_transfer_percentages(percentages, deals)
    return Figure(
        "transfer-percentages", data, draw_transfer_percentages, words_transfer_percentages(data, supplier, name),
        findings_transfer_percentages(data, supplier, name), height=4.4, narrow_height=4.8,
    )  # fmt: skip


def prepare_transfer_percentages(percentages: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Give the percentages with their deals (parameters and errors of :func:`transfer_percentages`).

    Columns of `percentages`, ``supplier``, ``signed`` (has the deal a contract?) and ``name``.
    """
    found = deals.set_index("id")
    missing = sorted(set(percentages["deal"]) - set(found.index))
    if missing:
        raise ValueError(f"percentages of deals that the table does not have: {', '.join(missing)}")
    data = percentages.assign(
        supplier=percentages["deal"].map(found["supplier"]),
        signed=percentages["deal"].map(found["contracted"].notna()).astype(bool),
        name=percentages["deal"].map(NAMES).fillna(percentages["deal"]),
    )
    return data.sort_values(["supplier", "name", "measure", "low"], ignore_index=True)


def draw_transfer_percentages(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each percentage or range: full under a contract, hollow where it was only discussed or settled."""
    size = 6.8 if narrow else 8.5
    keys = list(dict.fromkeys(zip(data["name"], data["measure"], strict=True)))
    for row in data.to_dict("records"):
        place = keys.index((row["name"], row["measure"]))
        colour = state(row["supplier"])
        full = row["stage"] in ("agreed", "reported") and row["signed"]
        ax.hlines(place, row["low"], row["high"], color=colour, lw=3, alpha=0.6)
        middle = (row["low"] + row["high"]) / 2
        ax.plot(middle, place, "o", color=colour, mfc=colour if full else "none", ms=6)
        line = data[(data["name"] == row["name"]) & (data["measure"] == row["measure"])]
        if len(line) == 1:
            at, across, offset = middle, "center", (0, 5)
        elif row["low"] == line["low"].min():
            at, across, offset = row["low"], "right", (-6, 0)
        else:
            at, across, offset = row["high"], "left", (6, 0)
        ax.annotate(row["stage"], (at, place), xytext=offset, textcoords="offset points", ha=across,
                    va="bottom" if across == "center" else "center", fontsize=size - 0.3, color=MUTED)  # fmt: skip
    ax.set_yticks(range(len(keys)), [fill(f"{n}: {m}", 22 if narrow else 60) for n, m in keys], fontsize=size)
    ax.set_ylim(len(keys) - 0.4, -0.7)
    ax.set_xlim(-22 if narrow else -10, 112)
    ax.set_xlabel("per cent")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    return ax


def words_transfer_percentages(data: pd.DataFrame, supplier: str, name: str) -> Words:
    """Say what the supplier's signed contracts hold beside those of others."""
    agreed = _agreed(data)
    own = int((agreed["supplier"] == supplier).sum())
    return words(
        "challenges", "transfer-percentages", own=own, rest=len(agreed) - own, supplier=name, n=len(data),
        deals=data["deal"].nunique(), highest=data[data["signed"]]["high"].max(),
    )  # fmt: skip


def findings_transfer_percentages(data: pd.DataFrame, supplier: str, name: str) -> list[Finding]:
    """Give how far the share of the engine moved, and what is agreed with the supplier."""
    engine = data[(data["deal"] == ENGINE) & (data["measure"] == "technology transfer")]
    share = dict(zip(engine["stage"], engine["high"].astype("float64"), strict=True))
    own = _agreed(data).query("supplier == @supplier").to_dict("records")
    agreed = Finding("transfer_agreed", len(own), sentence("challenges", "transfer_agreed", rows=own, supplier=name))
    if not {"settled", "discussed"} <= set(share):
        text = sentence("challenges", "f414_share-none")
        return [Finding("f414_share", None, text, unit="percentage points", confidence="cannot tell"), agreed]
    text = sentence("challenges", "f414_share", share=share)
    moved = share["settled"] - share["discussed"]
    return [Finding("f414_share", moved, text, unit="percentage points", confidence="low"), agreed]


def _agreed(data: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that are over zero and stand in, or are reported of, a signed contract."""
    return data[data["signed"] & (data["high"] > 0) & data["stage"].isin(["agreed", "reported"])]
