"""The stock against counts: units left in service, and the years that published counts of the stock would give."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.arsenal import Arsenal
from ties.analysis.arms.inventory import units_in_service
from ties.analysis.arms.service_life import class_lives
from ties.analysis.arms.stock_crossings import reweighted
from ties.chapters.challenges.arsenal_model import ArsenalModel, span
from ties.chapters.challenges.stock_and_flow import published_shares
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table


def stock_items(
    register: pd.DataFrame,
    lives: pd.DataFrame,
    counts: pd.DataFrame,
    items: pd.DataFrame,
    assumptions: pd.DataFrame,
    *,
    life_scale: float,
    draws: int,
    seed: int,
) -> Table:
    """Show the units that the service lives leave in service beside the units counted.

    Parameters
    ----------
    register, lives, counts : DataFrame
        Tables ``arms_register``, ``service_lives`` and ``inventory_origin``.
    items, assumptions : DataFrame
        Judgements ``inventory_items`` (which orders make up each type) and ``arsenal_assumptions``.
    life_scale : float
        Factor on every service life.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    Table
        ``stock-items``, with the finding ``items_gap``; the download is that of
        :func:`ties.analysis.arms.inventory.units_in_service`.

    Examples
    --------
    >>> from ties import load
    >>> tables = [load(name) for name in ("arms_register", "service_lives", "inventory_origin")]
    >>> judged = [load(f"judgements/{name}") for name in ("inventory_items", "arsenal_assumptions")]
    >>> table = stock_items(*tables, *judged, life_scale=1.0, draws=50, seed=1)
    >>> (table.data["low"] <= table.data["high"]).all().item()
    True
    """
    tied = assumptions[assumptions["name"] == "life_correlation"]
    low, mode, high = (float(tied[end].iloc[0]) for end in ("low", "mode", "high"))
    units = units_in_service(
        register, class_lives(lives, life_scale), items, counts, correlation=(low, mode, high), draws=draws, seed=seed
    )
    shown = units[["item", "year", "expected", "low", "high", "counted"]]
    return Table(
        "stock-items", shown, caption("challenges", "stock-items"), findings_stock_items(units),
        headers={"low": "at least", "high": "at most"}, download=units,
    )  # fmt: skip


def findings_stock_items(units: pd.DataFrame) -> list[Finding]:
    """Give how far the counts lie from what the lives leave, by ``units_in_service``."""
    difference = (100 * (units["counted"] / units["expected"] - 1)).abs()
    middle, worst = difference.median(), units.iloc[int(difference.argmax())].to_dict()
    facts = {"n": len(units), "middle": middle, "worst": worst, "lacking": units.attrs["left_out"]}
    return [Finding("items_gap", middle, sentence("challenges", "items_gap", **facts), unit="per cent")]


def stock_counted(model: ArsenalModel, studies: pd.DataFrame, *, end_year: int) -> Table:
    """Show the years under one half and one quarter if a published count of the stock is right.

    Parameters
    ----------
    model : ArsenalModel
        Tables and choices of the simulated stock.
    studies : DataFrame
        Table ``inventory_origin``; rows of all services with a share and a date are used.
    end_year : int
        Last year of the projection.

    Returns
    -------
    Table
        ``stock-counted``, with the finding ``counted_half``.

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.challenges.arsenal_model import TABLES
    >>> table = stock_counted(ArsenalModel(*map(load, TABLES), draws=20), load("inventory_origin"), end_year=2060)
    >>> (table.data["weight"] > 0).all().item()
    True
    """
    data = prepare_stock_counted(model.simulate(end_year), published_shares(studies))
    return Table(
        "stock-counted",
        data,
        caption("challenges", "stock-counted"),
        findings_stock_counted(data),
        headers={
            "id": "estimate",
            "year": "of",
            "published": "per cent",
            "weight": "weight on Russian items",
            "under_half": "under 50 per cent",
            "under_quarter": "under 25 per cent",
        },
        precision={"weight": 1},
    )


def prepare_stock_counted(arsenal: Arsenal, published: pd.DataFrame) -> pd.DataFrame:
    """Give the years under each threshold for each published share (``id``, ``year``, ``share``).

    Columns: ``id``, ``year``, ``published`` (per cent), ``weight`` (median factor on the odds of Russian items, see
    :func:`ties.analysis.arms.stock_crossings.reweighted`), ``under_half``, ``under_quarter`` (median year and
    interval, as text).
    """
    rows = []
    for study in published.sort_values(["year", "id"]).to_dict("records"):
        if study["year"] not in arsenal.years or not 0 < study["share"] < 1:
            continue
        shares, factor = reweighted(arsenal, study["year"], study["share"])
        under = (span(shares, arsenal.years, threshold) for threshold in (0.5, 0.25))
        rows.append((study["id"], study["year"], 100 * study["share"], factor, *under))
    return pd.DataFrame(rows, columns=["id", "year", "published", "weight", "under_half", "under_quarter"])


def findings_stock_counted(data: pd.DataFrame) -> list[Finding]:
    """Give the years under one half by the lowest and the highest count."""
    low, high = (data.sort_values("published").iloc[end].to_dict() for end in (0, -1))
    text = sentence("challenges", "counted_half", low=low, high=high)
    return [Finding("counted_half", high["under_half"], text, confidence="low")]
