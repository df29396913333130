"""The index of hedging: how evenly India's ties divide among the powers, and what the index hangs on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.alignment import hedging_bands, hedging_without_each
from ties.chapters.challenges.alignment_profile import short_period
from ties.plotting.country_names import in_prose
from ties.plotting.labels import label_ends
from ties.plotting.style import GRID, INK, OTHER
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

CONFIDENT = 0.95  # part of the draws from which a change of the index is called one


def hedging_index(profiles: pd.DataFrame, *, draws: int, seed: int) -> Figure:
    """Show the index of hedging by period, its parts within and across dimensions, and bands over weights.

    Parameters
    ----------
    profiles : DataFrame
        Of :func:`ties.chapters.challenges.alignment_profile.ties_by_power`.
    draws, seed : int
        Number of draws of the weights of dimensions; seed of the random numbers.

    Returns
    -------
    Figure
        ``hedging``, with the findings ``hedging``, ``hedging_rise`` and ``hedging_across``.

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.challenges.alignment_profile import ties_by_power
    >>> used = ("arms_transfers", "exercises", "memberships", "trade", "un_voting", "countries")
    >>> profiles = ties_by_power(*map(load, used), poles=["USA", "RUS"], length=5)
    >>> hedging_index(profiles, draws=100, seed=1).data["all"].between(0, 1).all().item()
    True
    """
    data = prepare_hedging_index(profiles, draws=draws, seed=seed)
    return Figure(
        "hedging", data, draw_hedging_index, words_hedging_index(data), findings_hedging_index(profiles, data),
        height=3.6,
    )  # fmt: skip


def prepare_hedging_index(profiles: pd.DataFrame, *, draws: int, seed: int) -> pd.DataFrame:
    """Give the index by period (parameters of :func:`hedging_index`), as ``hedging_bands`` of the analysis does."""
    data = hedging_bands(profiles, draws=draws, seed=seed)
    data.attrs.update(focal=profiles.attrs["focal"], names=profiles.attrs["names"], draws=draws)
    return data


def draw_hedging_index(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the index, its part within dimensions and its part across them, with bands over weights."""
    size = 7.5 if narrow else 9
    places = np.arange(len(data))
    for column, colour in (("all", INK), ("across", OTHER)):
        ax.fill_between(places, data[f"{column}_low"], data[f"{column}_high"], color=colour, alpha=0.18, lw=0)
        ax.plot(places, data[column], "o-", color=colour, ms=4.5)
    ax.plot(places, data["within"], "o--", color=OTHER, ms=4, mfc="none")
    labels = {"all": "all ties", "across": "across\ndimensions", "within": "within\ndimensions"}
    label_ends(ax, [(places[-1], data[c].iloc[-1], label, INK) for c, label in labels.items()], fontsize=size)
    ax.set_xticks(places, [short_period(p) if narrow else p for p in data["period"]], fontsize=size)
    ax.set_xlim(-0.2, len(data) - 1 + (1.5 if narrow else 0.8))
    ax.set_ylim(0, 1.04)
    ax.set_ylabel("evenness (0 to 1)")
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    first, last = (data.iloc[end].to_dict() for end in (0, -1))
    part = last["across"] / last["all"]
    about: dict[Any, Any] = data.attrs
    return about | {"first": first, "last": last, "part": part, "confident": CONFIDENT}


def words_hedging_index(data: pd.DataFrame) -> Words:
    """Say whether the index rose, and how much of it lies across dimensions."""
    return words("challenges", "hedging", **_facts(data))


def findings_hedging_index(profiles: pd.DataFrame, data: pd.DataFrame) -> list[Finding]:
    """Give the index, whether it rose and what that hangs on, and its part across dimensions."""
    names, rise = profiles.attrs["names"], data.attrs["rise"]
    without = hedging_without_each(profiles)
    base = without.loc[without["without"] == "nothing", "change"].iloc[0]
    turned = without[np.sign(without["change"]) != np.sign(base)]["without"]
    facts = _facts(data) | {"turned": [in_prose(str(names.get(name, name))) for name in turned]}
    last, clear = facts["last"], rise >= CONFIDENT or rise <= 1 - CONFIDENT
    text = {key: sentence("challenges", key, **facts) for key in ("hedging", "hedging_rise", "hedging_across")}
    return [
        Finding(
            "hedging", last["all"], text["hedging"], precision=2, low=last["all_low"], high=last["all_high"],
            interval="95% band over weights",
        ),
        Finding(
            "hedging_rise", 100 * rise, text["hedging_rise"], unit="per cent of draws",
            confidence="medium" if clear else "cannot tell",
        ),
        Finding(
            "hedging_across", 100 * facts["part"], text["hedging_across"], unit="per cent",
            low=100 * last["across_low"] / last["all"], high=100 * last["across_high"] / last["all"],
            interval="band of the part across, over the index at equal weights",
        ),
    ]  # fmt: skip


def hedging_without(profiles: pd.DataFrame) -> Table:
    """Show the index in the first and the last period without each dimension and each power.

    Parameters
    ----------
    profiles : DataFrame
        Of :func:`ties.chapters.challenges.alignment_profile.ties_by_power`.

    Returns
    -------
    Table
        ``hedging-without``: ``without``, ``first``, ``last``, ``change``.

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.challenges.alignment_profile import ties_by_power
    >>> used = ("arms_transfers", "exercises", "memberships", "trade", "un_voting", "countries")
    >>> hedging_without(ties_by_power(*map(load, used), poles=["USA", "RUS"], length=5)).data["without"].iloc[0]
    'nothing'
    """
    data = hedging_without_each(profiles)
    named = data.assign(without=data["without"].map(lambda name: profiles.attrs["names"].get(name, name)))
    return Table("hedging-without", named, caption("challenges", "hedging-without"), precision=2)
