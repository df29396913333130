"""How long deals with a transfer of technology wait for their contract."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.arms.durations import kaplan_meier, logrank, median_waits, spells
from ties.analysis.arms.transfer import transfer_group
from ties.analysis.proportions import exact_interval
from ties.plotting.style import INK, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def transfer_waits(deals: pd.DataFrame, *, supplier: str, name: str, as_of: str, twice: str = "f414-2010") -> Figure:
    """Show the share of deals with a contract by time since their announcement, with and without transfer.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    supplier, name : str
        Country code and name of the supplier in question.
    as_of : str
        Last day that counts.
    twice : str
        Earlier of two rows of one deal; a finding gives the result without it.

    Returns
    -------
    Figure
        ``transfer-waits``, with the findings ``transfer_contracts``, ``transfer_median_other`` and ``transfer_once``.

    Examples
    --------
    >>> from ties import load
    >>> transfer_waits(load("deals"), supplier="USA", name="US", as_of="2026-06-30").findings[0].text()
    '0 of 5 deals'
    """
    data = prepare_transfer_waits(deals, supplier=supplier, name=name, as_of=as_of)
    once = prepare_transfer_waits(deals[deals["id"] != twice], supplier=supplier, name=name, as_of=as_of)
    found = findings_transfer_waits(data, once)
    return Figure("transfer-waits", data, draw_transfer_waits, words_transfer_waits(data), found)


def prepare_transfer_waits(deals: pd.DataFrame, *, supplier: str, name: str, as_of: str) -> pd.DataFrame:
    """Give the share without a contract by time and group (parameters of :func:`transfer_waits`).

    The columns are those of :func:`ties.analysis.arms.durations.kaplan_meier`; ``attrs`` hold the medians, the
    p-value of the supplier's two groups, the number left out and the names of the groups.
    """
    group = transfer_group(deals, supplier, name)
    waits = spells(deals.assign(group=group), "announced", "contracted", as_of)
    left_out = waits.attrs["left_out"]
    waits = waits[waits["group"].notna()]
    groups = [f"{name}, with transfer", f"{name}, without", "others, with transfer"]
    signed = deals[(group == groups[0]) & deals["contracted"].notna()]
    data = kaplan_meier(waits, "group")
    data.attrs.update(
        medians=median_waits(waits, "group").set_index("group"),
        p_value=logrank(waits[waits["group"].str.startswith(name)], "group"),
        left_out=left_out, as_of=as_of, supplier=supplier, name=name,
        groups=groups, signed_apart=int((~signed["id"].isin(waits["id"])).sum()),
    )  # fmt: skip
    return data


def draw_transfer_waits(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the share with a contract by group as steps; the number of deals stands at each name."""
    size = 7.5 if narrow else 9
    supplier = data.attrs["supplier"]
    styles = dict(zip(data.attrs["groups"], ((state(supplier), "-"), (state(supplier), (0, (2, 2))), (INK, "-")),
                      strict=True))  # fmt: skip
    ends = []
    longest = float(data["years"].max())
    for group, (colour, line) in styles.items():
        part = data[data["group"] == group].sort_values("years")
        if part.empty:
            continue
        ax.step(part["years"], 1 - part["waiting"], where="post", color=colour, ls=line)
        n = data.attrs["medians"].loc[group, "n"]
        ends.append([1 - float(part["waiting"].iloc[-1]), f"{fill(group, 12)}\nn = {n}", colour])
    ends.sort(key=lambda end: end[0])
    for place, end in enumerate(ends[1:], start=1):  # labels keep apart
        end[0] = max(end[0], ends[place - 1][0] + 0.2)
    for height, label, colour in ends:
        ax.annotate(label, (longest, height), xytext=(5, 0), textcoords="offset points",
                    va="center", fontsize=size, color=colour)  # fmt: skip
    ax.set_xlim(0, longest)
    ax.set_ylim(-0.02, 1.02)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("years since announcement")
    ax.set_ylabel("share with a contract")
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    about = data.attrs
    rows = {
        group: about["medians"].loc[name].to_dict()
        for group, name in zip(("own", "without", "others"), about["groups"], strict=True)
    }
    for row in rows.values():
        row["wait"] = f"{row['median']:.1f} years" if np.isfinite(row["median"]) else "not reached"
        row["reached"], row["n"] = int(row["reached"]), int(row["n"])
    return rows | {
        "supplier": about["name"], "as_of": about["as_of"], "p_value": about["p_value"],
        "signed_apart": about["signed_apart"],
        "left_out": [f"{n} {reason}" for reason, n in about["left_out"].items()],
        "ends": exact_interval(rows["own"]["reached"], rows["own"]["n"]),
    }  # fmt: skip


def words_transfer_waits(data: pd.DataFrame) -> Words:
    """Say how the supplier's deals with transfer fare beside those without."""
    return words("challenges", "transfer-waits", **_facts(data))


def findings_transfer_waits(data: pd.DataFrame, once: pd.DataFrame) -> list[Finding]:
    """Give the contracts of each group, the waits of others, and the result of `once`, without the double deal."""
    facts, single = _facts(data), _facts(once)
    own, (low, high) = facts["own"], facts["ends"]
    return [
        Finding(
            "transfer_contracts", own["reached"], sentence("challenges", "transfer_contracts", **facts),
            unit=f"of {own['n']} deals", low=own["n"] * low, high=own["n"] * high,
            interval="95% Clopper-Pearson interval, in deals",
        ),
        Finding(
            "transfer_median_other", facts["others"]["wait"],
            sentence("challenges", "transfer_median_other", **facts), confidence="low",
        ),
        Finding(
            "transfer_once", single["own"]["reached"], sentence("challenges", "transfer_once", **single),
            unit=f"of {single['own']['n']} deals",
        ),
    ]  # fmt: skip
