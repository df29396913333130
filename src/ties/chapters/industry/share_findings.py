"""Industry: the findings about shares as sentences with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ties.analysis.arms.concentration import effective_suppliers, latest_edition
from ties.chapters.industry.change import edition_story, own_part, own_percent

Finding = dict[str, Any]
ORDINALS = ["", "largest", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


def focus_finding(shares: pd.DataFrame, focus: str, near: pd.DataFrame, names: pd.Series) -> Finding:
    """Say the focus supplier's last share beside its peak, with the range over windows of about the same length.

    Parameters
    ----------
    shares : DataFrame
        As :func:`ties.analysis.arms.concentration.rolling_shares` gives it.
    focus : str
        Code of the supplier.
    near : DataFrame
        As :func:`ties.analysis.arms.concentration.window_sensitivity` gives it, for those windows.
    names : Series
        Names by code.

    Returns
    -------
    dict
        Fields of a finding: the last share in per cent.
    """
    latest = latest_edition(shares)
    ends = sorted(int(end) for end in latest["period_end"].unique())
    own = latest[latest["supplier"] == focus].set_index("period_end")["share_pct"].reindex(ends, fill_value=0.0)
    last, peak = float(own.iloc[-1]), float(own.max())
    peak_end = int(own.index[int(own.to_numpy().argmax())])
    moved = f"down from {peak:.0f} in the window ending {peak_end}" if peak_end != ends[-1] else "its highest so far"
    start = int(latest.loc[latest["period_end"] == ends[-1], "period_start"].iloc[0])
    span = f"{near['window'].min()} to {near['window'].max()} years"
    return {
        "value": last,
        "sentence": (
            f"{names.get(focus, focus)} made {last:.0f} per cent of the deliveries of {start}–{ends[-1]}, {moved} "
            f"(SIPRI edition {int(latest['edition'].iloc[0])})."
        ),
        "unit": "per cent",
        "precision": 1,
        "interval": (float(near["last_pct"].min()), float(near["last_pct"].max())),
        "interval_means": f"range over windows of {span}",
        "confidence": "medium",
    }


def us_finding(shares: pd.DataFrame, names: pd.Series, supplier: str = "USA") -> Finding:
    """Say where the United States (or another supplier) ranks in the last window.

    Returns
    -------
    dict
        Fields of a finding: the rank; None where it delivered nothing.
    """
    latest = latest_edition(shares)
    last = latest[latest["period_end"] == latest["period_end"].max()].sort_values("share_pct", ascending=False)
    own = last[last["supplier"] == supplier]
    period = f"{int(last['period_start'].iloc[0])}–{int(last['period_end'].iloc[0])}"
    name = "The United States" if supplier == "USA" else str(names.get(supplier, supplier))
    if own.empty:
        return {"value": None, "sentence": f"{name} delivered nothing in {period}.", "confidence": "cannot tell"}
    rank = int((last["share_pct"] > own["share_pct"].iloc[0]).sum()) + 1
    ahead = [str(names.get(code, code)) for code in last["supplier"].head(rank - 1)]
    behind = f", behind {listed(ahead)}" if ahead else ""
    place = ORDINALS[rank] if rank < len(ORDINALS) else f"number {rank} as"
    return {
        "value": rank,
        "sentence": f"{name} is the {place} supplier with {own['share_pct'].iloc[0]:.0f} per cent{behind}.",
        "interval_means": "a rank within one edition; editions move shares by a few points",
        "confidence": "medium",
    }


def concentration_finding(shares: pd.DataFrame, name: str) -> Finding:
    """Say the effective number of suppliers in the last window beside the lowest one.

    Returns
    -------
    dict
        Fields of a finding: the inverse HHI; its interval reaches to the exponential of Shannon's entropy.
    """
    table = effective_suppliers(latest_edition(shares)).sort_values("period_end")
    last, low = table.iloc[-1], table.sort_values("inverse_hhi", kind="stable").iloc[0]
    return {
        "value": float(last["inverse_hhi"]),
        "sentence": (
            f"{name} has {last['inverse_hhi']:.1f} effective suppliers, or {last['exp_shannon']:.1f} by entropy, "
            f"against {low['inverse_hhi']:.1f} at the lowest, in the window ending {int(low['period_end'])}."
        ),
        "precision": 1,
        "interval": (float(last["inverse_hhi"]), float(last["exp_shannon"])),
        "interval_means": "from the inverse Herfindahl index to the exponential of Shannon's entropy",
        "confidence": "high",
    }


def split_findings(data: pd.DataFrame) -> dict[str, Finding]:
    """Say the focus supplier's own part of its change of share, from the first window and from its largest.

    Parameters
    ----------
    data : DataFrame
        As :func:`ties.chapters.industry.change.prepare_share_change` gives it.

    Returns
    -------
    dict
        ``split_first`` and ``split_peak``: fields of findings, the own part in per cent of the change;
        ``split_reading``: whether the windows agree.
    """
    split, focus = own_part(data), str(data["focus"].iloc[0])
    chosen = {"split_first": split.iloc[0], "split_peak": split.sort_values("before_tiv_m", kind="stable").iloc[-1]}
    every = [own_percent(row) for _, row in split.iterrows()]
    findings = {}
    for key, row in chosen.items():
        own = 100 * (row["after_tiv_m"] / row["before_tiv_m"] - 1) if row["before_tiv_m"] else float("nan")
        rest = 100 * (row["others_after_tiv_m"] / row["others_before_tiv_m"] - 1)
        findings[key] = {
            "value": own_percent(row),
            "sentence": (
                f"Since {int(row['base_start'])}–{int(row['base_end'])} {focus}'s deliveries changed by "
                f"{_signed(own)} per cent "
                f"and those of all others by {_signed(rest)}; {focus}'s own deliveries account for "
                f"{_signed(row['own_points'], 1)} of the {_signed(row['change_points'], 1)} points of its change of "
                "share."
            ),
            "unit": "per cent of the change",
            "interval": (min(every), max(every)),
            "interval_means": "range over the earlier windows one can start from",
            "confidence": "medium",
        }
    less, more = min(every), max(every)
    turns = less < 50 < more
    findings["split_reading"] = {
        "value": "depends on the start" if turns else "the same from every start",
        "sentence": (
            f"So the answer {'depends on' if turns else 'does not depend on'} the window one starts from: {focus}'s "
            "own "
            f"part lies between {less:.0f} and {more:.0f} per cent of the change."
        ),
        "interval_means": "range over the earlier windows one can start from",
        "confidence": "high",
    }
    return findings


def edition_findings(data: pd.DataFrame, focus: str, name: str) -> dict[str, Finding]:
    """Say how our shares compare with those printed in the same, in other and in the newest edition.

    Returns
    -------
    dict
        ``same_edition``, ``other_edition`` and ``newest_edition``: fields of findings.
    """
    printed = data[data["supplier"] == focus]
    if not printed["difference"].notna().any():
        sentence = f"The fact sheets of SIPRI that were read print no share of {name} that can be compared."
        unknown = {"value": None, "sentence": sentence, "confidence": "cannot tell"}
        return {key: dict(unknown) for key in ("same_edition", "other_edition", "newest_edition")}
    told = edition_story(data, focus)
    newest = data[(data["supplier"] == focus) & (data["edition"] == told["newest_edition"])]
    trail = listed(
        [
            f"{row['published_pct']:.0f} in {int(row['period_start'])}–{int(row['period_end'])}"
            for _, row in newest.iterrows()
        ]
    )
    same: Finding = (
        {
            "value": told["same_max"],
            "sentence": (
                f"In edition {told['edition']} our shares and the {told['same_n']} printed ones differ by at most "
                f"{told['same_max']:.2f} points, {'which is' if told['same_max'] <= 0.5 else 'more than'} rounding."
            ),
            "unit": "points",
            "precision": 2,
            "interval_means": "largest difference, not an estimate",
            "confidence": "high",
        }
        if told["same_n"]
        else {
            "value": None,
            "sentence": f"No share printed in edition {told['edition']}, that of our data, has been read.",
            "confidence": "cannot tell",
        }
    )
    return {
        "same_edition": same,
        "other_edition": {
            "value": told["other_max"],
            "sentence": (
                f"Other editions put {name} up to {told['other_max']:.1f} points away from ours "
                f"({told['other_period']} as printed in {told['other_edition']})."
            ),
            "unit": "points",
            "precision": 1,
            "interval": (told["lowest"], told["highest"]),
            "interval_means": "range of printed less computed shares over other editions",
            "confidence": "high",
        },
        "newest_edition": {
            "value": told["newest_pct"],
            "sentence": f"Edition {told['newest_edition']} prints {name}'s share as {trail}, in per cent.",
            "unit": "per cent",
            "interval_means": "as printed, whole numbers",
            "confidence": "medium",
        },
    }


def listed(parts: Sequence[str]) -> str:
    """Join the parts of a list as a sentence does.

    Examples
    --------
    >>> listed(["Russia", "France", "Israel"])
    'Russia, France and Israel'
    """
    if len(parts) < 2:
        return parts[0] if parts else "none"
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def _signed(number: float, digits: int = 0) -> str:
    return f"{number:+.{digits}f}".replace("-", "−")
