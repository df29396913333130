"""Lives for equipment that no class of ``service_lives`` covers, as registers of other years and editions bring it.

Leaving such orders out would hand their volume to the classes that are known, silently. They stay in, with a life as
wide as all that the nearest classes allow, and are counted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

ANY = "any class"


class Borrowed(NamedTuple):
    """Lives with the borrowed ones added, and what borrowed them.

    Attributes
    ----------
    lives : DataFrame
        Table ``service_lives`` with a row for each borrowed life; its class is named ``like tank, ifv``.
    orders : DataFrame
        ``description``, ``platform_class`` (of the borrowed life), ``orders`` and ``tiv_m`` delivered, largest first.
    share : float
        Part of the volume delivered that has a borrowed life (0 to 1).
    """

    lives: pd.DataFrame
    orders: pd.DataFrame
    share: float


def with_borrowed(register: pd.DataFrame, lives: pd.DataFrame, kinds: pd.DataFrame) -> Borrowed:
    """Give each description of a register a class, a borrowed one where no class covers it.

    The judgement says which classes a description is like; failing that, which its last word is ("light attack
    aircraft": aircraft); failing that, it is like any class. The life runs from the shortest to the longest of those
    classes, with the median of their modes as the most likely.

    Parameters
    ----------
    register : DataFrame
        Table ``arms_register`` of one recipient: ``description``, ``tiv_delivered_m``.
    lives : DataFrame
        Table ``service_lives``: ``platform_class``, ``years_low``, ``years_mode``, ``years_high`` and
        ``sipri_descriptions`` (``;``-separated).
    kinds : DataFrame
        Judgement ``equipment_kinds``: ``words`` (a description, or a last word) and ``platform_classes``
        (``;``-separated).

    Returns
    -------
    Borrowed

    Raises
    ------
    ValueError
        If the judgement names a class that has no life.

    Examples
    --------
    >>> register = pd.DataFrame({"description": ["tank", "light tank"], "tiv_delivered_m": [3.0, 1.0]})
    >>> lives = pd.DataFrame({"platform_class": ["tank"], "years_low": [30], "years_mode": [40], "years_high": [50],
    ...                       "sipri_descriptions": ["tank"]})
    >>> found = with_borrowed(register, lives, pd.DataFrame({"words": ["tank"], "platform_classes": ["tank"]}))
    >>> found.share, found.lives["platform_class"].tolist()
    (0.25, ['tank', 'like tank'])
    """
    nearest = {
        _plain(words): tuple(str(classes).split(";"))
        for words, classes in zip(kinds["words"], kinds["platform_classes"], strict=True)
    }
    if unknown := sorted({name for names in nearest.values() for name in names} - set(lives["platform_class"])):
        raise ValueError(f"judgement equipment_kinds names classes without a life: {', '.join(unknown)}")
    covered = {name.strip() for cell in lives["sipri_descriptions"].dropna() for name in str(cell).split(";")}
    missing = register[~register["description"].isin(covered)]
    columns = ["description", "platform_class", "orders", "tiv_m"]
    if missing.empty:
        return Borrowed(lives, pd.DataFrame(columns=columns), 0.0)
    volume = missing["tiv_delivered_m"].astype("float64")
    orders = volume.groupby(missing["description"]).agg(["size", "sum"]).reset_index()
    orders.columns = pd.Index(["description", "orders", "tiv_m"])
    found = [
        nearest.get(_plain(text)) or nearest.get(_plain(text).rpartition(" ")[2]) for text in orders["description"]
    ]
    orders["platform_class"] = [f"like {', '.join(names) if names else ANY}" for names in found]
    added = []
    for name, rows in orders.groupby("platform_class", sort=True):
        like = found[int(rows.index[0])] or tuple(lives["platform_class"])
        lenders = lives[lives["platform_class"].isin(like)]
        added.append((name, lenders["years_low"].min(), lenders["years_mode"].median(), lenders["years_high"].max(),
                      ";".join(rows["description"])))  # fmt: skip
    names = ["platform_class", "years_low", "years_mode", "years_high", "sipri_descriptions"]
    years = dict.fromkeys(names[1:4], "float64")
    extended = pd.concat([lives.astype(years), pd.DataFrame(added, columns=names).astype(years)], ignore_index=True)
    total = float(register["tiv_delivered_m"].astype("float64").sum())
    orders = orders[columns].sort_values(["tiv_m", "description"], ascending=[False, True], ignore_index=True)
    return Borrowed(extended, orders, float(volume.sum()) / total if total else 0.0)


def _plain(text: object) -> str:
    """Reduce a description to its words in lower case."""
    return " ".join(re.findall(r"[^\W_]+", str(text).casefold()))
