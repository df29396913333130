"""Challenges: transfer of technology, its waits, its percentages and one case by day."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.arms.durations import kaplan_meier, logrank, median_waits, spells
from ties.analysis.arms.transfer import step_days, transfer_group
from ties.analysis.proportions import exact_interval
from ties.plotting.style import GRID, INK, state
from ties.records import Words


def prepare_waits(deals: pd.DataFrame, *, supplier: str, name: str, as_of: str) -> pd.DataFrame:
    """Give the share of deals without a contract by time since their announcement, with and without transfer.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    supplier, name : str
        Country code and name of the supplier in question.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.durations.kaplan_meier`; ``attrs`` hold the medians, the p-value of the
        supplier's two groups, the number left out and the names of the groups.
    """
    waits = spells(deals.assign(group=transfer_group(deals, supplier, name)), "announced", "contracted", as_of)
    left_out = waits.attrs["left_out"]
    waits = waits[waits["group"].notna()]
    own = waits[waits["group"].str.startswith(name)]
    groups = [f"{name}, with transfer", f"{name}, without", "others, with transfer"]
    signed = deals[(transfer_group(deals, supplier, name) == groups[0]) & deals["contracted"].notna()]
    data = kaplan_meier(waits, "group")
    data.attrs.update(
        medians=median_waits(waits, "group").set_index("group"), p_value=logrank(own, "group"),
        left_out=left_out, as_of=as_of, supplier=supplier, name=name,
        groups=groups, signed_apart=int((~signed["id"].isin(waits["id"])).sum()),
    )  # fmt: skip
    return data


def draw_waits(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_waits(data: pd.DataFrame) -> Words:
    """Say how the supplier's deals with transfer fare beside those without."""
    name, medians = data.attrs["name"], data.attrs["medians"]
    mine, other, rest = (medians.loc[group] for group in data.attrs["groups"])
    left_out = ", ".join(f"{n} {reason}" for reason, n in data.attrs["left_out"].items())
    p = data.attrs["p_value"]
    low, high = exact_interval(int(mine["reached"]), int(mine["n"]))
    return Words(
        title=(
            f"{int(mine['reached'])} of {int(mine['n'])} {name} deals with transfer of technology have a "
            f"contract, against {int(other['reached'])} of {int(other['n'])} without"
        ),
        subtitle=(
            "Share of announced deals with a contract by years since the announcement (Kaplan-Meier), to "
            f"{data.attrs['as_of']}"
        ),
        caption=(
            "Transfer means licensed production or co-development. Deals dropped stay among those without a "
            f"contract. With {int(mine['n'])} deals the share for {name} deals with transfer could be "
            f"{low:.0%} to {high:.0%} (exact 95% interval); the two {name} groups: log-rank p = {p:.2f}. Left "
            f"out of all deals: {left_out}."
        ),
        alt=(
            f"Step chart of the share of deals with a contract. {name} deals with transfer reach "
            f"{mine['reached'] / mine['n']:.0%} (n = {int(mine['n'])}), those without "
            f"{other['reached'] / other['n']:.0%} (n = {int(other['n'])}), other suppliers with transfer "
            f"{rest['reached'] / rest['n']:.0%} (n = {int(rest['n'])}). Medians: {_median(mine)}, "
            f"{_median(other)} and {_median(rest)}."
        ),
    )


def findings_waits(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on waits; see :func:`ties.findings.record.record` for the fields."""
    name, medians, p = data.attrs["name"], data.attrs["medians"], data.attrs["p_value"]
    mine, other, rest = (medians.loc[group] for group in data.attrs["groups"])
    told = f"the log-rank test cannot tell them apart (p = {p:.2f})" if p >= 0.05 else f"log-rank p = {p:.3f}"
    return [
        {
            "key": "transfer_contracts", "value": int(mine["reached"]), "unit": f"of {int(mine['n'])} deals",
            "figure": "transfer-waits", "confidence": "medium", "interval_means": "95% Clopper-Pearson interval, in deals",
            "interval": tuple(mine["n"] * end for end in exact_interval(int(mine["reached"]), int(mine["n"]))),
            "sentence": f"Of {int(mine['n'])} {name} deals announced with transfer of technology "
            f"{_none(int(mine['reached']))} had a contract by {data.attrs['as_of']}; of {int(other['n'])} "
            f"without, {int(other['reached'])} had; {told}. {data.attrs['signed_apart']} more {name} deals "
            "with transfer became known by their contract, so that no wait is known.",
        },
        {
            "key": "transfer_median_other", "value": _median(rest), "figure": "transfer-waits", "confidence": "low",
            "sentence": "Deals with transfer from other suppliers reached a contract in "
            f"{int(rest['reached'])} of {int(rest['n'])} cases, with a median wait of {_median(rest)}.",
        },
    ]  # fmt: skip


def prepare_steps(steps: pd.DataFrame, *, case: str, as_of: str) -> pd.DataFrame:
    """Give the dated steps of a case up to a day; see :func:`ties.analysis.arms.transfer.step_days`."""
    data = step_days(steps[steps["case"] == case], as_of)
    data.attrs["as_of"] = as_of
    return data


def draw_steps(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each step on the axis of time, one below the other; a step of unknown day is a bar."""
    size = 6.8 if narrow else 8.5
    first, last = data["earliest"].min(), data["latest"].max()
    for place, row in enumerate(data.to_dict("records")):
        middle = row["earliest"] + (row["latest"] - row["earliest"]) / 2
        if (row["latest"] - row["earliest"]).days > 31:
            ax.hlines(place, row["earliest"], row["latest"], color=INK, lw=5, alpha=0.5)
        else:
            ax.plot(middle, place, "o", color=INK, mfc="none" if row["step"] == "open" else INK, ms=6)
        exact = row["since_before_low"] == row["since_before_high"]
        name = f"no contract by {row['date']}" if row["step"] == "open" else f"{row['step']}, {row['date']}"
        label = f"{name} (+{row['since_before_low']:,} days)" if place and exact else name
        left = middle - first > (last - first) / 2
        ax.annotate(fill(label, 30) if narrow else label, (row["earliest"] if left else row["latest"], place),
                    xytext=(-9 if left else 9, 0), va="center",
                    ha="right" if left else "left", textcoords="offset points", fontsize=size, color=INK)  # fmt: skip
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    pad = (last - first) * 0.04
    ax.set_xlim(first - pad, last + pad)
    ax.xaxis.set_major_locator(mdates.YearLocator(5 if narrow else 2))  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))  # type: ignore[no-untyped-call]
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    return ax


def words_steps(data: pd.DataFrame) -> Words:
    """Say how long the case has been open."""
    first, last, before = data.iloc[0], data.iloc[-1], data.iloc[-2]
    agreed = data[data["step"].str.contains("memorandum")].iloc[0]
    open_days = (last["latest"] - agreed["latest"]).days
    settled = (
        "The settlement of terms rests on one weak source. " if data["step"].str.contains("settled").any() else ""
    )
    return Words(
        title=(
            f"{open_days:,} days after the memorandum and {last['since_first_high']:,} after the choice of "
            "engine, no contract for the F414"
        ),
        subtitle=f"Steps towards an F414 engine made in India, to {data.attrs['as_of']}; (days since the last)",
        caption=(
            f"A bar is a step whose day is not known. {settled}The first choice of 2010 was followed by engines for "
            "prototypes only."
        ),
        alt=(
            f"Timeline of {len(data) - 1} steps from {first['date']} ({first['step']}) to {before['date']} "
            f"({before['step']}). On {last['date']} the case was open, {last['since_before_high']:,} days "
            f"after the last step. The longest gap, {int(data['since_before_low'].max()):,} days at least, "
            f"ends with: {data['step'].iloc[int(data['since_before_low'].argmax())]}."
        ),
    )


def findings_steps(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on the case; see :func:`ties.findings.record.record` for the fields."""
    last = data.iloc[-1]
    agreed = data[data["step"].str.contains("memorandum")].iloc[0]
    days = int((last["latest"] - agreed["latest"]).days)
    return [
        {
            "key": "f414_days", "value": days, "unit": "days", "confidence": "medium", "figure": "f414-steps",
            "sentence": f"On {data.attrs['as_of']} the F414 engine deal was {days:,} days past its memorandum "
            f"and {int(last['since_first_high']):,} past the choice of the engine, without a signed contract "
            "in what was read.",
        },
        {
            "key": "f414_gap", "value": int(data["since_before_low"].max()), "unit": "days", "figure": "f414-steps",
            "sentence": "The longest gap between two steps was at least "
            f"{int(data['since_before_low'].max()):,} days; approval by Congress took "
            f"{_between(data, 'US Congress notified', 'Congress lets it pass')} days.",
        },
    ]  # fmt: skip


def _between(data: pd.DataFrame, first: str, second: str) -> int:
    """Give the days between two named steps."""
    days = dict(zip(data["step"], data["latest"], strict=True))
    return int((days[second] - days[first]).days)


def _median(row: pd.Series) -> str:
    return f"{row['median']:.1f} years" if np.isfinite(row["median"]) else "not reached"


def _none(number: int) -> str:
    return "none" if number == 0 else f"{number}"
