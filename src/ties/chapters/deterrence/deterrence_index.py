"""Deterrence: a composite index of means put together, its band under any weights, and what moves it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.balance.composite import Components
from ties.analysis.balance.indices import (
    contributions,
    dirichlet_draws,
    geometric_index,
    scores,
    weight_bands,
    weighted_index,
)
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

HALVES = {
    "means": ("spending", "warheads"),
    "practice": ("exercises", "domains", "quad", "meetings"),
}  # agreements in force belong to neither


def deterrence_index(components: Components, posts: pd.DataFrame, *, draws: int, seed: int) -> Figure:
    """Show the index with its band over random weights, and what moved it.

    Parameters
    ----------
    components : Components
        As :func:`ties.analysis.balance.composite.gathered_components` gives them.
    posts : DataFrame
        Judgement ``index_components``: ``component``, ``label``, ``zero`` and ``one`` (goal posts), ``weight``,
        ``reason``.
    draws, seed : int
        Random weightings, and the seed.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> posts = load("judgements/index_components")
    >>> ends = {name: [row.zero, row.one] for name, row in posts.set_index("component").iterrows()}
    >>> components = Components(pd.DataFrame(ends, index=[2005, 2026]).astype(float))
    >>> deterrence_index(components, posts, draws=100, seed=1).words.title[:57]
    'An index of means put together rose from 0.00 to 1.00 bet'
    """
    scored, _ = _scored(components, posts)
    data = prepare_index(components, posts, draws=draws, seed=seed)
    moved = _moved(components, posts).sort_values("contribution", ascending=False, ignore_index=True)
    drawn = dirichlet_draws(scored, draws=draws, seed=seed)
    rose = float((drawn[:, -1] > drawn[:, 0]).mean())
    return Figure(
        "index",
        data,
        partial(draw_index, moved=moved),
        words_index(data, moved=moved, rose=rose, draws=draws, left_out=components.left_out),
        findings_index(data, moved=moved, draws=draws),
        height=3.6,
        narrow_height=5.8,
    )


def index_parts(components: Components, posts: pd.DataFrame, *, draws: int, seed: int) -> Table:
    """Show scores, weights, and what each component did to the index.

    Parameters
    ----------
    components, posts, draws, seed
        As in :func:`deterrence_index`; the draws are those of the rank of the last year.

    Returns
    -------
    Table
        The findings compare the half on relative means with the half on practice together.

    Examples
    --------
    >>> from ties import load
    >>> posts = load("judgements/index_components")
    >>> ends = {name: [row.zero, row.one] for name, row in posts.set_index("component").iterrows()}
    >>> components = Components(pd.DataFrame(ends, index=[2005, 2026]).astype(float))
    >>> index_parts(components, posts, draws=100, seed=1).headers["last"]
    'score, 2026'
    """
    data = _moved(components, posts)
    years = components.table.index
    headers = {
        "label": "component",
        "weight": "weight",
        "first": f"score, {years[0]}",
        "last": f"score, {years[-1]}",
        "contribution": "contribution",
        "change_without": "change without it",
    }
    ranks = prepare_index(components, posts, draws=draws, seed=seed)
    return Table(
        "components",
        data[list(headers)],
        caption("deterrence", "components"),
        [_rank(ranks), *findings_index_parts(*_scored(components, posts))],
        headers=headers,
        precision=dict.fromkeys(headers, 2),
        download=data,
    )


def prepare_index(components: Components, posts: pd.DataFrame, *, draws: int, seed: int) -> pd.DataFrame:
    """Give the index with its band and rank interval, by year.

    Parameters as of :func:`deterrence_index`. Columns: ``year``, those of
    :func:`ties.analysis.balance.indices.weight_bands`, ``geometric`` and ``interpolated``.
    """
    scored, weights = _scored(components, posts)
    data = weight_bands(scored, weights, draws=draws, seed=seed)
    data["geometric"] = geometric_index(scored, weights)
    data["interpolated"] = data.index.isin(components.interpolated)
    return data.reset_index(names="year")


def draw_index(data: pd.DataFrame, ax: Axes, *, moved: pd.DataFrame, narrow: bool = False) -> Axes:
    """Draw the index with its band, and beside it the contribution of each component to its change."""
    figure = ax.figure
    ax.remove()
    shape: dict[str, Any] = {"height_ratios": (1, 1)} if narrow else {"width_ratios": (5, 4)}
    line, bars = figure.subplots(*((2, 1) if narrow else (1, 2)), **shape)
    line.fill_between(data["year"], data["low"], data["high"], color=state("USA"), alpha=0.18, linewidth=0)
    line.plot(data["year"], data["index"], color=state("USA"))
    line.plot(data["year"], data["geometric"], color=MUTED, linestyle=(0, (4, 2)), linewidth=1.3)
    filled = data[data["interpolated"]]
    line.plot(filled["year"], filled["index"], "o", color=state("USA"), markersize=3.5, markerfacecolor="none")
    last = data.iloc[-1]
    for column, label, colour in (("index", "our weights", state("USA")), ("geometric", "geometric", MUTED)):
        line.annotate(
            label, (last["year"], last[column]), xytext=(-2, 6 if column == "index" else -6), ha="right",
            va="bottom" if column == "index" else "top", textcoords="offset points", fontsize=8, color=colour,
        )  # fmt: skip
    line.set(ylim=(0, 1), ylabel="index, 0 to 1")
    line.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    _bars(bars, moved.iloc[::-1].reset_index(drop=True))
    bars.set_xlabel(f"contribution, {int(data['year'].iloc[0])} to {int(last['year'])}")
    first: Axes = line
    return first


def _bars(ax: Axes, moved: pd.DataFrame) -> None:
    colours = [state("USA") if value >= 0 else OTHER for value in moved["contribution"]]
    ax.barh(moved.index, moved["contribution"], color=colours, height=0.4)
    for place, label in enumerate(moved["label"]):
        ax.text(0.002, place + 0.24, label, ha="left", va="bottom", fontsize=7.5, color=INK)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    ax.set_yticks([])
    ax.set_ylim(-0.5, len(moved) - 0.1)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(4))


def words_index(data: pd.DataFrame, *, moved: pd.DataFrame, rose: float, draws: int, left_out: list[str]) -> Words:
    """Say whether the index rose under any weights, and what moved it."""
    first, last = data.iloc[0], data.iloc[-1]
    change = last["index"] - first["index"]
    return words(
        "deterrence", "index", first=first.to_dict(), last=last.to_dict(), rises=change > 0, draws=draws,
        share=rose if change > 0 else 1 - rose, holds=(moved["change_without"] * change > 0).all(),
        components=len(moved), top=moved.iloc[0], bottom=moved.iloc[-1], left_out=left_out,
    )  # fmt: skip


def findings_index(data: pd.DataFrame, *, moved: pd.DataFrame, draws: int) -> list[Finding]:
    """Record the index with its band, and its change when one component is left out."""
    first, last = data.iloc[0].to_dict(), data.iloc[-1].to_dict()
    text = sentence("deterrence", "index", first=first, last=last)
    band = (last["low"], last["high"], f"95% of {draws:,} random weightings")
    index = Finding("index", last["index"], text, "", *band, precision=2, confidence="low")
    low, high = moved["change_without"].min(), moved["change_without"].max()
    labels = {"most": moved["label"].iloc[0], "least": moved["label"].iloc[-1]}
    text = sentence("deterrence", "index_leave_one_out", low=low, high=high, **labels)
    span = (low, high, "leaving out one component")
    return [index, Finding("index_leave_one_out", low, text, "", *span, precision=2, confidence="low")]


def findings_index_parts(scored: pd.DataFrame, weights: pd.Series) -> list[Finding]:
    """Record how the half on relative means and the half on practice moved, and whether they moved together."""
    findings, changes = [], []
    for half, confidence in (("means", "medium"), ("practice", "low")):
        parts = [name for name in HALVES[half] if name in scored]
        index = weighted_index(scored[parts], weights[parts])
        first, last = index.iloc[0], index.iloc[-1]
        text = sentence("deterrence", f"index_{half}", first=first, last=last, years=index.index[[0, -1]])
        changes.append(last - first)
        findings.append(Finding(f"index_{half}", last - first, text, precision=2, confidence=confidence))
    halves = "apart" if changes[0] * changes[1] < 0 else "together"
    return [*findings, Finding("index_halves", halves, sentence("deterrence", f"index_halves-{halves}"))]


def _rank(data: pd.DataFrame) -> Finding:
    last = data.iloc[-1].to_dict()
    text = sentence("deterrence", "index_rank", last=last, years=len(data))
    band = (int(last["rank_low"]), int(last["rank_high"]), "95% of random weightings")
    return Finding("index_rank", int(last["rank"]), text, "", *band)


def _scored(components: Components, posts: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Give scores by year, and the weights, of the components that are known."""
    posts = posts[posts["component"].isin(components.table.columns)]
    return scores(components.table, posts), posts.set_index("component")["weight"].astype("float64")


def _moved(components: Components, posts: pd.DataFrame) -> pd.DataFrame:
    about = posts[["component", "label", "zero", "one", "reason"]]
    return contributions(*_scored(components, posts)).merge(about, on="component")
