"""Where India's goods go and come from, and whether the duties moved that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.balance.tariffs import duty_spells, trade_shares
from ties.plotting.style import MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell


def goods_trade(trade: pd.DataFrame, countries: pd.DataFrame, *, partners: Sequence[str], start_year: int) -> Figure:
    """Show partners' shares of India's goods exports and imports by fiscal year.

    Parameters
    ----------
    trade, countries : DataFrame
        Tables ``trade`` and ``countries``.
    partners : sequence of str
        Country codes.
    start_year : int
        First year.

    Returns
    -------
    Figure
        ``trade-shares``, with a finding for each partner (``trade_usa``).

    Examples
    --------
    >>> from ties import load
    >>> figure = goods_trade(load("trade"), load("countries"), partners=["USA", "RUS"], start_year=1995)
    >>> [finding.key for finding in figure.findings]
    ['trade_usa', 'trade_rus']
    """
    names = dict(zip(countries["code"], countries["name"], strict=True))
    data = prepare_goods_trade(trade, partners=partners, start_year=start_year, names=names)
    return Figure("trade-shares", data, draw_goods_trade, words_goods_trade(data), findings_goods_trade(data))


def prepare_goods_trade(
    trade: pd.DataFrame, *, partners: Sequence[str], start_year: int, names: Mapping[str, str]
) -> pd.DataFrame:
    """Give the shares by partner and fiscal year, with the columns of ``trade_shares`` of the analysis."""
    data = trade_shares(trade[trade["year"] >= start_year], partners, reporter="IND")
    data.attrs["names"] = {code: names[code] for code in partners}
    return data


def draw_goods_trade(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each partner's share of exports (full) and imports (dashed)."""
    size = 7 if narrow else 9
    ends = []
    for code, name in data.attrs["names"].items():
        part = data[data["partner"] == code].sort_values("year")
        for column, line in (("exports", "-"), ("imports", (0, (3, 2)))):
            ax.plot(part["year"], part[column], color=state(code), ls=line, lw=1.7)
            ends.append((float(part[column].iloc[-1]), f"{name}, {column}", state(code)))
    right, lowest = data["year"].max(), -1.0
    for end, label, colour in sorted(ends):
        height = lowest = max(end, lowest + 0.013)  # labels keep apart
        ax.annotate(label, (right, height), xytext=(5, 0), textcoords="offset points", va="center", fontsize=size,
                    color=colour)  # fmt: skip
    width = right - data["year"].min()
    ax.set_xlim(data["year"].min(), right + width * (0.62 if narrow else 0.27))
    ax.set_xticks([y for y in range(1990, 2050, 10 if narrow else 5) if data["year"].min() <= y <= right])
    ax.set_ylim(0, None)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_ylabel("share of India's goods trade")
    ax.axhline(0, color=MUTED, lw=0.8)
    return ax


def words_goods_trade(data: pd.DataFrame) -> Words:
    """Say who buys most, who sells most, and how that moved."""
    first, last = int(data["year"].min()), int(data["year"].max())
    then, now = (data[data["year"] == year].set_index("partner") for year in (first, last))
    ends: dict[str, Any] = {}
    for role, column in (("buyer", "exports"), ("seller", "imports")):
        code = str(now[column].idxmax())
        ends[role] = {"name": data.attrs["names"][code], "now": now.loc[code, column], "then": then.loc[code, column]}
    return words("challenges", "trade-shares", first=first, last=last, **ends)


def findings_goods_trade(data: pd.DataFrame) -> list[Finding]:
    """Give each partner's part in the last year; one that has no row then cannot be told."""
    year = int(data["year"].max())
    last = data[data["year"] == year].set_index("partner")
    found = []
    for code, name in data.attrs["names"].items():
        key = f"trade_{code.lower()}"
        if code not in last.index:
            found += cannot_tell([key], sentence("challenges", "trade_*-none", partner=name, year=year))
            continue
        row = last.loc[code].to_dict()
        text = sentence("challenges", "trade_*", partner=name, year=year, row=row)
        found.append(Finding(key, 100 * row["total"], text, unit="per cent", precision=1))
    return found


def findings_us_surplus(
    trade: pd.DataFrame, steps: pd.DataFrame, *, partners: Sequence[str], as_of: str
) -> list[Finding]:
    """Give India's surplus with the United States in the year of the duties, and what cannot be told of their effect.

    Parameters
    ----------
    trade : DataFrame
        Table ``trade``.
    steps : DataFrame
        Judgement ``tariff_steps``.
    partners : sequence of str
        Country codes of the partners whose Indian figures are shown.
    as_of : str
        Last day that counts.

    Returns
    -------
    list of Finding
        ``us_balance`` and ``duty_effect``.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("trade"), load("judgements/tariff_steps")
    >>> findings_us_surplus(*tables, partners=["USA"], as_of="2026-06-30")[0].text()
    '58.2 billion dollars'
    """
    # an overlay may bring US trade with other countries too
    ours = trade["country"].eq("IND") & trade["partner"].eq("USA") & trade["reporter"].eq("USA")
    yearly = trade[ours & trade["period_type"].eq("cy")].set_index("year")["balance_usd_m"]
    balance, duties = yearly.astype("float64").dropna().sort_index(), duty_spells(steps, as_of)
    # the year of the first duty against the one before; newer tables go on after it
    came = 0 if duties.empty else int(duties["start"].min().year)
    year = came if came in balance.index and came - 1 in balance.index else int(balance.index[-1])
    before_year = max(y for y in balance.index if y < year)
    now, before = float(balance.loc[year]) / 1000, float(balance.loc[before_year]) / 1000
    facts = {"now": now, "before": before, "year": year, "before_year": before_year, "came": year == came}
    end = int(trade_shares(trade, partners, reporter="IND")["year"].max())
    effect = sentence("challenges", "duty_effect", end=end, duties=len(duties))
    text = sentence("challenges", "us_balance", **facts)
    return [
        Finding("us_balance", now, text, unit="billion dollars", precision=1),
        *cannot_tell(["duty_effect"], effect),
    ]
