"""Industry: the last share by length of the window, and the rank of the United States."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.concentration import latest_edition, rolling_shares, window_sensitivity
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table, cannot_tell


def share_by_window(
    transfers: pd.DataFrame,
    countries: pd.DataFrame,
    recipient: str,
    *,
    focus: str,
    window: int,
    years: tuple[int, int],
) -> Table:
    """Show a supplier's share and the effective number of suppliers for windows of other lengths.

    Parameters
    ----------
    transfers, countries : DataFrame
        Tables ``arms_transfers`` and ``countries``.
    recipient, focus : str
        Recipient and supplier, ISO 3166-1 alpha-3 codes.
    window : int
        Calendar years in a window; the table holds windows up to three years shorter and longer.
    years : tuple of int
        First and last calendar year.

    Returns
    -------
    Table
        With the findings ``focus_share`` (per cent) and ``us_rank``, which the figure ``supplier-shares`` shows.

    Examples
    --------
    >>> from ties import load
    >>> table = share_by_window(load("arms_transfers"), load("countries"), "IND", focus="RUS", window=5,
    ...     years=(1995, 2035))
    >>> table.data["window"].tolist()
    [2, 3, 4, 5, 6, 7, 8]
    """
    first, last = years
    lengths = range(max(1, window - 3), window + 4)
    data = window_sensitivity(transfers, recipient, focus, lengths, start_year=first, end_year=last)
    shares = rolling_shares(transfers, recipient, window, start_year=first, end_year=last)
    names = countries.set_index("code")["name"]
    near = data[data["window"].between(window - 2, window + 2)]
    return Table(
        "window-sensitivity",
        data,
        caption("industry", "window-sensitivity"),
        [focus_share(shares, focus, near, names), us_rank(shares, names)],
        headers={
            "window": "Window (years)", "peak_pct": "Peak share (%)", "peak_period_end": "Peak window ends in",
            "last_pct": "Last share (%)", "inverse_hhi": "Inverse HHI", "exp_shannon": "exp Shannon",
        },
        precision={"peak_pct": 1, "last_pct": 1, "inverse_hhi": 2, "exp_shannon": 2},
    )  # fmt: skip


def focus_share(shares: pd.DataFrame, focus: str, near: pd.DataFrame, names: pd.Series) -> Finding:
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
    Finding
        The last share in per cent.
    """
    latest = latest_edition(shares)
    ends = sorted(int(end) for end in latest["period_end"].unique())
    own = latest[latest["supplier"] == focus].set_index("period_end")["share_pct"].reindex(ends, fill_value=0.0)
    peak_end = int(own.index[int(own.to_numpy().argmax())])
    text = sentence(
        "industry", "focus_share", name=names.get(focus, focus), last=float(own.iloc[-1]), peak=float(own.max()),
        peak_end=peak_end, highest_now=peak_end == ends[-1],
        start=int(latest.loc[latest["period_end"] == ends[-1], "period_start"].iloc[0]), end=ends[-1],
        edition=int(latest["edition"].iloc[0]),
    )  # fmt: skip
    return Finding(
        "focus_share", float(own.iloc[-1]), text, unit="per cent", low=near["last_pct"].min(),
        high=near["last_pct"].max(),
        interval=f"range over windows of {near['window'].min()} to {near['window'].max()} years", precision=1,
        figure="supplier-shares",
    )  # fmt: skip


def us_rank(shares: pd.DataFrame, names: pd.Series) -> Finding:
    """Say where the United States rank in the last window; None where they delivered nothing.

    Parameters as of :func:`focus_share`.
    """
    latest = latest_edition(shares)
    last = latest[latest["period_end"] == latest["period_end"].max()].sort_values("share_pct", ascending=False)
    own = last[last["supplier"] == "USA"]
    if own.empty:
        period = f"{int(last['period_start'].iloc[0])}–{int(last['period_end'].iloc[0])}"
        return cannot_tell(["us_rank"], sentence("industry", "us_rank-none", period=period))[0]
    share = float(own["share_pct"].iloc[0])
    rank = int((last["share_pct"] > share).sum()) + 1
    ahead = [str(names.get(code, code)) for code in last["supplier"].head(rank - 1)]
    return Finding(
        "us_rank", rank, sentence("industry", "us_rank", rank=rank, share=share, ahead=ahead),
        interval="a rank within one edition; editions move shares by a few points", figure="supplier-shares",
    )  # fmt: skip
