"""Sweeps: a finding against one parameter (band), or against several (tornado)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.plotting.style import GRID, INK, MUTED, OTHER, STATES
from ties.records import Words
from ties.sweep.movement import base, label, one_at_a_time, reference

COLOUR = STATES["USA"]
ALL = "all together"


def prepare_band(
    findings: pd.DataFrame, parameter: str, values: Sequence[Any], default: Any, still: Sequence[str] = ()
) -> pd.DataFrame:
    """Give one finding against the one parameter that moves it.

    Parameters
    ----------
    findings : DataFrame
        Rows of one finding: the parameter, ``key``, ``value``, ``unit``, ``low``, ``high``, ``interval``,
        ``precision``.
    parameter : str
        The parameter that moves.
    values : sequence
        All its values in the grid; where one has no row, the run failed.
    default : object
        Its default.
    still : sequence of str
        Other parameters of the grid, which make no difference to this finding.

    Returns
    -------
    DataFrame
        ``at``, ``value``, ``low``, ``high`` in the order of `values`, missing where the run failed; key, parameter,
        default, unit, meaning of the interval, precision, runs and `still` in ``attrs``.
    """
    first = findings.iloc[0]
    data = (
        findings.drop_duplicates(parameter)
        .set_index(parameter)[["value", "low", "high"]]
        .astype("float64")
        .reindex(list(values))
    )
    data = data.rename_axis("at").reset_index()
    means = findings["interval"].unique()  # some name what the parameter itself moves
    data.attrs.update(
        key=first["key"], parameter=parameter, default=default, unit=first["unit"],
        interval=means[0] if len(means) == 1 else "interval of each run",
        precision=int(first["precision"]), runs=len(findings), still=list(still),
    )  # fmt: skip
    return data


def draw_band(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the finding as a line with its interval; as points where the parameter is not a number."""
    default, parameter = data.attrs["default"], data.attrs["parameter"]
    numeric = pd.api.types.is_numeric_dtype(data["at"]) and len(data) > 2
    at = data["at"].to_numpy() if numeric else np.arange(len(data))
    if numeric:
        ax.fill_between(at, data["low"], data["high"], color=COLOUR, alpha=0.2, linewidth=0)
        ax.plot(at, data["value"], color=COLOUR, marker="o", markersize=3.5 if len(data) <= 30 else 0)
        ax.margins(x=0.03)
        if pd.api.types.is_integer_dtype(data["at"]):
            ax.xaxis.set_major_locator(MaxNLocator(5 if narrow else 10, integer=True))
    else:
        ax.vlines(at, data["low"], data["high"], color=COLOUR, alpha=0.35, linewidth=7)
        ax.plot(at, data["value"], color=COLOUR, marker="o", linestyle="none")
        labels = [f"{label(v)} (default)" if v == default else label(v) for v in data["at"]]
        ax.set_xticks(
            at, [fill(text.replace(";", " "), 9 if narrow else 14, break_long_words=False) for text in labels]
        )
        ax.set_xlim(-0.6, len(data) - 0.4)
    if numeric and data["at"].min() <= default <= data["at"].max():
        ax.axvline(default, color=MUTED, linewidth=1, linestyle=(0, (4, 2)))
        right = default > (data["at"].min() + data["at"].max()) / 2
        ax.annotate(f"default {label(default)}", (default, 1), xycoords=("data", "axes fraction"),
                    xytext=(-3 if right else 3, -2), textcoords="offset points", ha="right" if right else "left",
                    va="top", color=MUTED, fontsize=7 if narrow else 8)  # fmt: skip
    if is_counted(data, "value"):
        ax.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlabel(parameter)
    ax.set_ylabel(fill(data.attrs["unit"] or "value", 30))
    return ax


def words_band(data: pd.DataFrame, description: str) -> Words:
    """Say how the finding moves with the parameter."""
    parameter = data.attrs["parameter"]
    present = data.dropna(subset=["value"])
    at, value = list(map(label, present["at"])), present["value"].to_numpy()
    low, high = int(value.argmin()), int(value.argmax())
    here = data[data["at"] == data.attrs["default"]]["value"].dropna()
    there = (
        f" At the default, {label(data.attrs['default'])}, it is {_with_unit(data, here.iloc[0])}."
        if len(here)
        else ""
    )
    lost = (
        f" No run for {len(data) - len(present)} of {len(data)} values ended well."
        if len(present) < len(data)
        else ""
    )
    band = data.attrs["interval"] or "interval of the finding"
    shade = f"Shaded: {band}." if present["low"].notna().any() else "The finding has no interval."
    rest = f"It is the same for every {' and '.join(data.attrs['still'])}." if data.attrs["still"] else ""
    return Words(
        title=f"{key_in_words(data)}: {_span(data, value[low], value[high])} as {parameter} moves",
        subtitle=f"{parameter}: {description}; {data.attrs['runs']} runs",
        caption=f"{shade} {rest or 'Everything else stays as it is.'}{lost}",
        alt=(
            f"Chart of {key_in_words(data)} against {parameter}, {len(present)} values. "
            f"It goes from {_with_unit(data, value[0])} at {at[0]} to {_with_unit(data, value[-1])} at {at[-1]}; "
            f"lowest at {at[low]}, highest at {at[high]}.{there}"
        ),
    )


def prepare_tornado(
    findings: pd.DataFrame, values: Mapping[str, Sequence[Any]], defaults: Mapping[str, Any]
) -> pd.DataFrame:
    """Give the range of one finding for each parameter that moves alone, and for all of them.

    Parameters
    ----------
    findings : DataFrame
        Rows of one finding, as for :func:`prepare_band`, with a column for each parameter.
    values, defaults : mapping
        Parameter to its values in the grid, and to its default.

    Returns
    -------
    DataFrame
        As :func:`ties.sweep.movement.one_at_a_time`; key, unit, precision, the value and interval of the base run
        and its parameters in ``attrs``.
    """
    point = reference(values, defaults)
    stay = base(findings, point)
    data = one_at_a_time(findings, point)
    data.attrs.update(
        key=stay["key"], unit=stay["unit"], precision=int(stay["precision"]), base=float(stay["value"]),
        low=stay["low"], high=stay["high"], interval=stay["interval"], point={name: stay[name] for name in point},
        runs=len(findings), default=all(stay[name] == defaults[name] for name in point),
    )  # fmt: skip
    return data


def draw_tornado(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one bar for each parameter from lowest to highest, the base run as a line, its interval as a band."""
    size = 7 if narrow else 8
    if pd.notna(data.attrs["low"]):
        ax.axvspan(data.attrs["low"], data.attrs["high"], color=OTHER, alpha=0.16, linewidth=0)
    for place, row in enumerate(data.to_dict("records")):
        overall = row["parameter"] == "all"
        ax.barh(place, row["high"] - row["low"], left=row["low"], height=0.5, color="none" if overall else COLOUR,
                edgecolor=MUTED if overall else COLOUR, linewidth=1.2, alpha=1 if overall else 0.8)  # fmt: skip
        if not overall and row["high"] > row["low"]:
            for end, shift, side in (("low", -3, "right"), ("high", 3, "left")):
                ax.annotate(row[f"at_{end}"].replace(";", " "), (row[end], place), xytext=(shift, 0), ha=side,
                            textcoords="offset points", va="center", fontsize=size, color=INK)  # fmt: skip
    ax.axvline(data.attrs["base"], color=INK, linewidth=1.2)
    names = [
        ALL if name == "all" else fill(name.replace("_", " "), 12 if narrow else 24) for name in data["parameter"]
    ]
    ax.set_yticks(range(len(data)), names)
    ax.set_ylim(len(data) - 0.4, -0.6)
    # not by margins: bars hold on to their left end
    ends = [data["low"].min(), data["high"].max()]
    if pd.notna(data.attrs["low"]):
        ends = [min(ends[0], data.attrs["low"]), max(ends[1], data.attrs["high"])]
    room = (ends[1] - ends[0]) * (0.2 if narrow else 0.12)
    ax.set_xlim(ends[0] - room, ends[1] + room)
    ax.xaxis.set_major_locator(MaxNLocator(4 if narrow else 8, integer=is_counted(data, "low", "high")))
    ax.set_xlabel(fill(data.attrs["unit"] or "value", 40))
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    return ax


def words_tornado(data: pd.DataFrame) -> Words:
    """Say how far the finding moves, and what moves it most."""
    overall, single = data.iloc[-1], data.iloc[:-1]
    most, at = single.iloc[0], ", ".join(f"{name} {label(value)}" for name, value in data.attrs["point"].items())
    moved = most["high"] > most["low"]
    mover = f"most with {most['parameter']}" if moved else "only when several parameters move"
    kind = "the defaults" if data.attrs["default"] else "the run nearest to the defaults"
    band = ""
    if pd.notna(data.attrs["low"]):
        means = f" ({data.attrs['interval']})" if data.attrs["interval"] else ""
        band = f" Grey band: its interval{means}."
    bars = "; ".join(
        f"{row['parameter']} {_span(data, row['low'], row['high'])}" for row in single.to_dict("records")
    )
    return Words(
        title=f"{key_in_words(data)}: {_span(data, overall['low'], overall['high'])}, {mover}",
        subtitle=f"Range of the finding as one parameter moves and the others stay; {data.attrs['runs']} runs",
        caption=(
            f"Line: {kind} ({at}). The ends of a bar say which value of the parameter gives them. Outline: all "
            f"combinations.{band}"
        ),
        alt=(
            f"Tornado chart of {key_in_words(data)}. At {kind} it is {_with_unit(data, data.attrs['base'])}. "
            f"With one parameter moving: {bars}. "
            f"Over all combinations: {_span(data, overall['low'], overall['high'])}."
        ),
    )


def is_counted(data: pd.DataFrame, *columns: str) -> bool:
    """Say whether a finding is a count or a rank, so that its axis has no fractions."""
    values = data[list(columns)].to_numpy(dtype="float64")
    return data.attrs["precision"] == 0 and bool((values[~np.isnan(values)] % 1 == 0).all())


def key_in_words(data: pd.DataFrame) -> str:
    """Write the key of a finding as words."""
    text = str(data.attrs["key"]).replace("_", " ")
    return text[0].upper() + text[1:]


def _with_unit(data: pd.DataFrame, value: float) -> str:
    unit = f" {data.attrs['unit']}" if data.attrs["unit"] else ""
    return f"{value:,.{data.attrs['precision']}f}{unit}"


def _span(data: pd.DataFrame, low: float, high: float) -> str:
    if f"{low:,.{data.attrs['precision']}f}" == f"{high:,.{data.attrs['precision']}f}":
        return _with_unit(data, high)
    return f"{low:,.{data.attrs['precision']}f} to {_with_unit(data, high)}"
