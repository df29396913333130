"""Industry: what became of the notified sales, as a flow."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ties.analysis.arms.notifications import OUTCOMES, notification_outcomes
from ties.analysis.proportions import share_with_interval
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.records import Words

SIGNED = ("contracted", "delivered")
OLD = 3.0  # years after which a notification without a contract is no longer merely young
FILL = {
    "delivered": (state("USA"), 0.9),
    "contracted": (state("USA"), 0.5),
    "no contract found": (OTHER, 0.6),
    "dropped": (MUTED, 0.85),
    "replaced": (MUTED, 0.3),
}


def prepare_notifications(
    notifications: pd.DataFrame, deals: pd.DataFrame, categories: pd.DataFrame, as_of: str
) -> pd.DataFrame:
    """Prepare each notification with its kind and its outcome.

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
    DataFrame
        As :func:`ties.analysis.arms.notifications.notification_outcomes` gives it, with ``kind``; a replaced
        notification takes the kind of the one that replaced it.

    Raises
    ------
    ValueError
        If a category has no kind.
    """
    data = notification_outcomes(notifications, deals, as_of)
    successor = data.set_index("id")["category"]
    category = data["category"].fillna(data["replaced_by"].map(successor))
    kind = category.map(categories.set_index("category")["kind"])
    if missing := sorted(set(category[kind.isna()].dropna())):
        raise ValueError(f"categories without a kind: {', '.join(missing)}")
    return data.assign(kind=kind.fillna("other equipment"))


def draw_notifications(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the flow from kinds (left) to outcomes (right); heights are numbers of notifications."""
    gap = 0.055 * len(data)
    kinds = list(data["kind"].value_counts().index)
    ends = [outcome for outcome in OUTCOMES if (data["outcome"] == outcome).any()]
    left, right = _stack(data["kind"], kinds, gap), _stack(data["outcome"], ends, gap)
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
            worth = rf"\${rows['value_usd_m'].sum() / 1000:.1f} bn"
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


def words_notifications(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many of the notified sales were contracted, and which were not."""
    told = notification_findings(data)
    counts = data["outcome"].value_counts()
    support = data[data["kind"] == "support"]
    signed, signed_all = (int(rows["outcome"].isin(SIGNED).sum()) for rows in (support, data))
    return Words(
        title=(
            f"A notification is not a sale: of {len(data)} notified, {signed_all} are known to have been contracted"
        ),
        subtitle=(
            "Notifications of sales to India to the US Congress by kind and outcome, number and notified ceiling in "
            f"current dollars, as of {as_of}"
        ),
        caption=(
            "Heights are numbers of notifications; the dollars are ceilings as notified, current prices, summed "
            "where known. "
            "No contract found means that no public report of a signature was found: letters of offer for spares "
            "and support are often signed without one."
        ),
        alt=(
            "Flow picture from kinds of goods on the left to outcomes on the right. Outcomes: "
            + ", ".join(f"{outcome} {counts.get(outcome, 0)}" for outcome in OUTCOMES)
            + f". Of {len(support)} support cases the contracts of {signed} are known. "
            f"Among those notified at least {OLD:.0f} years before, {told['notified_old']['value']:.0f} per cent "
            "were contracted."
        ),
    )


def notification_findings(data: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say how many notifications were contracted, among all and among the old ones, and for how much of the ceiling.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_notifications` gives it.

    Returns
    -------
    dict
        ``notified_signed``, ``notified_old`` (per cent, of those that were not replaced) and ``notified_value``
        (contract over ceiling, median in per cent, of the cases in which a contract price is known by itself).
    """
    live = data[data["outcome"] != "replaced"]
    old = live[live["age"] >= OLD]
    findings: dict[str, dict[str, Any]] = {}
    for key, rows, who in (
        ("notified_signed", live, "sales notified to Congress and not replaced"),
        ("notified_old", old, f"of them notified at least {OLD:.0f} years before"),
    ):
        count = int(rows["outcome"].isin(SIGNED).sum())
        if rows.empty:
            findings[key] = {"value": None, "sentence": f"There are no {who}.", "confidence": "cannot tell"}
            continue
        share, low, high = share_with_interval(count, len(rows))
        findings[key] = {
            "value": share,
            "sentence": (
                f"Of {len(rows)} {who}, {count} are known to have been contracted ({share:.0f} per cent, 95 per cent "
                f"interval {low:.0f} to {high:.0f})."
            ),
            "unit": "per cent",
            "interval": (low, high),
            "interval_means": "95% Wilson interval; contracts that were not found make the share too low",
            "confidence": "medium",
        }
    both = live[live["contract_usd_m"].notna() & live["value_usd_m"].notna() & ~live["deal"].duplicated(keep=False)]
    ratio = 100 * both["contract_usd_m"] / both["value_usd_m"]
    ratio = ratio[(ratio - 100).abs() > 0.5]  # an equal value is the notified one again, not a contract price
    if len(ratio) < 5:
        findings["notified_value"] = {
            "value": None,
            "sentence": "Too few contract values are known.",
            "confidence": "cannot tell",
        }
    else:
        findings["notified_value"] = {
            "value": float(ratio.median()),
            "sentence": (
                f"Where both are known ({len(ratio)} cases), the contract was worth {ratio.median():.0f} per cent of "
                f"the notified ceiling in the middle case, and from {ratio.min():.0f} to {ratio.max():.0f} per cent "
                "in all."
            ),
            "unit": "per cent of the ceiling",
            "interval": (float(ratio.quantile(0.25)), float(ratio.quantile(0.75))),
            "interval_means": "middle half of the cases",
            "confidence": "low",
        }
    return findings
