"""Shares of suppliers in rolling windows, and how concentrated they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

PERIOD = ["edition", "period_start", "period_end"]


def rolling_shares(
    transfers: pd.DataFrame, recipient: str, window: int = 5, *, start_year: int = 1995, end_year: int = 2024
) -> pd.DataFrame:
    """Compute each supplier's share of a recipient's arms imports in rolling windows.

    SIPRI rewrites its history every March, so a window is given only if one edition covers all of its years.

    Parameters
    ----------
    transfers : DataFrame
        ``recipient``, ``supplier``, ``year``, ``tiv_m`` (million TIV, a measure of military value and not of money)
        and ``edition``; one row per pair, year and edition.
    recipient : str
        ISO 3166-1 alpha-3 code.
    window : int
        Calendar years in a window.
    start_year, end_year : int
        First and last calendar year used.

    Returns
    -------
    DataFrame
        ``edition``, ``period_start``, ``period_end``, ``supplier``, ``tiv_m``, ``total_tiv_m`` and ``share_pct`` (of
        all suppliers; they sum to 100 in each window), ordered by window and falling share. A supplier that
        delivered nothing in a window has no row there.

    Raises
    ------
    ValueError
        If the window is not positive, or no edition covers a whole window of the years asked for.

    Examples
    --------
    >>> deliveries = pd.DataFrame({"recipient": "IND", "supplier": ["RUS", "USA", "RUS"], "year": [2001, 2001, 2002],
    ...                            "tiv_m": [60.0, 30.0, 10.0], "edition": 2025})
    >>> rolling_shares(deliveries, "IND", 2, start_year=2001, end_year=2002)[["supplier", "share_pct"]]
      supplier  share_pct
    0      RUS       70.0
    1      USA       30.0
    """
    if window < 1:
        raise ValueError(f"a window of {window} years is not a window")
    parts = []
    for edition, rows in complete_splits(transfers).groupby("edition"):
        own = rows[rows["recipient"] == recipient]
        if own.empty:
            continue
        # an edition may reach farther back for other recipients: years before our first row are not known to be empty
        first, last = max(int(own["year"].min()), start_year), min(int(rows["year"].max()), end_year)
        for end in range(first + window - 1, last + 1):
            inside = own[own["year"].between(end - window + 1, end)]
            tiv = inside.groupby("supplier")["tiv_m"].sum()
            tiv = tiv[tiv > 0].sort_values(ascending=False, kind="stable")
            parts.append(
                pd.DataFrame(
                    {
                        "edition": int(str(edition)),
                        "period_start": end - window + 1,
                        "period_end": end,
                        "supplier": tiv.index,
                        "tiv_m": tiv.to_numpy(dtype=float),
                        "total_tiv_m": float(tiv.sum()),
                        "share_pct": 100 * tiv.to_numpy(dtype=float) / float(tiv.sum()) if len(tiv) else [],
                    }
                )
            )
    parts = [part for part in parts if not part.empty]
    if not parts:
        raise ValueError(f"no edition covers a window of {window} years for {recipient} in {start_year}-{end_year}")
    return pd.concat(parts, ignore_index=True)


def effective_suppliers(shares: pd.DataFrame) -> pd.DataFrame:
    """Compute the effective number of suppliers in each window.

    The effective number is how many equal suppliers would be as concentrated: the Hill numbers of order two (inverse
    Herfindahl-Hirschman index, which leans to the large) and of order one (exponential of Shannon's entropy).

    Parameters
    ----------
    shares : DataFrame
        As :func:`rolling_shares` gives it.

    Returns
    -------
    DataFrame
        One row per window: ``edition``, ``period_start``, ``period_end``, ``suppliers`` (count), ``inverse_hhi`` and
        ``exp_shannon`` (both between 1 and ``suppliers``).

    References
    ----------
    Hirschman, A. O. (1964), The paternity of an index. American Economic Review 54(5).
    Hill, M. O. (1973), Diversity and evenness: a unifying notation and its consequences. Ecology 54(2).
    Jost, L. (2006), Entropy and diversity. Oikos 113(2).

    Examples
    --------
    >>> equal = pd.DataFrame({"edition": 2025, "period_start": 2001, "period_end": 2005, "share_pct": [25.0] * 4})
    >>> effective_suppliers(equal)[["suppliers", "inverse_hhi", "exp_shannon"]].round(6)
       suppliers  inverse_hhi  exp_shannon
    0          4          4.0          4.0
    """
    part = shares["share_pct"] / 100
    terms = shares[PERIOD].assign(suppliers=1, square=part**2, entropy=-part * np.log(part))
    summed = terms.groupby(PERIOD, as_index=False).sum()
    return summed[[*PERIOD, "suppliers"]].assign(
        inverse_hhi=1 / summed["square"], exp_shannon=np.exp(summed["entropy"])
    )


def inverse_hhi(amounts: pd.Series) -> float:
    """Compute the inverse Herfindahl-Hirschman index: how many equal parts would be as concentrated.

    Examples
    --------
    >>> inverse_hhi(pd.Series([2, 2, 2, 2]))
    4.0
    """
    return float(1 / ((amounts / amounts.sum()) ** 2).sum())


def window_sensitivity(
    transfers: pd.DataFrame, recipient: str, supplier: str, windows: range, *, start_year: int, end_year: int
) -> pd.DataFrame:
    """Compute how a supplier's peak and last share, and the last effective number, depend on the window.

    Parameters
    ----------
    transfers : DataFrame
        As :func:`rolling_shares` takes it.
    recipient, supplier : str
        ISO 3166-1 alpha-3 codes.
    windows : range
        Window lengths in years.
    start_year, end_year : int
        First and last calendar year used.

    Returns
    -------
    DataFrame
        One row per window: ``window``, ``peak_pct``, ``peak_period_end``, ``last_pct``, ``inverse_hhi``,
        ``exp_shannon``; all within the latest edition that covers ``end_year``. Windows longer than it are left out.
    """
    rows = []
    for window in (length for length in windows if length <= end_year - start_year + 1):
        shares = rolling_shares(transfers, recipient, window, start_year=start_year, end_year=end_year)
        shares = latest_edition(shares)
        own = shares[shares["supplier"] == supplier].set_index("period_end")["share_pct"]
        own = own.reindex(sorted(shares["period_end"].unique()), fill_value=0.0)
        last = effective_suppliers(shares).sort_values("period_end").iloc[-1]
        rows.append(
            {
                "window": window,
                "peak_pct": own.max(),
                "peak_period_end": int(own.index[int(own.to_numpy().argmax())]),
                "last_pct": own.iloc[-1],
                "inverse_hhi": last["inverse_hhi"],
                "exp_shannon": last["exp_shannon"],
            }
        )
    return pd.DataFrame(rows)


def latest_edition(shares: pd.DataFrame) -> pd.DataFrame:
    """Keep the windows of the latest edition.

    Examples
    --------
    >>> latest_edition(pd.DataFrame({"edition": [2022, 2025], "share_pct": [70.0, 36.0]}))["share_pct"].tolist()
    [36.0]
    """
    rows: pd.DataFrame = shares[shares["edition"] == shares["edition"].max()].reset_index(drop=True)
    return rows


def newest_each_year(transfers: pd.DataFrame) -> pd.DataFrame:
    """Keep, for every year, the rows of the newest edition that has the year, and all suppliers of it.

    Parameters
    ----------
    transfers : DataFrame
        Rows of one recipient of table ``arms_transfers`` or ``arms_imports_total``: ``year``, ``edition``.

    Returns
    -------
    DataFrame
        The same columns; one edition per year, so that no year mixes two.

    Examples
    --------
    >>> rows = pd.DataFrame({"year": [1994, 2024, 2024], "edition": ["2022", "2025", "2026"]})
    >>> newest_each_year(rows)["edition"].tolist()
    ['2022', '2026']
    """
    splits = complete_splits(transfers)
    rows: pd.DataFrame = splits[splits["edition"] == splits.groupby("year")["edition"].transform("max")]
    return rows


def newest_split(transfers: pd.DataFrame, recipient: str) -> pd.DataFrame:
    """Give a recipient's deliveries in the newest edition that has them from all suppliers.

    Parameters
    ----------
    transfers : DataFrame
        Table ``arms_transfers``; the newest edition of another recipient, or of one supplier alone, does not count.
    recipient : str
        ISO 3166-1 alpha-3 code.

    Returns
    -------
    DataFrame
        Rows of one edition.

    Raises
    ------
    ValueError
        If no edition has the recipient's deliveries from all suppliers.

    Examples
    --------
    >>> rows = pd.DataFrame({"recipient": ["IND", "PAK"], "year": 2024, "edition": ["2025", "2027"]})
    >>> newest_split(rows, "IND")["edition"].tolist()
    ['2025']
    """
    splits = complete_splits(transfers[transfers["recipient"] == recipient])
    if splits.empty:
        raise ValueError(f"arms_transfers has no edition with all suppliers of {recipient}")
    rows: pd.DataFrame = splits[splits["edition"] == splits["edition"].max()]
    return rows


def complete_splits(transfers: pd.DataFrame) -> pd.DataFrame:
    """Leave out the recipients and years of an edition of which only some suppliers are known.

    A table of one supplier brings its deliveries alone; shares computed from them would all be 100 per cent.

    Parameters
    ----------
    transfers : DataFrame
        Table ``arms_transfers``: ``year``, ``edition`` and, if it is there, ``recipient`` and ``coverage``.

    Returns
    -------
    DataFrame
        Rows of recipients, years and editions of which at least one row is not of a table of one supplier.

    Examples
    --------
    >>> rows = pd.DataFrame({"recipient": "IND", "supplier": ["RUS", "RUS", "USA"], "year": [2024, 2025, 2025],
    ...                      "edition": "2026", "coverage": ["one supplier", "one supplier", None]})
    >>> complete_splits(rows)["year"].tolist()
    [2025, 2025]
    """
    if "coverage" not in transfers:
        return transfers
    keys = [name for name in ("recipient", "year", "edition") if name in transfers]
    complete = transfers["coverage"].isna().groupby([transfers[name] for name in keys]).transform("any")
    rows: pd.DataFrame = transfers[complete.astype(bool)]
    return rows
