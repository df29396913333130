"""What moves the Russian share of the arsenal: each assumption of the model in its lowest and highest fifth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ties.analysis.arms.arsenal import Arsenal
from ties.analysis.sensitivity import given_data_sensitivity
from ties.chapters.challenges.arsenal_model import ArsenalModel
from ties.plotting.style import GRID, INK, OTHER
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

LABELS = {
    "soviet_share_before": "Soviet share before 1990",
    "life_correlation": "units of a class leave together",
    "class_correlation": "classes leave together",
    "indian_share_stock": "Indian designs in the stock",
    "indian_share_new": "Indian designs in additions",
    "russian_share_new": "Russian share of new imports",
    "replacement_rate": "rate of replacement",
    "lives_kept": "how long all arms are kept",
}


def stock_sensitivity(model: ArsenalModel, *, end_year: int, today: int = 2025) -> Figure:
    """Show how each assumption moves the Russian share of all arms half-way through the projection.

    Parameters
    ----------
    model : ArsenalModel
        Tables and choices of the simulated stock.
    end_year : int
        Last year of the projection.
    today : int
        Year in which the projection begins.

    Returns
    -------
    Figure
        ``stock-sensitivity``, with the finding ``stock_driver``.

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.challenges.arsenal_model import TABLES
    >>> stock_sensitivity(ArsenalModel(*map(load, TABLES), draws=50), end_year=2060).data.attrs["year"]
    2042
    """
    data = prepare_stock_sensitivity(model.simulate(end_year), (today + end_year) // 2)
    return Figure(
        "stock-sensitivity", data, draw_stock_sensitivity, words_stock_sensitivity(data),
        findings_stock_sensitivity(data), height=3.4,
    )  # fmt: skip


def prepare_stock_sensitivity(arsenal: Arsenal, year: int) -> pd.DataFrame:
    """Give how each assumption moves the Russian share of all arms in a year of the simulation.

    The columns are those of :func:`ties.analysis.sensitivity.given_data_sensitivity` on shares (0 to 1), and
    ``label``; ``attrs`` hold the year and the number of draws.
    """
    at = int(np.searchsorted(arsenal.years, year))
    data = given_data_sensitivity(arsenal.drawn, arsenal.all_arms[:, at], bins=min(20, len(arsenal.drawn) // 10))
    data["label"] = data["name"].map(LABELS)
    data.attrs.update(year=year, draws=len(arsenal.drawn))
    return data


def draw_stock_sensitivity(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw, for each assumption, the median year in its lowest and in its highest fifth."""
    size = 7 if narrow else 8.5
    places = list(range(len(data)))
    ax.hlines(places, data["lowest_fifth"], data["highest_fifth"], color=OTHER, alpha=0.5, lw=4)
    ax.plot(data["lowest_fifth"], places, "o", mfc="none", mec=INK, ms=6, label="assumption low")
    ax.plot(data["highest_fifth"], places, "o", color=INK, ms=6, label="assumption high")
    ax.set_yticks(places, list(data["label"]), fontsize=size)
    ax.invert_yaxis()
    ax.set_xlabel(f"median share in {data.attrs['year']}")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=3 if narrow else 6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower right", fontsize=size, ncols=1 if narrow else 2, bbox_to_anchor=(1, 1))
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    low, high = sorted(data.iloc[0][["lowest_fifth", "highest_fifth"]])
    about: dict[Any, Any] = data.attrs
    return about | {
        "n": len(data), "low": low, "high": high, "first": data["label"].iloc[0], "second": data["label"].iloc[1],
        "swings": 100 * data["swing"].abs(), "weak": int((data["swing"].abs() < 0.01).sum()),
        "explained": data["variance_share"].sum(),
    }  # fmt: skip


def words_stock_sensitivity(data: pd.DataFrame) -> Words:
    """Say which assumption moves the share most (data of :func:`prepare_stock_sensitivity`)."""
    return words("challenges", "stock-sensitivity", **_facts(data))


def findings_stock_sensitivity(data: pd.DataFrame) -> list[Finding]:
    """Give the assumption that moves the share most."""
    return [Finding("stock_driver", data["label"].iloc[0], sentence("challenges", "stock_driver", **_facts(data)))]
