"""Stock of arms by origin: cohorts come in, service lives take them out, replacements follow a mix of origins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.analysis.arms.service_life import conditional_survival, triangular_cdf

Array = NDArray[np.float64]
ASSUMED = (
    "soviet_share_before", "life_correlation", "class_correlation",
    "indian_share_stock", "indian_share_new", "russian_share_new", "replacement_rate",
)  # fmt: skip


@dataclass(frozen=True)
class Arsenal:
    """Simulated share of one origin in a stock of arms.

    Attributes
    ----------
    years : array, shape (t,)
        Calendar years, at their ends.
    all_arms, imported : array, shape (d, t)
        Share (0 to 1) of the origin in all arms, and in those that are not of domestic design, one row per draw.
    retired, added : array, shape (d, t)
        Million TIV that leave and come in, each year after the last year of deliveries; 0 before it.
    drawn : DataFrame, shape (d, k)
        What was drawn: the assumptions, and ``lives_kept``, the factor common to the lives of all classes.
    """

    years: NDArray[np.int64]
    all_arms: Array
    imported: Array
    retired: Array
    added: Array
    drawn: pd.DataFrame


def draw_assumptions(assumptions: pd.DataFrame, draws: int, rng: np.random.Generator) -> dict[str, Array]:
    """Draw each assumption from its triangular distribution, independently.

    Parameters
    ----------
    assumptions : DataFrame
        ``name``, ``low``, ``mode``, ``high``; equal ends fix the value.
    draws : int
        Number of draws.
    rng : Generator
        Source of chance.

    Returns
    -------
    dict of str to array, shape (draws,)

    Raises
    ------
    ValueError
        If an assumption is missing or not in ascending order.
    """
    table = assumptions.set_index("name")[["low", "mode", "high"]].astype("float64")
    missing = sorted(set(ASSUMED) - set(table.index))
    disordered = table.index[~((table["low"] <= table["mode"]) & (table["mode"] <= table["high"]))]
    if missing or len(disordered):
        raise ValueError(f"assumptions missing: {missing}; not in ascending order: {list(disordered)}")
    out = {}
    for name, row in table.loc[list(ASSUMED)].iterrows():
        fixed = row["low"] == row["high"]
        out[str(name)] = (
            np.full(draws, row["mode"]) if fixed else rng.triangular(row["low"], row["mode"], row["high"], size=draws)
        )
    return out


def simulate_arsenal(
    cohorts: pd.DataFrame,
    early: pd.DataFrame,
    lives: pd.DataFrame,
    assumptions: pd.DataFrame,
    *,
    origin: str,
    first_year: int,
    last_year: int,
    replacement_scale: float = 1.0,
    recent: int = 10,
    draws: int = 10_000,
    seed: int = 0,
) -> Arsenal:
    """Simulate the share of one origin in a country's stock of arms.

    In each draw the assumptions are drawn, then how long each class is kept (see
    :func:`ties.analysis.arms.service_life.conditional_survival`). After the last year of deliveries, each year adds
    what left in that year times the rate of replacement.

    Parameters
    ----------
    cohorts, early : DataFrame
        From :func:`ties.analysis.arms.cohorts.delivery_cohorts` and :func:`ties.analysis.arms.cohorts.early_cohorts`.
    lives : DataFrame
        Indexed by ``platform_class``: ``low``, ``mode``, ``high`` in years.
    assumptions : DataFrame
        For :func:`draw_assumptions`.
    origin : str
        The origin whose share is wanted.
    first_year, last_year : int
        Years of the result; those after the last delivery are projected.
    replacement_scale : float
        The drawn rate of replacement (TIV added per TIV that leaves) is multiplied by it.
    recent : int
        Last years of `cohorts` whose mix of classes the additions have.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    Arsenal

    Raises
    ------
    ValueError
        If a class has no life, there are no draws, or the scale is negative.

    References
    ----------
    OECD (2009). Measuring Capital: OECD Manual, second edition, chapter 13 (the perpetual inventory method with a
    distribution of retirements).
    """
    if replacement_scale < 0 or draws < 1:
        raise ValueError(f"{draws} draws with a scale of replacement of {replacement_scale}")
    classes = sorted(set(cohorts["platform_class"]) | set(early["platform_class"]))
    if missing := sorted(set(classes) - set(lives.index)):
        raise ValueError(f"no service life for: {', '.join(missing)}")
    rng = np.random.default_rng(seed)
    drawn = draw_assumptions(assumptions, draws, rng)
    drawn["replacement_rate"] = drawn["replacement_rate"] * replacement_scale
    drawn["lives_kept"] = rng.standard_normal(draws)
    survival = _survival(classes, lives, drawn, rng)
    years = np.arange(first_year - 1, last_year + 1)  # a year more, so that the first has one to fall from
    ours, theirs = ("ours", cohorts["origin"] == origin), ("theirs", cohorts["origin"] != origin)
    delivered = {name: _in_service(cohorts[rows], survival, years) for name, rows in (ours, theirs)}
    before = {
        name: _in_service(early[rows], survival, years)
        for name, rows in (("ours", early["origin"] == origin), ("theirs", early["origin"] != origin))
    }
    part = drawn["soviet_share_before"][:, None]
    stock = {
        "ours": delivered["ours"] + part * before["ours"],
        "theirs": delivered["theirs"] + (1 - part) * before["theirs"],
    }
    last_known = int(cohorts["year"].max())
    late = cohorts[cohorts["year"] > last_known - recent].groupby("platform_class")["tiv_m"].sum()
    mixed = np.zeros((draws, last_year - last_known + 1))
    for name, weight in (late / late.sum()).items():
        part_left = survival[str(name)][:, : mixed.shape[1]]
        mixed[:, : part_left.shape[1]] += weight * part_left
    return _project(stock, years, last_known, mixed, drawn)


def _survival(
    classes: list[str],
    lives: pd.DataFrame,
    drawn: Mapping[str, Array],
    rng: np.random.Generator,
) -> dict[str, Array]:
    """Give each class's part in service by draw and age; one factor is common to all classes, one is its own."""
    weight = drawn["class_correlation"]
    out = {}
    for name in classes:
        low, mode, high = (float(lives[end].loc[name]) for end in ("low", "mode", "high"))
        own = rng.standard_normal(len(weight))
        factor = np.sqrt(weight) * drawn["lives_kept"] + np.sqrt(1 - weight) * own
        ended = triangular_cdf(np.arange(int(high) + 2, dtype=np.float64), low, mode, high)
        out[name] = conditional_survival(ended, factor, drawn["life_correlation"])
    return out


def _in_service(cohorts: pd.DataFrame, survival: Mapping[str, Array], years: NDArray[np.int64]) -> Array:
    """Sum, by draw and year, what is in service of all cohorts."""
    total = np.zeros((len(next(iter(survival.values()))), len(years)))
    for name, rows in cohorts.groupby("platform_class"):
        left = survival[str(name)]
        volume = np.zeros((left.shape[1], len(years)))  # by age and year of the result
        for delivered, tiv in zip(rows["year"], rows["tiv_m"], strict=True):
            age = years - delivered
            inside = (age >= 0) & (age < left.shape[1])
            np.add.at(volume, (age[inside], np.flatnonzero(inside)), tiv)
        total += left @ volume
    return total


def _project(
    stock: Mapping[str, Array],
    years: NDArray[np.int64],
    last_known: int,
    mixed: Array,
    drawn: Mapping[str, Array],
) -> Arsenal:
    ours, theirs = stock["ours"], stock["theirs"]
    foreign = ours + theirs
    rate = drawn["replacement_rate"]
    domestic = drawn["indian_share_stock"][:, None] / (1 - drawn["indian_share_stock"][:, None])
    old = foreign * (1 + domestic)  # the domestic part of the present stock ages as the rest does
    # while arms are delivered the stock may grow: that is no retirement
    leaving = np.clip(-np.diff(old, axis=1, prepend=old[:, :1]), 0, None)
    added = np.zeros_like(old)
    retired = np.zeros_like(old)
    later = np.zeros_like(old)  # in service of what was added
    # year by year, since what was added retires too and is replaced in its turn
    for t in np.flatnonzero(years > last_known):
        ages = t - np.flatnonzero((years > last_known) & (years < years[t]))
        past = added[:, t - ages]
        aged = past * mixed[:, ages]
        retired[:, t] = leaving[:, t] + (past * mixed[:, ages - 1] - aged).sum(axis=1)
        added[:, t] = rate * retired[:, t]
        later[:, t] = aged.sum(axis=1) + added[:, t]
    new_foreign = later * (1 - drawn["indian_share_new"])[:, None]
    new_ours = new_foreign * drawn["russian_share_new"][:, None]
    return Arsenal(
        years=years[1:],  # the year before served only to see what left in the first
        all_arms=((ours + new_ours) / (old + later))[:, 1:],
        imported=((ours + new_ours) / (foreign + new_foreign))[:, 1:],
        retired=retired[:, 1:],
        added=added[:, 1:],
        drawn=pd.DataFrame(drawn),
    )


def share_bands(arsenal: Arsenal, level: float = 0.95) -> pd.DataFrame:
    """Give median and interval of both shares by year.

    Parameters
    ----------
    arsenal : Arsenal
        Simulated stock.
    level : float
        Probability inside the interval.

    Returns
    -------
    DataFrame
        ``measure`` ("all_arms", "imported"), ``year``, ``median``, ``low``, ``high`` (0 to 1).
    """
    ends = [(1 - level) / 2, 0.5, (1 + level) / 2]
    parts = []
    for measure in ("all_arms", "imported"):
        low, median, high = np.quantile(getattr(arsenal, measure), ends, axis=0)
        years = arsenal.years
        parts.append(pd.DataFrame({"measure": measure, "year": years, "median": median, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)
