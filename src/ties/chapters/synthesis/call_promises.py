"""Synthesis: what was spoken of in the call, and when it came."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.events.followup import followed
from ties.chapters.synthesis.outcome_marks import outcome_marks
from ties.plotting.style import GRID, INK, VERDICTS
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def call_promises(sayings: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, call: str, as_of: str) -> Figure:
    """Show each thing that was spoken of, from the day of the call to the row that settles it.

    Parameters
    ----------
    sayings : DataFrame, shape (n, k)
        Judgement ``promises``.
    tables : mapping of str to DataFrame
        The tables that it names: :func:`ties.claims.inputs.load_inputs`.
    call : str
        Day of the call.
    as_of : str
        Last day that counts.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If the call came only after `as_of`.

    Examples
    --------
    >>> from ties import load
    >>> from ties.claims.inputs import load_inputs
    >>> sayings, tables = load("judgements/promises"), load_inputs("judgements/promises")
    >>> call_promises(sayings, tables, call="2025-07-01", as_of="2026-06-30").findings[1].value
    122
    """
    settled = followed(sayings.assign(since=call), tables, as_of=as_of)
    data = prepare_call_promises(settled, as_of=as_of)
    text, found = words_call_promises(data), findings_call_promises(data)
    return Figure(
        "promises", data, draw_call_promises, text, found, sources=sayings["sources"],
        tables=[*tables, "judgements/promises"], height=6.4, narrow_height=6.8,
    )  # fmt: skip


def prepare_call_promises(settled: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Order what was said by when it came, and give each its line from the day it was said.

    Parameters
    ----------
    settled : DataFrame, shape (n, k)
        What :func:`ties.analysis.events.followup.followed` gives, with ``saying`` and ``said_by``.
    as_of : str
        As of :func:`call_promises`.

    Returns
    -------
    DataFrame, shape (n, 9)
        ``id``, ``saying``, ``said_by``, ``status``, ``since``, ``until`` (the day it came, or `as_of`), ``days``
        (from the one to the other), ``due`` and ``row``; what came first stands first, what cannot be told last.

    Raises
    ------
    ValueError
        If a thing was said only after `as_of`.
    """
    if pd.to_datetime(settled["since"]).max() > pd.Timestamp(as_of):
        raise ValueError(f"the last day that counts, {as_of}, lies before the day on which a thing was said")
    data = settled.assign(until=settled["latest"].fillna(pd.Timestamp(as_of)))
    data["days"] = (data["until"] - pd.to_datetime(data["since"])).dt.days
    data["came"] = data["status"].str.startswith("came").astype(int) - data["status"].eq("cannot tell").astype(int)
    data = data.sort_values(["came", "until", "id"], ascending=[False, True, True]).reset_index(drop=True)
    data["until"] = data["until"].dt.strftime("%Y-%m-%d")
    return data[["id", "saying", "said_by", "status", "since", "until", "days", "due", "row"]]


def draw_call_promises(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line per saying, from the day it was said to the day it came, or on to the last day that counts."""
    for line, (status, saying, days) in enumerate(zip(data["status"], data["saying"], data["days"], strict=True)):
        came, settled = status.startswith("came"), status != "cannot tell"
        name = "supported" if came else "unsupported" if settled else "cannot_tell"
        if settled:
            ax.plot([0, days], [line, line], color=VERDICTS[name][0], linestyle="-" if came else (0, (4, 2)), lw=1.6)
        outcome_marks(ax, [days if settled else 0], [line], name, 7)
        text = f"{saying}: day {days}" if came else f"{saying}: {status}"
        label = ax.annotate(text, (0, line), xytext=(0, 5), textcoords="offset points", va="bottom", color=INK)
        label.set_in_layout(False)  # else a long label would squeeze the axis
    due = (pd.to_datetime(data["due"]) - pd.to_datetime(data["since"])).dt.days
    ax.plot(due, range(len(data)), linestyle="", marker="|", markersize=9, color=INK)
    ax.set(ylim=(len(data) - 0.5, -0.9), yticks=[], xlabel="Days since the call")
    ax.margins(x=0.03)
    ax.grid(visible=True, axis="x", color=GRID)
    ax.spines["left"].set_visible(False)
    return ax


def words_call_promises(data: pd.DataFrame) -> Words:
    """Say what followed the call."""
    came, silent = data["status"].str.startswith("came"), data["status"] == "cannot tell"
    return words(
        "synthesis", "promises", number=len(data), said=pd.Timestamp(data["since"].iloc[0]),
        last=pd.Timestamp(data["until"].max()), came=data[came].to_dict("records"),
        pending=data.loc[~came & ~silent, "saying"].tolist(), silent=data.loc[silent, "saying"].tolist(),
    )  # fmt: skip


def findings_call_promises(data: pd.DataFrame) -> list[Finding]:
    """Give how much had come, and how long the framework took."""
    came = data[data["status"].str.startswith("came")].set_index("id")["days"]
    text = sentence("synthesis", "came", title=words_call_promises(data).title)
    days = came.get("framework")
    signed = sentence("synthesis", "framework_days" if days else "framework_days-none", days=days)
    confidence = "high" if days else "cannot tell"
    return [
        Finding("came", len(came), text),
        Finding("framework_days", days, signed, unit="days", confidence=confidence),
    ]
