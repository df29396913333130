"""Figure of the verdicts by rule held against the verdicts by reading, and the tables beside it."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.claim_tally import LABELS, NOT_READ, ORDER, agreement_table, kappa, outcome
from ties.plotting.style import GRID, INK, MUTED, VERDICTS
from ties.records import Words

CHANGED = {
    "supported": "threshold of supported",
    "partly_supported": "threshold of partly supported",
    "unsupported": "threshold of not supported",
    "input": "an input",
}


def prepare_agreement(claims: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Count the claims by outcome by reading and outcome by rule.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Columns ``id`` and ``verdict`` of table ``claims``.
    verdicts : DataFrame
        Columns ``claim`` and ``computed`` of the verdicts by rule; missing where only reading decides.

    Returns
    -------
    DataFrame, shape (25, 3)
        ``read``, ``computed`` and ``claims``, their number; ``attrs`` holds ``reading_only`` (claims that were read
        and have no rule) and ``unread`` (claims that were not read).
    """
    read = outcome(claims.set_index("id")["verdict"]).astype("str")
    computed = verdicts.set_index("claim")["computed"].reindex(read.index)
    counts = agreement_table(read, computed)
    long = counts.reset_index().melt("read", var_name="computed", value_name="claims")
    data = long.astype({"read": "str", "computed": "str"})
    data.attrs["reading_only"] = int((read.ne(NOT_READ) & computed.isna()).sum())
    data.attrs["unread"] = int(read.eq(NOT_READ).sum())
    return data


def draw_agreement(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a grid: rows by reading, columns by rule, a disc for the claims in each cell; same outcomes in colour.

    Parameters
    ----------
    data : DataFrame
        What :func:`prepare_agreement` gives.
    ax : Axes
        Where to draw.
    narrow : bool
        Draw for a phone.

    Returns
    -------
    Axes
    """
    drawn = data[data["claims"] > 0]
    used = [name for name in ORDER if name in {*drawn["read"], *drawn["computed"]}]
    largest = 30 if narrow else 38
    most = max(int(data["claims"].max()), 1)
    for read, computed, number in drawn.itertuples(index=False):
        x, y, same = used.index(computed), used.index(read), read == computed
        colour = VERDICTS[computed][0] if same else MUTED
        size = max(largest * math.sqrt(number / most), 13)
        ax.plot([x], [y], "o", markersize=size, color=colour, alpha=0.35 if same else 0.3, markeredgewidth=0)
        ax.annotate(str(number), (x, y), ha="center", va="center", color=INK)
    labels = [f"{VERDICTS[name][1]} {LABELS[name]}".replace("partly ", "partly\n") for name in used]
    ax.set_xticks(range(len(used)), [VERDICTS[name][1] for name in used] if narrow else labels)
    ax.set_yticks(range(len(used)), labels)
    ax.set(xlim=(-0.6, len(used) - 0.4), ylim=(len(used) - 0.4, -0.6), xlabel="by rule", ylabel="by reading")
    ax.set_xticks([i + 0.5 for i in range(len(used) - 1)], minor=True)
    ax.set_yticks([i + 0.5 for i in range(len(used) - 1)], minor=True)
    ax.grid(visible=False, which="major")
    ax.grid(visible=True, which="minor", color=GRID)
    ax.tick_params(which="both", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


def words_agreement(data: pd.DataFrame) -> Words:
    """Say how far rules and reading agree.

    Parameters
    ----------
    data : DataFrame
        What :func:`prepare_agreement` gives.

    Returns
    -------
    Words
    """
    ruled, same = int(data["claims"].sum()), int(data.loc[data["read"] == data["computed"], "claims"].sum())
    rank = {name: place for place, name in enumerate(ORDER)}
    apart = data["computed"].map(rank) - data["read"].map(rank)
    decided = (data["read"] != "cannot_tell") & (data["computed"] != "cannot_tell")
    milder = int(data.loc[decided & (apart < 0), "claims"].sum())
    harder = int(data.loc[decided & (apart > 0), "claims"].sum())
    beyond = kappa(data.pivot_table(index="read", columns="computed", values="claims"))
    chance = f"Cohen's kappa is {beyond:.2f} (1 is full agreement, 0 what chance would give). " * (beyond == beyond)
    unread = int(data.attrs.get("unread", 0))
    both = "were read and that a rule can decide" if unread else "a rule can decide"
    later = f" {unread} claims rest on later sources and had not been read then." if unread else ""
    return Words(
        title=f"Of {ruled} claims that {both}, rule and reading agree on {same}",
        subtitle="Claims by outcome: rows as read, columns as computed from the tables; colour where both agree",
        caption=f"{chance}The rules were written by the same project that read the claims, after the reading: their "
        "agreement is a test of consistency and no second opinion. The other "
        f"{int(data.attrs.get('reading_only', 0))} claims are decided by reading alone.{later}",
        alt=f"Grid of outcomes by reading against outcomes by rule for {ruled} claims. {same} lie on the diagonal. "
        f"Where the two differ, the rule is harder on the article {harder} times and milder {milder} times.",
    )


def prepare_robustness(choices: pd.DataFrame) -> pd.DataFrame:
    """Count, for each threshold and for the inputs, how many verdicts survive every other choice of it.

    Parameters
    ----------
    choices : DataFrame
        What :func:`choices` gives.

    Returns
    -------
    DataFrame
        ``changed`` (what was changed alone), ``verdicts`` (with such a choice to make), ``firm`` (that none of the
        choices moves), ``tried`` and ``kept`` (choices, and how many of them leave the verdict); the last row is of
        all choices together.
    """
    name = choices["choice"].str.partition("=")[0]
    changed = name.where(name.isin(ORDER), "input").map(lambda part: CHANGED.get(part, part))
    parts = pd.concat([choices.assign(changed=changed), choices.assign(changed="any of them")])
    parts["stays"] = parts["gives"] == parts["computed"]
    counts = parts.groupby("changed")["stays"].agg(tried="size", kept="sum")
    firm = (
        parts.groupby(["changed", "claim"])["stays"].all().groupby(level="changed").agg(verdicts="size", firm="sum")
    )
    order = [label for label in [*CHANGED.values(), "any of them"] if label in counts.index]
    found: pd.DataFrame = firm.join(counts).loc[order].astype(int).reset_index()
    return found


def choices(verdicts: pd.DataFrame) -> pd.DataFrame:
    """List every other choice that was tried for a rule, and what it gives.

    Parameters
    ----------
    verdicts : DataFrame
        Columns ``claim``, ``computed``, ``alternatives`` and ``moved`` of the verdicts by rule.

    Returns
    -------
    DataFrame
        ``claim``, ``of`` ("threshold" or "input"), ``choice``, ``computed`` (by the rule as it stands) and ``gives``
        (by the choice).
    """
    rows = []
    tried = verdicts.dropna(subset=["computed", "alternatives"])
    for claim, computed, alternatives, moved in tried[["claim", "computed", "alternatives", "moved"]].itertuples(
        index=False
    ):
        other = {part.rpartition(": ")[0]: part.rpartition(": ")[2] for part in moved.split("; ")}
        for choice in alternatives.split(" | "):
            of = "threshold" if choice.partition("=")[0] in ORDER else "input"
            rows.append((claim, of, choice, computed, other.get(choice, computed)))
    return pd.DataFrame(rows, columns=["claim", "of", "choice", "computed", "gives"])


def firm(choices: pd.DataFrame) -> pd.DataFrame:
    """Count the verdicts that survive every other choice, of thresholds and of inputs apart.

    Parameters
    ----------
    choices : DataFrame
        What :func:`choices` gives.

    Returns
    -------
    DataFrame, shape (2, 2)
        By ``of``: ``verdicts`` (with such a choice to make) and ``firm`` (that none of them moves).
    """
    kept = (choices["gives"] == choices["computed"]).groupby([choices["of"], choices["claim"]]).all()
    counts = kept.groupby(level="of").agg(["size", "sum"]).set_axis(["verdicts", "firm"], axis=1)
    return counts.reindex(["threshold", "input"], fill_value=0).astype(int)


def differences(claims: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """List the claims on which rule and reading differ.

    Parameters
    ----------
    claims : DataFrame
        Table ``claims``.
    verdicts : DataFrame
        The verdicts by rule.

    Returns
    -------
    DataFrame
        ``claim``, ``reading``, ``rule`` (outcomes in words), ``statistic`` (its sentence) and ``leaves_out``.
    """
    read = outcome(claims.set_index("id")["verdict"]).astype("str")
    rows = verdicts[verdicts["computed"].notna()].assign(read=lambda frame: frame["claim"].map(read))
    rows = rows[(rows["read"] != rows["computed"]) & (rows["read"] != NOT_READ)]
    return pd.DataFrame(
        {
            "claim": rows["claim"].str.removeprefix("claim-").str.lstrip("0"),
            "reading": rows["read"].map(LABELS),
            "rule": rows["computed"].map(LABELS),
            "statistic": rows["said"],
            "leaves_out": rows["leaves_out"],
        }
    ).reset_index(drop=True)
