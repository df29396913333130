"""Industry: the findings about shares, waits and promises as sentences with their intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ties.analysis.concentration import effective_suppliers, latest_edition
from ties.analysis.durations import logrank, median_waits
from ties.figures.industry_change import edition_story, own_part, own_percent
from ties.figures.industry_waits import CLOCKS, SIGNIFICANT, say_interval

Finding = dict[str, Any]


def focus_finding(shares: pd.DataFrame, focus: str, near: pd.DataFrame, names: pd.Series) -> Finding:
    """Say the focus supplier's last share beside its peak, with the range over windows of about the same length.

    Parameters
    ----------
    shares : DataFrame
        As :func:`ties.analysis.concentration.rolling_shares` gives it.
    focus : str
        Code of the supplier.
    near : DataFrame
        As :func:`ties.analysis.concentration.window_sensitivity` gives it, for those windows.
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
        "sure": "medium",
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
        return {"value": None, "sentence": f"{name} delivered nothing in {period}.", "sure": "cannot tell"}
    rank = int((last["share_pct"] > own["share_pct"].iloc[0]).sum()) + 1
    ahead = [str(names.get(code, code)) for code in last["supplier"].head(rank - 1)]
    behind = f", behind {_listed(ahead)}" if ahead else ""
    return {
        "value": rank,
        "sentence": f"{name} is supplier number {rank} with {own['share_pct'].iloc[0]:.0f} per cent{behind}.",
        "interval_means": "a rank within one edition; editions move shares by a few points",
        "sure": "medium",
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
        "sure": "high",
    }


def split_findings(data: pd.DataFrame) -> dict[str, Finding]:
    """Say the focus supplier's own part of its change of share, from the first window and from its largest.

    Parameters
    ----------
    data : DataFrame
        As :func:`ties.figures.industry_change.prepare_share_change` gives it.

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
            "sure": "medium",
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
        "sure": "high",
    }
    return findings


def edition_findings(data: pd.DataFrame, focus: str, name: str) -> dict[str, Finding]:
    """Say how our shares compare with those printed in the same, in other and in the newest edition.

    Returns
    -------
    dict
        ``same_edition``, ``other_edition`` and ``newest_edition``: fields of findings.
    """
    told = edition_story(data, focus)
    newest = data[(data["supplier"] == focus) & (data["edition"] == told["newest_edition"])]
    trail = _listed(
        [
            f"{row['published_pct']:.0f} in {int(row['period_start'])}–{int(row['period_end'])}"
            for _, row in newest.iterrows()
        ]
    )
    return {
        "same_edition": {
            "value": told["same_max"],
            "sentence": (
                f"In edition {told['edition']} our shares and the {told['same_n']} printed ones differ by at most "
                f"{told['same_max']:.2f} points, {'which is' if told['same_max'] <= 0.5 else 'more than'} rounding."
            ),
            "unit": "points",
            "precision": 2,
            "interval_means": "largest difference, not an estimate",
            "sure": "high",
        },
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
            "sure": "high",
        },
        "newest_edition": {
            "value": told["newest_pct"],
            "sentence": f"Edition {told['newest_edition']} prints {name}'s share as {trail}, in per cent.",
            "unit": "per cent",
            "interval_means": "as printed, whole numbers",
            "sure": "medium",
        },
    }


def median_finding(waits: pd.DataFrame, who: str) -> dict[str, Any]:
    """Give the median wait of some deals as the fields of a finding.

    Parameters
    ----------
    waits : DataFrame
        As :func:`prepare_waits` gives it, or a part of it.
    who : str
        Whose deals they are, as the sentence names them ("US deals").

    Returns
    -------
    dict
        ``value`` (years, or None where half of the deals have not got there), ``sentence``, ``unit``, ``precision``,
        ``sure`` and, where both ends are finite, ``interval``.
    """
    clock, _ = CLOCKS[waits.attrs["start"], waits.attrs["end"]]
    unknown = {"value": None, "sure": "cannot tell", "unit": "years", "precision": 1}
    if waits.empty:
        return unknown | {"sentence": f"No deal can be timed from {clock} for {who}."}
    row = (
        median_waits(waits.assign(group="all"), "group").iloc[0].rename({"low": "median_low", "high": "median_high"})
    )
    count = f"{row['reached']} of {row['n']} got there"
    if not np.isfinite(row["median"]):
        return unknown | {"sentence": f"Less than half of the {who} went from {clock} ({count})."}
    finding = {
        "value": float(row["median"]),
        "sentence": (
            f"Half of the {who} went from {clock} within {row['median']:.1f} years ({say_interval(row)}; {count})."
        ),
        "unit": "years",
        "precision": 1,
        "sure": "medium" if row["n"] >= 30 else "low",
        "interval_means": "95% interval of the Kaplan-Meier median"
        if np.isfinite(row["median_high"])
        else "open above",
    }
    ends = (float(row["median_low"]), float(row["median_high"]))
    return finding | ({"interval": ends} if np.isfinite(ends).all() else {})


def logrank_finding(waits: pd.DataFrame, by: str, who: str) -> Finding:
    """Say whether two groups of deals wait differently long.

    Returns
    -------
    dict
        Fields of a finding: the p-value of the log-rank test; None where there is one group only.
    """
    p = logrank(waits, by)
    if np.isnan(p):
        return {"value": None, "sentence": f"There are too few deals to compare {who}.", "sure": "cannot tell"}
    told = "tells" if p < SIGNIFICANT else "does not tell"
    return {
        "value": p,
        "sentence": f"A log-rank test {told} {who} apart (p = {p:.2g}).",
        "precision": 3,
        "interval_means": "a p-value",
        "sure": "low",
    }


def left_out_finding(waits: pd.DataFrame) -> Finding:
    """Say how many deals a clock leaves out, and why.

    Returns
    -------
    dict
        Fields of a finding: the number of deals left out.
    """
    left = dict(waits.attrs["left_out"])
    clock, _ = CLOCKS[waits.attrs["start"], waits.attrs["end"]]
    why = _listed([f"{n} {reason}" for reason, n in left.items()]) if left else "none is left out"
    return {
        "value": sum(left.values()),
        "sentence": f"The clock from {clock} uses {len(waits)} deals and leaves out {sum(left.values())}: {why}.",
        "unit": "deals",
        "interval_means": "a count",
        "sure": "high",
    }


def precision_finding(table: pd.DataFrame) -> Finding:
    """Say how far dates known only to the month or year can move a median.

    Parameters
    ----------
    table : DataFrame
        As :func:`ties.analysis.durations.date_sensitivity` gives it.

    Returns
    -------
    dict
        Fields of a finding: the widest range between reading all dates one way and the other, in years.
    """
    finite = table[np.isfinite(table["all_shortest"]) & np.isfinite(table["all_longest"])]
    if finite.empty:
        return {"value": None, "sentence": "No median is reached, so dates cannot move one.", "sure": "cannot tell"}
    width = finite["all_longest"] - finite["all_shortest"]
    row = finite.loc[width.sort_values(kind="stable").index[-1]]
    drawn = (table["draw_high"] - table["draw_low"]).replace([np.inf, -np.inf], np.nan).max()
    return {
        "value": float(width.max()),
        "sentence": (
            f"If every such date is read the one way or the other, a median moves by at most {width.max():.1f} years "
            f"({row['group']}, {row['all_shortest']:.1f} to {row['all_longest']:.1f}); random dates move none by "
            f"more than {drawn:.1f}."
        ),
        "unit": "years",
        "precision": 1,
        "interval": (float(width.min()), float(width.max())),
        "interval_means": "range over suppliers and clocks",
        "sure": "high",
    }


def promise_findings(data: pd.DataFrame) -> dict[str, Finding]:
    """Say how many promised dates were missed, in all and by US deals.

    Parameters
    ----------
    data : DataFrame
        As :func:`ties.analysis.promises.delays` gives it.

    Returns
    -------
    dict
        ``promises_missed`` and ``promises_us``: fields of findings, the median delay in years of those missed.
    """
    judged = data.dropna(subset=["years_late"])
    findings: dict[str, Finding] = {}
    for key, rows, who in (
        ("promises_missed", judged, "deals"),
        ("promises_us", judged[judged["supplier"] == "USA"], "US deals"),
    ):
        late = rows.loc[rows["outcome"].isin(["late", "overdue"]), "years_late"]
        if late.empty:
            sentence = f"No promised date of the {len(rows)} {who} that can be judged was missed."
            findings[key] = {"value": None, "sentence": sentence, "sure": "cannot tell"}
            continue
        findings[key] = {
            "value": float(late.median()),
            "sentence": (
                f"Of {len(rows)} {who} with a promised date that can be judged, {len(late)} missed it, "
                f"by {late.min():.1f} to {late.max():.1f} years."
            ),
            "unit": "years",
            "precision": 1,
            "interval": (float(late.min()), float(late.max())),
            "interval_means": "range of the cases; no sample",
            "sure": "low",
        }
    return findings


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else "none"


def _signed(number: float, digits: int = 0) -> str:
    return f"{number:+.{digits}f}".replace("-", "−")
