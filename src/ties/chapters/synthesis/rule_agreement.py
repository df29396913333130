"""Synthesis: the verdicts by rule held against the verdicts by reading."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.claim_tally import LABELS, NOT_READ, ORDER, agreement_table, kappa, outcome
from ties.plotting.style import GRID, INK, MUTED, VERDICTS
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

TABLES = ("claims", "judgements/verdict_rules")  # the tables of each rule stand in the ledger


def rule_agreement(claims: pd.DataFrame, verdicts: pd.DataFrame) -> Figure:
    """Show the claims by outcome by reading and outcome by rule.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Table ``claims``.
    verdicts : DataFrame
        What :func:`ties.claims.verdicts.verdicts` gives: ``claim``, ``computed`` (missing where only reading
        decides), ``said`` and ``leaves_out``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> claims = pd.DataFrame({"id": ["a"], "verdict": ["supported"], "sources": ["s"]})
    >>> rule_agreement(claims, pd.DataFrame({"claim": ["a"], "computed": ["supported"]})).findings[0].sentence
    '1 of 1 claims have a rule.'
    """
    data = prepare_rule_agreement(claims, verdicts)
    text, found = words_rule_agreement(data), findings_rule_agreement(data, verdicts["computed"], claims=len(claims))
    return Figure(
        "rule-agreement", data, draw_rule_agreement, text, found, sources=claims["sources"], tables=TABLES,
        height=3.6, narrow_height=3.4,
    )  # fmt: skip


def prepare_rule_agreement(claims: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Count the claims by both outcomes; parameters as of :func:`rule_agreement`.

    Columns: ``read``, ``computed`` and ``claims``, their number; ``attrs`` holds ``reading_only`` (claims that were
    read and have no rule) and ``unread`` (claims that were not read).
    """
    read = outcome(claims.set_index("id")["verdict"]).astype("str")
    computed = verdicts.set_index("claim")["computed"].reindex(read.index)
    counts = agreement_table(read, computed)
    long = counts.reset_index().melt("read", var_name="computed", value_name="claims")
    data = long.astype({"read": "str", "computed": "str"})
    data.attrs["reading_only"] = int((read.ne(NOT_READ) & computed.isna()).sum())
    data.attrs["unread"] = int(read.eq(NOT_READ).sum())
    return data


def draw_rule_agreement(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a grid: rows by reading, columns by rule, a disc for the claims in each cell; same outcomes in colour."""
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


def words_rule_agreement(data: pd.DataFrame) -> Words:
    """Say how far rules and reading agree."""
    rank = {name: place for place, name in enumerate(ORDER)}
    apart = data["computed"].map(rank) - data["read"].map(rank)
    decided = (data["read"] != "cannot_tell") & (data["computed"] != "cannot_tell")
    beyond = kappa(data.pivot_table(index="read", columns="computed", values="claims"))
    return words(
        "synthesis", "rule-agreement", ruled=int(data["claims"].sum()), same=_same(data),
        milder=int(data.loc[decided & (apart < 0), "claims"].sum()),
        harder=int(data.loc[decided & (apart > 0), "claims"].sum()), kappa=None if math.isnan(beyond) else beyond,
        unread=int(data.attrs.get("unread", 0)), reading_only=int(data.attrs.get("reading_only", 0)),
    )  # fmt: skip


def _same(data: pd.DataFrame) -> int:
    return int(data.loc[data["read"] == data["computed"], "claims"].sum())


def findings_rule_agreement(data: pd.DataFrame, computed: pd.Series, *, claims: int) -> list[Finding]:
    """Give how many claims have a rule, on how many both agree, and how many rules cannot tell.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_rule_agreement`.
    computed : Series
        Outcomes by rule; missing where only reading decides.
    claims : int
        Number of all claims.
    """
    ruled, undecided = int(computed.notna().sum()), int(computed.eq("cannot_tell").sum())
    texts: dict[str, dict[str, Any]] = {
        "rules": {"ruled": ruled, "claims": claims},
        "rules_agree": {"title": words_rule_agreement(data).title},
        "rules_open": {"undecided": undecided, "ruled": ruled},
    }
    rules, agree, still = (sentence("synthesis", key, **facts) for key, facts in texts.items())
    return [
        Finding("rules", ruled, rules, confidence="high"),
        Finding("rules_agree", _same(data), agree),
        Finding("rules_open", undecided, still, confidence="high"),
    ]


def rule_differences(claims: pd.DataFrame, verdicts: pd.DataFrame) -> Table:
    """List the claims on which rule and reading differ; parameters as of :func:`rule_agreement`.

    Returns
    -------
    Table
        ``claim``, ``reading``, ``rule`` (outcomes in words), ``statistic`` (its sentence) and ``leaves_out``.

    Examples
    --------
    >>> claims = pd.DataFrame({"id": ["claim-03"], "verdict": ["supported"], "sources": ["s"]})
    >>> row = {"claim": ["claim-03"], "computed": ["contradicted"], "said": ["calls: 0"], "leaves_out": ["letters"]}
    >>> rule_differences(claims, pd.DataFrame(row)).data.iloc[0].tolist()
    ['3', 'supported', 'contradicted', 'calls: 0', 'letters']
    """
    data = prepare_rule_differences(claims, verdicts)
    counts = prepare_rule_agreement(claims, verdicts)
    ruled = int(counts["claims"].sum())
    number = ruled - _same(counts)
    text = sentence("synthesis", "rules_differ", number=number, ruled=ruled)
    return Table(
        "rule-differences", data, caption("synthesis", "rule-differences"), [Finding("rules_differ", number, text)],
        headers={"reading": "by reading", "rule": "by rule", "leaves_out": "what the rule leaves out"},
        sources=claims["sources"], tables=TABLES, links={"claim": [f"#claim-{claim:0>2}" for claim in data["claim"]]},
    )  # fmt: skip


def prepare_rule_differences(claims: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of :func:`rule_differences`."""
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
