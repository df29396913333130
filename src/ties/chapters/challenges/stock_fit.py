"""The model of the arsenal beside every published estimate of the stock, by service and year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.chapters.challenges.arsenal_model import ArsenalModel
from ties.chapters.challenges.stock_and_flow import EQUIPMENT
from ties.plotting.style import GRID, INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def stock_fit(model: ArsenalModel, studies: pd.DataFrame) -> Figure:
    """Show what the model says of the service and year of each published estimate.

    A fifth of the draws of the model are used, 200 at least, since every service is a simulation of its own.

    Parameters
    ----------
    model : ArsenalModel
        Tables and choices of the simulated stock, with ``services``.
    studies : DataFrame
        Table ``inventory_origin``; dated rows with a share of all arms of a service, or of all services, are used.

    Returns
    -------
    Figure
        ``stock-fit``, with the findings ``fit_inside`` and ``fit_gap``.

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.challenges.arsenal_model import TABLES
    >>> model = ArsenalModel(*map(load, TABLES), load("judgements/class_services"), draws=20)
    >>> figure = stock_fit(model, load("inventory_origin"))
    >>> figure.findings[0].unit == f"of {len(figure.data)} estimates"
    True
    """
    data = prepare_stock_fit(replace(model, draws=max(model.draws // 5, 200)), studies)
    return Figure("stock-fit", data, draw_stock_fit, words_stock_fit(data), findings_stock_fit(data))


def prepare_stock_fit(model: ArsenalModel, studies: pd.DataFrame) -> pd.DataFrame:
    """Set every published estimate beside the model (parameters of :func:`stock_fit`).

    Columns: ``id``, ``study``, ``service``, ``year``, ``published``, ``model``, ``low``, ``high`` (0 to 1, of
    all arms), ``inside`` (is the estimate in the band) and ``excess`` (published less model).
    """
    rows = studies[studies["share_pct"].notna() & studies["as_of"].notna() & studies["total"].isna()]
    rows = rows[rows["system_class"].isin([*EQUIPMENT, "fighter aircraft"])]
    rows = rows.assign(year=rows["as_of"].astype("str").str[:4].astype("int64"))
    first, last = int(rows["year"].min()), int(rows["year"].max())
    parts = []
    for service, part in rows.groupby("service", sort=True):
        arsenal = model.simulate(last, first_year=first, service=None if service == "all" else str(service))
        at = np.searchsorted(arsenal.years, part["year"])
        low, middle, high = np.quantile(arsenal.all_arms[:, at], [0.025, 0.5, 0.975], axis=0)
        parts.append(part[["id", "study", "service", "year"]].assign(
            published=part["share_pct"].astype("float64") / 100, model=middle, low=low, high=high))  # fmt: skip
    data = pd.concat(parts, ignore_index=True)
    data["inside"] = data["published"].between(data["low"], data["high"])
    data["excess"] = data["published"] - data["model"]
    return data.sort_values(["service", "year", "id"], ignore_index=True)


def draw_stock_fit(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the model's interval and the published estimate of each study, by service."""
    size = 6.8 if narrow else 8.5
    places = list(range(len(data)))
    ax.hlines(places, data["low"], data["high"], color=state("RUS"), alpha=0.35, lw=5)
    ax.plot(data["model"], places, "|", color=state("RUS"), ms=10, mew=2, label="model")
    ax.plot(data["published"], places, "D", color=INK, ms=4.5, label="published")
    names = [f"{s.replace('_', ' ')}, {y}" + ("" if narrow else f": {who.split(' (')[0].split(' as ')[0]}")
             for s, y, who in zip(data["service"], data["year"], data["study"], strict=True)]  # fmt: skip
    ax.set_yticks(places, names, fontsize=size)
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("Russian or Soviet share")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower right", fontsize=size, ncols=2, bbox_to_anchor=(1, 1))
    ax.axvline(0.5, color=MUTED, lw=0.9, ls=":")
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    return {
        "n": len(data), "inside": int(data["inside"].sum()), "above": int((data["published"] > data["high"]).sum()),
        "gap": float(data["excess"].median()), "worst": data.sort_values("excess", key=abs).iloc[-1].to_dict(),
    }  # fmt: skip


def words_stock_fit(data: pd.DataFrame) -> Words:
    """Say how many estimates the band of the model holds, and on which side the others lie."""
    return words("challenges", "stock-fit", **_facts(data))


def findings_stock_fit(data: pd.DataFrame) -> list[Finding]:
    """Give how many estimates lie in the band, and the median difference."""
    facts = _facts(data)
    gap = 100 * abs(facts["gap"])
    low, high = (float(100 * data["excess"].abs().quantile(q)) for q in (0.25, 0.75))
    text = {key: sentence("challenges", key, **facts) for key in ("fit_inside", "fit_gap")}
    return [
        Finding("fit_inside", facts["inside"], text["fit_inside"], unit=f"of {len(data)} estimates"),
        Finding(
            "fit_gap", gap, text["fit_gap"], unit="percentage points", low=min(low, gap), high=max(high, gap),
            interval="middle half of the differences",
        ),
    ]  # fmt: skip
