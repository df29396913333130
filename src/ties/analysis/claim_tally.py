"""Verdicts on the claims of the article: their vocabulary, and how many claims fell where."""

from __future__ import annotations

import math

import pandas as pd

# verdict in the table -> outcome drawn and counted; a forecast has verdicts of its own
OUTCOMES = {
    "supported": "supported",
    "came_true": "supported",
    "partly_supported": "partly_supported",
    "unsupported": "unsupported",
    "contradicted": "contradicted",
    "did_not_happen": "contradicted",
    "too_early": "cannot_tell",
    "untestable": "cannot_tell",
}

LABELS = {
    "supported": "supported",
    "came_true": "came true",
    "partly_supported": "partly supported",
    "unsupported": "not supported",
    "contradicted": "contradicted",
    "did_not_happen": "did not happen",
    "too_early": "too early to tell",
    "untestable": "cannot be tested",
    "cannot_tell": "cannot tell",
    "not_read": "not read then",
}

ORDER = ["supported", "partly_supported", "unsupported", "contradicted", "cannot_tell"]
NOT_READ = "not_read"  # a claim that nobody had read on the day of an edition has no verdict by reading


def outcome(verdicts: pd.Series) -> pd.Series:
    """Give the outcome of each verdict: forecasts that came true count as supported, failed ones as contradicted.

    Parameters
    ----------
    verdicts : Series of str, shape (n,)
        Verdicts as table ``claims`` holds them; missing where nobody had read the claim.

    Returns
    -------
    Series, shape (n,)
        Ordered categories: supported, partly_supported, unsupported, contradicted, cannot_tell, and last not_read,
        which no count takes in.

    Raises
    ------
    ValueError
        If a verdict is not in the vocabulary.

    Examples
    --------
    >>> outcome(pd.Series(["came_true", "untestable"])).tolist()
    ['supported', 'cannot_tell']
    """
    unknown = sorted({str(verdict) for verdict in verdicts.dropna() if verdict not in OUTCOMES})
    if unknown:
        raise ValueError(f"no such verdict: {', '.join(unknown)}; there are: {', '.join(OUTCOMES)}")
    outcomes = verdicts.map(OUTCOMES).astype("object").where(verdicts.notna(), NOT_READ)
    return outcomes.astype(pd.CategoricalDtype([*ORDER, NOT_READ], ordered=True))


def tally(claims: pd.DataFrame, by: str = "theme") -> pd.DataFrame:
    """Count the claims of each group by outcome; those that were not read are in no count.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Columns `by` and ``verdict``.
    by : str
        Column that groups the claims: ``theme``, ``kind`` or ``confidence``.

    Returns
    -------
    DataFrame, shape (groups, 5)
        One row per value of `by`, one column per outcome, in their order; numbers of claims.

    Examples
    --------
    >>> claims = pd.DataFrame({"theme": ["a", "a", "b"], "verdict": ["supported", "came_true", "contradicted"]})
    >>> tally(claims)[["supported", "contradicted"]]
    outcome  supported  contradicted
    theme
    a                2             0
    b                0             1
    """
    counts = pd.crosstab(claims[by], outcome(claims["verdict"]).rename("outcome"), dropna=False)
    return counts.reindex(columns=pd.Index(ORDER, name="outcome"), fill_value=0).astype(int)


def doubt(claims: pd.DataFrame) -> pd.DataFrame:
    """Bound the number of claims of each outcome, should every verdict of less than high confidence be wrong.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Columns ``verdict`` and ``confidence``; claims that were not read are left out.

    Returns
    -------
    DataFrame, shape (5, 3)
        By outcome: ``claims`` (as read), ``low`` (those of high confidence) and ``high`` (these, and every claim
        whose verdict is of less than high confidence): worst-case bounds, which assume nothing of the doubtful ones.

    References
    ----------
    C. F. Manski, *Partial Identification of Probability Distributions*, Springer, 2003, chapter 1.

    Examples
    --------
    >>> claims = pd.DataFrame({"verdict": ["supported", "supported", "contradicted"],
    ...                        "confidence": ["high", "low", "medium"]})
    >>> doubt(claims).loc["supported"].tolist()
    [2, 1, 3]
    """
    claims = claims[claims["verdict"].notna()]
    result, firm = outcome(claims["verdict"]), claims["confidence"].eq("high")
    low = result[firm].value_counts().reindex(ORDER, fill_value=0)
    return pd.DataFrame(
        {"claims": result.value_counts().reindex(ORDER, fill_value=0), "low": low, "high": low + int((~firm).sum())}
    )


def held(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count how many claims of each group hold.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Columns `by` and ``verdict``.
    by : str
        Column that groups the claims.

    Returns
    -------
    DataFrame, shape (groups, 3)
        ``claims``, ``held`` (supported or come true) and ``share`` (0 to 1), the greatest share first; of equal
        shares the group with more claims first. Groups of which no claim was read are left out.

    Examples
    --------
    >>> claims = pd.DataFrame({"kind": ["fact", "fact", "causal"],
    ...                        "verdict": ["supported", "came_true", "unsupported"]})
    >>> held(claims, "kind")["held"].to_dict()
    {'fact': 2, 'causal': 0}
    """
    counts = tally(claims, by)
    total = counts.sum(axis=1)
    groups = pd.DataFrame({"claims": total, "held": counts["supported"], "share": counts["supported"] / total})
    return groups[total > 0].sort_values(["share", "claims"], ascending=False, kind="stable")


def agreement_table(read: pd.Series, computed: pd.Series) -> pd.DataFrame:
    """Count the claims by the outcome that a reader gave and the one that a rule gave.

    Parameters
    ----------
    read, computed : Series of str, shape (n,)
        Outcomes, on one index; a claim without a computed outcome, or that was not read, is left out.

    Returns
    -------
    DataFrame, shape (5, 5)
        One row per outcome by reading, one column per outcome by rule; numbers of claims.

    Examples
    --------
    >>> read, computed = pd.Series(["supported", "contradicted"]), pd.Series(["supported", "unsupported"])
    >>> int(agreement_table(read, computed).loc["contradicted", "unsupported"])
    1
    """
    both = computed.notna() & read.ne(NOT_READ)
    counts = pd.crosstab(read[both].astype("str"), computed[both].astype("str"))
    index, columns = pd.Index(ORDER, name="read"), pd.Index(ORDER, name="computed")
    return counts.reindex(index=index, columns=columns, fill_value=0).astype(int)


def kappa(counts: pd.DataFrame) -> float:
    """Compute Cohen's kappa: agreement beyond what two independent judges of the same habits would reach by chance.

    Parameters
    ----------
    counts : DataFrame, shape (k, k)
        What :func:`agreement_table` gives.

    Returns
    -------
    float
        1 where all agree, 0 where they agree as by chance; NaN where both give one outcome to all claims, or there
        is no claim.

    References
    ----------
    J. Cohen, "A Coefficient of Agreement for Nominal Scales", *Educational and Psychological Measurement* 20 (1960),
    37-46.

    Examples
    --------
    >>> float(kappa(pd.DataFrame([[20, 5], [10, 15]])))
    0.4
    """
    total = counts.to_numpy().sum()
    if not total:
        return math.nan
    shares = counts.to_numpy() / total
    by_chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    return round((float(shares.trace()) - by_chance) / (1 - by_chance), 12) if by_chance < 1 else math.nan
