"""Challenges: what the model of the arsenal takes from elsewhere: borrowed lives, joined editions, assumed years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ties.analysis.arms.borrowed_lives import Borrowed, with_borrowed
from ties.analysis.arms.concentration import newest_each_year
from ties.chapters.challenges.lives import EARLY


def prepare_borrowed(tables: Mapping[str, pd.DataFrame], *, recipient: str) -> Borrowed:
    """Give what the model of the arsenal borrows: the orders whose class of equipment has no service life of its own.

    Parameters
    ----------
    tables, recipient
        As in :func:`ties.chapters.challenges.lives.prepare_arsenal`.

    Returns
    -------
    Borrowed
    """
    register = tables["arms_register"][tables["arms_register"]["recipient"] == recipient]
    return with_borrowed(register, tables["service_lives"], tables["equipment_kinds"])


def findings_borrowed(
    borrowed: Borrowed, tables: Mapping[str, pd.DataFrame], *, recipient: str
) -> list[dict[str, Any]]:
    """Compose the findings on what the model rests on: borrowed lives, and the years without a split by supplier.

    Parameters
    ----------
    borrowed : Borrowed
        From :func:`prepare_borrowed`.
    tables, recipient
        As in :func:`ties.chapters.challenges.lives.prepare_arsenal`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    transfers = tables["arms_transfers"]
    transfers = newest_each_year(transfers[transfers["recipient"] == recipient])
    first, editions = int(transfers["year"].min()), sorted(set(transfers["edition"]))
    before = (
        f"No split of suppliers stands in the tables for the years before {first}, so the Soviet part of them is "
        "drawn from a range."
        if first > EARLY[0]
        else f"Suppliers are known for every year from {first}, so no share of earlier ones is assumed."
    )
    joined = (
        f"Deliveries by supplier are of one edition of SIPRI, that of {editions[0]}."
        if len(editions) == 1
        else f"Deliveries by supplier are of the editions {', '.join(editions)}, each year of the newest that has it."
    )
    n = int(borrowed.orders["orders"].sum())
    lives = (
        f"Equipment without a service life of its own makes {borrowed.share:.1%} of the volume delivered "
        f"(descriptions: {len(borrowed.orders)}, orders: {n}); it borrows the widest life of the nearest classes."
        if n
        else "Every class of equipment in the register has a service life of its own."
    )
    return [
        {"key": "lives_borrowed", "value": 100 * borrowed.share, "unit": "per cent", "precision": 1, "confidence": "high",
         "sentence": lives},
        {"key": "split_from", "value": str(first), "confidence": "high", "sentence": before},
        {"key": "split_editions", "value": len(editions), "confidence": "high", "sentence": joined},
    ]  # fmt: skip
