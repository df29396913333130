"""Deterrence: one series of exercises edition by edition, and the trend in the size of exercises."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.exercises import begun, described, size_trend
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.records import Words
from ties.tables.dates import bounds

EAST = 100.0  # degrees east: the Strait of Malacca, here the border of the Indian Ocean and the western Pacific


def prepare_editions(exercises: pd.DataFrame, *, series: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Give each state's part in each edition of a series.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    series : str
        Name of the series.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        One row per edition and state that took part: ``id``, ``edition``, ``when`` (year as a decimal, the middle of
        what the date can mean), ``year``, ``state``, ``states``, ``days``, ``sea`` ("Indian Ocean", "western Pacific"
        or "unknown", by longitude), ``location``.

    Raises
    ------
    ValueError
        If there is no edition of that name.
    """
    known = described(exercises[exercises["series"] == series])
    if known.empty:
        raise ValueError(f"no exercise of series {series!r}")
    span = bounds(known["start"])
    middle = span["earliest"] + (span["latest"] - span["earliest"]) / 2
    known["when"] = middle.dt.year + (middle.dt.day_of_year - 0.5) / 366
    far = known["lon"] > EAST
    known["sea"] = far.map({True: "western Pacific", False: "Indian Ocean"}).where(known["lon"].notna(), "unknown")
    rows = known.assign(state=known["participants"].str.split(";")).explode("state")
    columns = ["id", "edition", "when", "year", "state", "states", "days", "sea", "location"]
    data = rows[columns].sort_values(["when", "state"], ignore_index=True)
    data.attrs.update(series=series, names=dict(names))
    return data


def draw_editions(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw who took part in each edition (hollow: in the western Pacific), and below how many days it lasted."""
    figure = ax.figure
    ax.remove()
    who, length = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    order = data.groupby("state")["when"].agg(["size", "min"]).sort_values(["size", "min"], ascending=[True, False])
    rows = {code: place for place, code in enumerate(order.index)}
    size = 16 if narrow else 34
    for sea, part in data.groupby("sea"):
        colours = [state(code) for code in part["state"]]
        marker = "x" if sea == "unknown" else "o"
        face = {} if sea == "unknown" else {"facecolor": PAPER if sea == "western Pacific" else colours}
        edge = {"color": colours} if sea == "unknown" else {"edgecolor": colours}
        who.scatter(part["when"], part["state"].map(rows), s=size, marker=marker, linewidth=1.3, **face, **edge)
    who.set_yticks(range(len(rows)), [data.attrs["names"].get(code, code) for code in rows])
    who.set_ylim(-0.6, len(rows) - 0.4)
    looks = (("o", MUTED, "Indian Ocean"), ("o", PAPER, "western Pacific"), ("x", MUTED, "unknown"))
    handles = [
        Line2D([], [], linestyle="", marker=marker, color=MUTED, markerfacecolor=face, markersize=5, label=label)
        for marker, face, label in looks
    ]
    who.legend(
        handles=handles, loc="lower left", ncols=3,
        bbox_to_anchor=(-0.42 if narrow else 0, 1), fontsize=7.5 if narrow else 8.5,
        handletextpad=0.1, columnspacing=1.0, borderaxespad=0.0, labelcolor=INK,
    )  # fmt: skip
    editions = data.drop_duplicates("id")
    length.vlines(editions["when"], 0, editions["days"], color=MUTED, linewidth=2.2)
    gone = editions[editions["days"].isna()]
    for when in gone["when"]:
        length.text(when, 0.4, "?", ha="center", va="bottom", fontsize=7 if narrow else 8, color=MUTED)
    length.set_ylabel("days")
    length.set_ylim(bottom=0)
    length.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    length.xaxis.set_major_locator(MaxNLocator(6 if narrow else 9, integer=True))
    first: Axes = who
    return first


def words_editions(data: pd.DataFrame) -> Words:
    """Say how many states took part then and now, and whether editions grew longer."""
    editions = data.drop_duplicates("id").sort_values("when")
    series, names = data.attrs["series"], data.attrs["names"]
    first, last = editions.iloc[0], editions.iloc[-1]
    full = set(data.loc[data["id"] == last["id"], "state"])
    together = data.groupby("id")["state"].agg(set) == full
    since = int(editions[editions["id"].isin(together[together].index)]["year"].min())
    others = editions[~editions["id"].isin(together[together].index)]
    until = f"the last edition with another group was in {int(others['year'].max())}" if len(others) else (
        "no edition had another group"
    )  # fmt: skip
    trend = size_trend(editions, "days")
    sure = trend["p"] < 0.05
    longer = f"{'grew' if trend['slope'] > 0 else 'shrank'} by {abs(trend['slope']):.2f} days a year" if sure else (
        "shows no trend that the data can tell from none"
    )  # fmt: skip
    members = ", ".join(sorted(names.get(code, code) for code in full))
    pacific = (editions["sea"] == "western Pacific").sum()
    return Words(
        title=(
            f"{series} went from {first['states']} states in {first['year']} to {last['states']} in {last['year']}; "
            f"the length of editions {longer}"
        ),
        subtitle=f"Participants of each edition or phase of {series} and its length in days; n = {len(editions)}",
        caption=(
            f"Filled: in the Indian Ocean; hollow: in the western Pacific ({pacific} of {len(editions)}); crosses: "
            f"place not found. A question mark: days not known. Trend of length: {trend['slope']:+.2f} days a year "
            f"(95% interval {trend['low']:+.2f} to {trend['high']:+.2f}, Theil-Sen, n = {trend['n']})."
        ),
        alt=(
            f"Grid of participants by edition, {first['year']} to {last['year']}. The last had {members}; that group "
            f"first met in {since}, and {until}. The length of "
            f"editions {longer}."
        ),
    )


def prepare_sizes(
    exercises: pd.DataFrame, *, focal: str, partner: str, series: list[str], as_of: str | None = None
) -> pd.DataFrame:
    """Give the trend in states, days and personnel, for all exercises of two states and for single series.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    focal, partner : str
        The two states, both listed.
    series : list of str
        Series looked at on their own.
    as_of : str, optional
        Last day that counts: an exercise that begins after it is left out.

    Returns
    -------
    DataFrame
        ``what``, ``measure`` and the results of :func:`ties.analysis.networks.exercises.size_trend`.
    """
    known = described(exercises if as_of is None else begun(exercises, as_of))
    both = known["participants"].str.split(";").map(lambda states: focal in states and partner in states)
    groups = {"all with both": known[both], **{name: known[known["series"] == name] for name in series}}
    return pd.DataFrame(
        [
            {"what": what, "measure": measure, **size_trend(part, measure)}
            for what, part in groups.items()
            for measure in ("states", "days", "personnel")
        ]
    )
