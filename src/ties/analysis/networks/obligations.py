"""Obligations of alliance treaties in force between states, as the ATOP project codes them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

KINDS = ["defense", "offense", "neutrality", "nonaggression", "consultation"]


def obligations_in_force(alliances: pd.DataFrame, *, focal: str, others: Sequence[str]) -> pd.DataFrame:
    """Say which obligations tie a state to others in the last year that is coded.

    Parameters
    ----------
    alliances : DataFrame
        Table ``alliances``: ``country_a``, ``country_b``, ``start_year``, ``end_year`` and one column per kind of
        obligation (0 or 1); what still ran in the last year of the data was coded as in force.
    focal : str
        The state compared.
    others : sequence of str
        States with which it is compared.

    Returns
    -------
    DataFrame, shape (n, 7)
        One row per state: ``other``, a boolean per kind, ``since`` (first year of what is in force; missing if
        nothing is).

    References
    ----------
    Leeds et al. (2002).

    Examples
    --------
    >>> treaty = {"country_a": ["IND"], "country_b": ["RUS"], "start_year": [1994], "end_year": [2018]}
    >>> alliances = pd.DataFrame(treaty | {kind: [int(kind == "consultation")] for kind in KINDS})
    >>> force = obligations_in_force(alliances, focal="IND", others=["RUS", "CHN"])
    >>> force[["other", "defense", "consultation", "since"]].values.tolist()
    [['RUS', False, True, 1994], ['CHN', False, False, <NA>]]
    """
    force = alliances[alliances["end_year"] == alliances["end_year"].max()]
    rows = []
    for other in others:
        pair = force[
            ((force["country_a"] == focal) & (force["country_b"] == other))
            | ((force["country_a"] == other) & (force["country_b"] == focal))
        ]
        rows.append([other, *(bool((pair[kind] == 1).any()) for kind in KINDS), pair["start_year"].min()])
    return pd.DataFrame(rows, columns=["other", *KINDS, "since"]).astype({"since": "Int64"})
