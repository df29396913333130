"""Rules on arms imports: how wide the range of suppliers is, and who gained what another lost.

Inputs and result are those of every rule: see :mod:`ties.claims.rules.selection`.
"""

from __future__ import annotations

import math

import pandas as pd

from ties.analysis.arms.concentration import effective_suppliers, rolling_shares
from ties.claims.inputs import Tables


def ratio_of_suppliers(tables: Tables, *, recipient: str, window: float, first: float, last: float) -> float:
    """Compute the effective number of suppliers in a later window over that in an earlier one.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``arms_transfers`` (SIPRI trend-indicator values).
    recipient : str
        ISO 3166-1 alpha-3 code.
    window : float
        Calendar years in a window.
    first, last : float
        Last calendar years of the two windows.

    Returns
    -------
    float
        A ratio: above 1 the imports come from a wider range; NaN where a window is not covered.

    References
    ----------
    A. O. Hirschman, *National Power and the Structure of Foreign Trade*, 1945.

    Examples
    --------
    >>> rows = pd.DataFrame({"recipient": "IND", "supplier": ["RUS", "RUS", "FRA"], "year": [2001, 2002, 2002],
    ...                      "tiv_m": [10.0, 5.0, 5.0], "edition": 2025})
    >>> ratio_of_suppliers({"arms_transfers": rows}, recipient="IND", window=1, first=2001, last=2002)
    2.0
    """
    shares = _windows(tables["arms_transfers"], recipient, int(window), int(last))
    if shares is None:
        return math.nan
    number = effective_suppliers(shares).groupby("period_end")["inverse_hhi"].last()
    if int(first) not in number.index or int(last) not in number.index:
        return math.nan
    return float(number[int(last)] / number[int(first)])


def share_of_loss(
    tables: Tables, *, recipient: str, loser: str, supplier: str, window: float, first: float, last: float
) -> float:
    """Compute how much of the share of imports that one supplier lost between two windows another one gained.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``arms_transfers`` (SIPRI trend-indicator values).
    recipient, loser, supplier : str
        ISO 3166-1 alpha-3 codes.
    window : float
        Calendar years in a window.
    first, last : float
        Last calendar years of the two windows.

    Returns
    -------
    float
        Per cent of the loss; below nought where the supplier lost share as well; NaN where a window is not covered
        or the loser lost nothing.

    Examples
    --------
    >>> rows = pd.DataFrame({"recipient": "IND", "supplier": ["RUS", "RUS", "FRA"], "year": [2001, 2002, 2002],
    ...                      "tiv_m": [10.0, 5.0, 5.0], "edition": 2025})
    >>> ask = {"recipient": "IND", "loser": "RUS", "window": 1, "first": 2001, "last": 2002}
    >>> share_of_loss({"arms_transfers": rows}, supplier="FRA", **ask)
    100.0
    """
    shares = _windows(tables["arms_transfers"], recipient, int(window), int(last))
    if shares is None:
        return math.nan
    wide = shares.pivot_table(index="supplier", columns="period_end", values="share_pct", aggfunc="last").fillna(0)
    if int(first) not in wide or int(last) not in wide:
        return math.nan
    gain = wide[int(last)] - wide[int(first)]
    lost = -float(gain.get(loser, 0.0))
    return 100 * float(gain.get(supplier, 0.0)) / lost if lost > 0 else math.nan


def _windows(transfers: pd.DataFrame, recipient: str, window: int, last: int) -> pd.DataFrame | None:
    try:
        return rolling_shares(transfers, recipient, window, end_year=last)
    except ValueError:
        return None  # no edition covers a window: the table cannot tell
