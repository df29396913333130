"""How far verdicts by rule survive other choices of thresholds and inputs, each changed alone."""

from __future__ import annotations

import pandas as pd

from ties.analysis.claim_tally import ORDER

CHANGED = {
    "supported": "threshold of supported",
    "partly_supported": "threshold of partly supported",
    "unsupported": "threshold of not supported",
    "input": "an input",
}


def choices_tried(verdicts: pd.DataFrame) -> pd.DataFrame:
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

    Examples
    --------
    >>> verdicts = pd.DataFrame({"claim": ["a"], "computed": ["supported"], "moved": ["supported=2: contradicted"],
    ...                          "alternatives": ["supported=2 | where=k=x"]})
    >>> choices_tried(verdicts)[["of", "gives"]].values.tolist()
    [['threshold', 'contradicted'], ['input', 'supported']]
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


def choices_kept(tried: pd.DataFrame) -> pd.DataFrame:
    """Count, for each threshold and for the inputs, how many verdicts survive every other choice of it.

    Parameters
    ----------
    tried : DataFrame
        What :func:`choices_tried` gives.

    Returns
    -------
    DataFrame
        ``changed`` (what was changed alone), ``verdicts`` (with such a choice to make), ``firm`` (that none of the
        choices moves), ``tried`` and ``kept`` (choices, and how many of them leave the verdict); the last row is of
        all choices together.

    Examples
    --------
    >>> tried = pd.DataFrame({"claim": ["a", "a"], "choice": ["supported=2", "where=k=x"],
    ...                       "computed": "supported", "gives": ["contradicted", "supported"]})
    >>> choices_kept(tried)[["changed", "firm"]].values.tolist()
    [['threshold of supported', 0], ['an input', 1], ['any of them', 0]]
    """
    name = tried["choice"].str.partition("=")[0]
    changed = name.where(name.isin(ORDER), "input").map(lambda part: CHANGED.get(part, part))
    parts = pd.concat([tried.assign(changed=changed), tried.assign(changed="any of them")])
    parts["stays"] = parts["gives"] == parts["computed"]
    counts = parts.groupby("changed")["stays"].agg(tried="size", kept="sum")
    firm = (
        parts.groupby(["changed", "claim"])["stays"].all().groupby(level="changed").agg(verdicts="size", firm="sum")
    )
    order = [label for label in [*CHANGED.values(), "any of them"] if label in counts.index]
    found: pd.DataFrame = firm.join(counts).loc[order].astype(int).reset_index()
    return found


def verdicts_firm(tried: pd.DataFrame) -> pd.DataFrame:
    """Count the verdicts that survive every other choice, of thresholds and of inputs apart.

    Parameters
    ----------
    tried : DataFrame
        What :func:`choices_tried` gives.

    Returns
    -------
    DataFrame, shape (2, 2)
        By ``of``: ``verdicts`` (with such a choice to make) and ``firm`` (that none of them moves).

    Examples
    --------
    >>> tried = pd.DataFrame({"claim": ["a", "a"], "of": ["threshold", "input"], "computed": "supported",
    ...                       "gives": ["contradicted", "supported"]})
    >>> verdicts_firm(tried)["firm"].to_dict()
    {'threshold': 0, 'input': 1}
    """
    stays = (tried["gives"] == tried["computed"]).groupby([tried["of"], tried["claim"]]).all()
    counts = stays.groupby(level="of").agg(["size", "sum"]).set_axis(["verdicts", "firm"], axis=1)
    return counts.reindex(["threshold", "input"], fill_value=0).astype(int)
