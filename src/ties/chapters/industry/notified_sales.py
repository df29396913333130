"""Industry: what became of the notified sales, as a flow."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ties.analysis.arms.notifications import OUTCOMES, notification_outcomes
from ties.chapters.industry.counted_share import counted_share
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

SIGNED = ("contracted", "delivered")
OLD = 3.0  # years after which a notification without a contract is no longer merely young
FILL = {
    "delivered": (state("USA"), 0.9),
    "contracted": (state("USA"), 0.5),
    "no contract found": (OTHER, 0.6),
    "dropped": (MUTED, 0.85),
    "replaced": (MUTED, 0.3),
}


def notified_sales(
    notifications: pd.DataFrame, deals: pd.DataFrame, categories: pd.DataFrame, *, as_of: str
) -> Figure:
    """Show what became of the sales that were notified to the US Congress, by kind of goods.

    Parameters
    ----------
    notifications, deals : DataFrame
        Tables ``fms_notifications`` and ``deals``.
    categories : DataFrame
        Judgement ``deal_categories``: ``category`` and ``kind``.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``notified_signed``, ``notified_old`` (per cent of those that were not replaced) and
        ``notified_value`` (contract over ceiling, median in per cent).

    Raises
    ------
    ValueError
        If a category has no kind.

    Examples
    --------
    >>> from ties import load
    >>> figure = notified_sales(load("fms_notifications"), load("deals"), load("judgements/deal_categories"),
    ...     as_of="2026-06-30")
    >>> [finding.key for finding in figure.findings]
    ['notified_signed', 'notified_old', 'notified_value']
    """
    data = prepare_notified_sales(notifications, deals, categories, as_of)
    return Figure(
        "notifications", data, draw_notified_sales, words_notified_sales(data, as_of), findings_notified_sales(data),
        sources=data["sources"], height=3.9, narrow_height=4.2,
    )  # fmt: skip


def prepare_notified_sales(
    notifications: pd.DataFrame, deals: pd.DataFrame, categories: pd.DataFrame, as_of: str
) -> pd.DataFrame:
    """Prepare each notification with its kind and its outcome (parameters and errors of :func:`notified_sales`).

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.notifications.notification_outcomes` gives it, with ``kind``; a replaced
        notification takes the kind of the one that replaced it.
    """
    data = notification_outcomes(notifications, deals, as_of)
    successor = data.set_index("id")["category"]
    category = data["category"].fillna(data["replaced_by"].map(successor))
    kind = category.map(categories.set_index("category")["kind"])
    if missing := sorted(set(category[kind.isna()].dropna())):
        raise ValueError(f"categories without a kind: {', '.join(missing)}")
    return data.assign(kind=kind.fillna("other equipment"))


def draw_notified_sales(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the flow from kinds (left) to outcomes (right); heights are numbers of notifications."""
    gap = 0.055 * len(data)
    kinds = list(data["kind"].value_counts().index)
    ends = [outcome for outcome in OUTCOMES if (data["outcome"] == outcome).any()]
    left, right = _stack(data["kind"], kinds, gap), _stack(data["outcome"], ends, gap)
    # how far each node is filled: ribbons leave and arrive one under the other
    used = {("l", k): left[k][0] for k in kinds} | {("r", o): right[o][0] for o in ends}
    for kind in kinds:
        for outcome in ends:
            n = int(((data["kind"] == kind) & (data["outcome"] == outcome)).sum())
            if n:
                a, b = used["l", kind], used["r", outcome]
                colour, alpha = FILL[outcome]
                ax.add_patch(_ribbon(a, b, n, color=colour, alpha=alpha))
                used["l", kind], used["r", outcome] = a + n, b + n
    for places, side in ((left, "l"), (right, "r")):
        for name, (low, high) in places.items():
            rows = data[(data["kind"] if side == "l" else data["outcome"]) == name]
            x, align = (-0.02, "right") if side == "l" else (1.02, "left")
            # a bare dollar would open a formula
            worth = rf"\${rows['value_usd_m'].sum() / 1000:.1f} bn"
            # a thin node has no room for a second line
            text = f"{name}{' ' if len(rows) < 4 else chr(10)}{len(rows)} ({worth})"
            ax.text(x, (low + high) / 2, text, ha=align, va="center", color=INK, fontsize=8 if narrow else 9)
    ax.set_xlim(-0.5 if narrow else -0.32, 1.72 if narrow else 1.4)
    ax.set_ylim(max(max(high for _, high in right.values()), max(high for _, high in left.values())) + gap, -gap)
    ax.set_axis_off()
    return ax


def _stack(values: pd.Series, order: list[str], gap: float) -> dict[str, tuple[float, float]]:
    """Give each node its lower and upper end, one under the other."""
    counts, at, places = values.value_counts(), 0.0, {}
    for name in order:
        places[name] = (at, at + float(counts[name]))
        at += float(counts[name]) + gap
    return places


def _ribbon(a: float, b: float, width: float, **look: Any) -> PathPatch:
    """Draw a band of constant height from (0, a) to (1, b)."""
    points = [
        (0, a),
        (0.5, a),
        (0.5, b),
        (1, b),
        (1, b + width),
        (0.5, b + width),
        (0.5, a + width),
        (0, a + width),
        (0, a),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(points, codes), linewidth=0, **look)


def words_notified_sales(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many of the notified sales were contracted, and which were not."""
    counts = data["outcome"].value_counts()
    support, signed = data["kind"] == "support", data["outcome"].isin(SIGNED)
    old = data[(data["outcome"] != "replaced") & (data["age"] >= OLD)]
    return words(
        "industry", "notifications", n=len(data), signed=int(signed.sum()),
        outcomes=", ".join(f"{outcome} {counts.get(outcome, 0)}" for outcome in OUTCOMES), support=int(support.sum()),
        support_signed=int((support & signed).sum()), old=OLD,
        old_pct=100 * old["outcome"].isin(SIGNED).mean() if len(old) else None, as_of=as_of,
    )  # fmt: skip


def findings_notified_sales(data: pd.DataFrame) -> list[Finding]:
    """Say how many notifications were contracted, among all and among the old ones, and for how much of the ceiling.

    The last is of the cases in which a contract price is known by itself.
    """
    live = data[data["outcome"] != "replaced"]
    findings = [
        counted_share(
            key, int(rows["outcome"].isin(SIGNED).sum()), len(rows),
            caveat="contracts that were not found make the share too low", years=OLD,
        )
        for key, rows in (("notified_signed", live), ("notified_old", live[live["age"] >= OLD]))
    ]  # fmt: skip
    both = live[live["contract_usd_m"].notna() & live["value_usd_m"].notna() & ~live["deal"].duplicated(keep=False)]
    ratio = 100 * both["contract_usd_m"] / both["value_usd_m"]
    ratio = ratio[(ratio - 100).abs() > 0.5]  # an equal value is the notified one again, not a contract price
    if len(ratio) < 5:
        return findings + cannot_tell(["notified_value"], sentence("industry", "notified_value-none"))
    facts = {"n": len(ratio), "median": float(ratio.median()), "low": ratio.min(), "high": ratio.max()}
    return [
        *findings,
        Finding(
            "notified_value", facts["median"], sentence("industry", "notified_value", **facts),
            unit="per cent of the ceiling", low=float(ratio.quantile(0.25)), high=float(ratio.quantile(0.75)),
            interval="middle half of the cases", confidence="low",
        ),
    ]  # fmt: skip
