"""Deterrence: one series of exercises edition by edition."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.exercise_complexity import size_trend
from ties.analysis.networks.exercise_rows import described
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words
from ties.tables.dates import bounds

EAST = 100.0  # degrees east: the Strait of Malacca, here the border of the Indian Ocean and the western Pacific
QUAD = {"IND", "USA", "JPN", "AUS"}


def series_editions(exercises: pd.DataFrame, countries: pd.DataFrame, *, series: str) -> Figure:
    """Show who took part in each edition of a series of exercises, where, and how long it lasted.

    Parameters
    ----------
    exercises, countries : DataFrame
        Tables of those names.
    series : str
        Name of the series.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there is no edition of that name.

    Examples
    --------
    >>> from ties import load
    >>> series_editions(load("exercises"), load("countries"), series="Malabar").words.title[:35]
    'Malabar went from 2 states in 1992 '
    """
    names = countries.set_index("code")["name"]
    data = prepare_series_editions(exercises, series=series)
    return Figure(
        "malabar",
        data,
        partial(draw_series_editions, names=names),
        words_series_editions(data, series=series, names=names),
        findings_series_editions(data, series=series),
        sources=exercises.loc[exercises["series"] == series, "sources"],
    )


def prepare_series_editions(exercises: pd.DataFrame, *, series: str) -> pd.DataFrame:
    """Give one row per edition and state that took part.

    Parameters as of :func:`series_editions`. Columns: ``id``, ``edition``, ``when`` (year as a decimal, the middle of
    what the date can mean), ``year``, ``state``, ``states``, ``days``, ``sea`` ("Indian Ocean", "western Pacific" or
    "unknown", by longitude), ``location``.
    """
    rows = described(exercises[exercises["series"] == series])
    if rows.empty:
        raise ValueError(f"no exercise of series {series!r}")
    span = bounds(rows["start"])
    middle = span["earliest"] + (span["latest"] - span["earliest"]) / 2
    rows["when"] = middle.dt.year + (middle.dt.day_of_year - 0.5) / 366
    far = rows["lon"] > EAST
    rows["sea"] = far.map({True: "western Pacific", False: "Indian Ocean"}).where(rows["lon"].notna(), "unknown")
    by_state = rows.assign(state=rows["participants"].str.split(";")).explode("state")
    columns = ["id", "edition", "when", "year", "state", "states", "days", "sea", "location"]
    return by_state[columns].sort_values(["when", "state"], ignore_index=True)


def draw_series_editions(data: pd.DataFrame, ax: Axes, *, names: pd.Series, narrow: bool = False) -> Axes:
    """Draw who took part in each edition (hollow: in the western Pacific), and below how many days it lasted."""
    figure = ax.figure
    ax.remove()
    who, length = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    _participants(who, data, names, narrow=narrow)
    editions = data.drop_duplicates("id")
    length.vlines(editions["when"], 0, editions["days"], color=MUTED, linewidth=2.2)
    for when in editions.loc[editions["days"].isna(), "when"]:
        length.text(when, 0.4, "?", ha="center", va="bottom", fontsize=7 if narrow else 8, color=MUTED)
    length.set_ylabel("days")
    length.set_ylim(bottom=0)
    length.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    length.xaxis.set_major_locator(MaxNLocator(6 if narrow else 9, integer=True))
    first: Axes = who
    return first


def _participants(ax: Axes, data: pd.DataFrame, names: pd.Series, *, narrow: bool) -> None:
    order = data.groupby("state")["when"].agg(["size", "min"]).sort_values(["size", "min"], ascending=[True, False])
    rows = {code: place for place, code in enumerate(order.index)}
    for sea, part in data.groupby("sea"):
        colours = [state(code) for code in part["state"]]
        look = (
            {"marker": "x", "color": colours}
            if sea == "unknown"
            else {"facecolor": PAPER if sea == "western Pacific" else colours, "edgecolor": colours}
        )
        ax.scatter(part["when"], part["state"].map(rows), s=16 if narrow else 34, linewidth=1.3, **look)
    ax.set_yticks(range(len(rows)), [names.get(code, code) for code in rows])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    looks = (("o", MUTED, "Indian Ocean"), ("o", PAPER, "western Pacific"), ("x", MUTED, "unknown"))
    handles = [
        Line2D([], [], linestyle="", marker=marker, color=MUTED, markerfacecolor=face, markersize=5, label=label)
        for marker, face, label in looks
    ]
    ax.legend(
        handles=handles, loc="lower left", ncols=3, bbox_to_anchor=(-0.42 if narrow else 0, 1),
        fontsize=7.5 if narrow else 8.5, handletextpad=0.1, columnspacing=1.0, borderaxespad=0.0, labelcolor=INK,
    )  # fmt: skip


def words_series_editions(data: pd.DataFrame, *, series: str, names: pd.Series) -> Words:
    """Say how many states took part then and now, and whether editions grew longer."""
    editions = _editions(data)
    first, last = editions.iloc[0], editions.iloc[-1]
    group = set(data.loc[data["id"] == last["id"], "state"])
    met = editions["id"].map(data.groupby("id")["state"].agg(set) == group)
    others = editions.loc[~met, "year"]
    trend = size_trend(editions, "days")
    return words(
        "deterrence", "malabar", series=series, first=first, last=last, editions=len(editions), trend=trend,
        clear=trend["p"] < 0.05, group=sorted(names.get(code, code) for code in group),
        since=editions.loc[met, "year"].min(), until=others.max() if len(others) else None,
        pacific=(editions["sea"] == "western Pacific").sum(),
    )  # fmt: skip


def findings_series_editions(data: pd.DataFrame, *, series: str) -> list[Finding]:
    """Record how many editions were in the Pacific, and how many joined exactly the four states of the Quad."""
    editions = _editions(data)
    placed = editions[editions["sea"] != "unknown"]
    east = int((placed["sea"] == "western Pacific").sum())
    full = editions[editions["id"].map(data.groupby("id")["state"].agg(set) == QUAD)]
    facts = {"series": series, "east": east, "placed": len(placed), "full": len(full), "since": full["year"].min()}
    text = {key: sentence("deterrence", key, **facts) for key in ("malabar_pacific", "malabar_quad")}
    return [
        Finding("malabar_pacific", east, text["malabar_pacific"], f"of {len(placed)}", confidence="high"),
        Finding("malabar_quad", len(full), text["malabar_quad"], "editions or phases", confidence="high"),
    ]


def _editions(data: pd.DataFrame) -> pd.DataFrame:
    return data.drop_duplicates("id").sort_values("when")
