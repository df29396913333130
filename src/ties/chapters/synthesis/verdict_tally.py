"""Figures of the synthesis: how the claims fared, and what followed the call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.claim_tally import LABELS, ORDER, tally
from ties.plotting.style import GRID, INK, VERDICTS
from ties.records import Words

MARKERS: dict[str, dict[str, Any]] = {
    "supported": {"marker": "o"},
    "partly_supported": {"marker": "o", "fillstyle": "left", "markerfacecoloralt": "none"},
    "unsupported": {"marker": "o", "fillstyle": "none"},
    "contradicted": {"marker": "X"},
    "cannot_tell": {"marker": "$?$"},
}


def prepare_verdicts(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims of each theme by outcome.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Columns ``theme`` and ``verdict`` of table ``claims``.

    Returns
    -------
    DataFrame, shape (themes * 5, 3)
        ``theme`` (most claims first), ``outcome`` (in the order of verdicts) and ``claims``, their number;
        ``attrs`` holds ``unread``, the number of claims without a verdict by reading.
    """
    counts = tally(claims)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    long = counts.reset_index().melt("theme", value_name="claims", ignore_index=False)
    data = long.sort_index(kind="stable").reset_index(drop=True)[["theme", "outcome", "claims"]]
    data.attrs["unread"] = int(claims["verdict"].isna().sum())
    return data


def draw_verdicts(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one mark per claim: a row per theme, shape and colour by outcome.

    Parameters
    ----------
    data : DataFrame
        What :func:`prepare_verdicts` gives.
    ax : Axes
        Where to draw.
    narrow : bool
        Draw for a phone.

    Returns
    -------
    Axes
    """
    themes = list(data["theme"].drop_duplicates())
    size = 6.5 if narrow else 9.5
    for line, theme in enumerate(themes):
        counts = data[data["theme"] == theme].set_index("outcome")["claims"]
        at = 0
        for name in ORDER:
            places = range(at, at + int(counts[name]))
            if places:  # a line without points would lay claim to the corner of the figure
                _marks(ax, places, [line] * len(places), name, size)
            at += len(places)
        place: dict[str, Any] = {"xy": (-0.5, line - 0.33), "va": "bottom"} if narrow else {"xy": (-4.3, line)}
        ax.annotate(f"{theme} ({at})", **{"va": "center", **place}, color=INK)
    totals = data.groupby("outcome", observed=True)["claims"].sum()
    columns, step = (2, 10.5) if narrow else (3, 7.6)
    for at, name in enumerate(name for name in ORDER if totals.get(name, 0)):
        x, y = at % columns * step, len(themes) + at // columns * (0.42 if narrow else 0.6)
        _marks(ax, [x], [y], name, size)
        ax.annotate(f"{LABELS[name]} {totals[name]}", (x + 0.6, y), va="center", color=INK)
    longest = int(data.groupby("theme")["claims"].sum().max())
    ax.set(xlim=(-0.7 if narrow else -4.4, max(longest, 21) - 0.3), ylim=(len(themes) + 0.95, -0.75))
    ax.axis("off")
    return ax


def words_verdicts(data: pd.DataFrame) -> Words:
    """Say how the claims fared.

    Parameters
    ----------
    data : DataFrame
        What :func:`prepare_verdicts` gives.

    Returns
    -------
    Words
    """
    totals = data.groupby("outcome", observed=True)["claims"].sum().reindex(ORDER, fill_value=0)
    number = int(totals.sum())
    wide = data.pivot_table(index="theme", columns="outcome", values="claims", observed=False).reindex(columns=ORDER)
    share = (wide["supported"] / wide.sum(axis=1)).dropna().sort_values()
    unread = int(data.attrs.get("unread", 0))
    read = " that were read on the sources of the day" if unread else ""
    left = f"{unread} more rest on later sources: they had not been read then and are not drawn. " if unread else ""
    of = {theme: f"{row['supported']:.0f} of {row.sum():.0f}" for theme, row in wide.iterrows()}
    parts = ", ".join(f"{totals[name]} {LABELS[name]}" for name in ORDER)
    return Words(
        title=f"Of {number} claims of the article{read}, {totals['supported']} hold, {totals['partly_supported']} "
        f"hold in part, {totals['unsupported'] + totals['contradicted']} do not",
        subtitle="Claims by theme and outcome; one mark is one claim; verdicts by reading",
        caption=f"{left}A forecast that came true counts as supported, one that did not as contradicted; what is too "
        "early or cannot be tested counts as cannot tell. The number of claims depends on how the article is split "
        "into sentences that can be judged, so read proportions, not percentages to a decimal. No mark says "
        "how much a claim matters.",
        alt=f"Dot chart of {number} claims{read} in {len(share)} themes, one mark for each claim: {parts}. "
        + (
            f"The largest part of supported claims is in {share.index[-1]} ({of[share.index[-1]]}), "
            f"the smallest in {share.index[0]} ({of[share.index[0]]})."
            if len(share)
            else "No claim was read."
        ),
    )


def prepare_promises(followed: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Order what was said by when it came, and give each its line from the day it was said.

    Parameters
    ----------
    followed : DataFrame, shape (n, k)
        What :func:`ties.analysis.events.followup.followed` gives, with ``saying`` and ``said_by``.
    as_of : str
        Last day that counts.

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
    if pd.to_datetime(followed["since"]).max() > pd.Timestamp(as_of):
        raise ValueError(f"the last day that counts, {as_of}, lies before the day on which a thing was said")
    data = followed.assign(until=followed["latest"].fillna(pd.Timestamp(as_of)))
    data["days"] = (data["until"] - pd.to_datetime(data["since"])).dt.days
    data["came"] = data["status"].str.startswith("came").astype(int) - data["status"].eq("cannot tell").astype(int)
    data = data.sort_values(["came", "until", "id"], ascending=[False, True, True]).reset_index(drop=True)
    data["until"] = data["until"].dt.strftime("%Y-%m-%d")
    return data[["id", "saying", "said_by", "status", "since", "until", "days", "due", "row"]]


def draw_promises(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line per saying, from the day it was said to the day it came, or on to the last day that counts.

    Parameters
    ----------
    data : DataFrame
        What :func:`prepare_promises` gives.
    ax : Axes
        Where to draw.
    narrow : bool
        Draw for a phone.

    Returns
    -------
    Axes
    """
    for line, (status, saying, days) in enumerate(zip(data["status"], data["saying"], data["days"], strict=True)):
        came, told = status.startswith("came"), status != "cannot tell"
        name = "supported" if came else "unsupported" if told else "cannot_tell"
        if told:
            ax.plot([0, days], [line, line], color=VERDICTS[name][0], linestyle="-" if came else (0, (4, 2)), lw=1.6)
        _marks(ax, [days if told else 0], [line], name, 7)
        said = f"{saying}: day {days}" if came else f"{saying}: {status}"
        label = ax.annotate(said, (0, line), xytext=(0, 5), textcoords="offset points", va="bottom", color=INK)
        label.set_in_layout(False)  # else a long label would squeeze the axis
    due = (pd.to_datetime(data["due"]) - pd.to_datetime(data["since"])).dt.days
    ax.plot(due, range(len(data)), linestyle="", marker="|", markersize=9, color=INK)
    ax.set(ylim=(len(data) - 0.5, -0.9), yticks=[], xlabel="Days since the call")
    ax.margins(x=0.03)
    ax.grid(visible=True, axis="x", color=GRID)
    ax.spines["left"].set_visible(False)
    return ax


def words_promises(data: pd.DataFrame) -> Words:
    """Say what followed the call.

    Parameters
    ----------
    data : DataFrame
        What :func:`prepare_promises` gives.

    Returns
    -------
    Words
    """
    came = data[data["status"].str.startswith("came")]
    told = data["status"] != "cannot tell"
    pending, silent = data[told & ~data["status"].str.startswith("came")], data[~told]
    unknown = f" Of “{'”, “'.join(silent['saying'])}” no table can tell." if len(silent) else ""
    said, last = (f"{pd.Timestamp(day):%-d %B %Y}" for day in (data["since"].iloc[0], data["until"].max()))
    first = (
        f"The first to come was “{came['saying'].iloc[0]}”, after {came['days'].iloc[0]} days. " if len(came) else ""
    )
    left = "; ".join(f"“{saying}”" for saying in pending["saying"])
    return Words(
        title=f"Of {len(data)} things spoken of on {said}, {len(came)} had come by {last}",
        subtitle="Days from the call to the row of the evidence that settles it; dashed lines are still open",
        caption="A bar across a line marks the day by which it was promised, where one was named. What counts as "
        "having come is our choice, written down with its reason in the table of promises. That a thing came after "
        "the call does not show that it came because of it.",
        alt=f"Lines from {said}, one for each of {len(data)} things spoken of; {len(came)} end at the day on which "
        f"they came. {first}" + (f"Open: {left}." if left else "None is open.") + unknown,
    )


def _marks(ax: Axes, x: Sequence[float] | range, y: Sequence[float], name: str, size: float) -> None:
    colour = VERDICTS[name][0]
    ax.plot(
        list(x), list(y), linestyle="", markersize=size, color=colour, markeredgecolor=colour, clip_on=False,
        **MARKERS[name],
    )  # fmt: skip
