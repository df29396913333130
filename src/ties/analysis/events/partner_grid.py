"""Partner grid: which states hold which kind of agreement with a hub, since when, and how far ahead or behind."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ties.analysis.events.signatures import parties_of, years_between
from ties.tables.dates import bounds

FOUNDATIONAL = ("information_security", "logistics", "communications", "geospatial")


def first_pacts(signed: pd.DataFrame) -> list[str]:
    """Name the first pact of each foundational kind, in the order of the kinds.

    Parameters
    ----------
    signed : DataFrame
        ``id``, ``kind``, ``form``, in the order of signature: :func:`ties.analysis.events.signatures.signed_by`.

    Examples
    --------
    >>> kinds = ["geospatial", "logistics", "logistics"]
    >>> signed = pd.DataFrame({"id": ["a", "b", "c"], "kind": kinds, "form": "pact"})
    >>> first_pacts(signed)
    ['b', 'a']
    """
    pacts = signed[signed["form"] == "pact"].drop_duplicates("kind").set_index("kind")["id"]
    return [str(pacts[kind]) for kind in FOUNDATIONAL if kind in pacts.index]


def partner_grid(
    agreements: pd.DataFrame, *, hub: str, as_of: str, kinds: Sequence[str] = FOUNDATIONAL
) -> pd.DataFrame:
    """Give, for each partner of a hub and each kind, the first agreement signed and what became of it.

    Only agreements of two parties count. A text that has run out or was replaced is over; a partner and kind is
    "signed" while any text of the kind runs.

    Parameters
    ----------
    agreements : DataFrame
        Table ``agreements``.
    hub : str
        The state whose partners are compared.
    as_of : str
        Last day that counts.
    kinds : sequence of str
        Kinds of agreement, in the order of the columns of the grid.

    Returns
    -------
    DataFrame
        One row per partner with any row in the table and per kind: ``partner``, ``kind``, ``state``, ``signed``
        (first signature), ``ended`` (last end, for "ended"), ``ids``, ``sources``. States: "signed"; "undated" (in
        force by the table, day unknown); "ended"; "open" (a draft or talks, nothing signed); "none" (no row in the
        table, which is not proof that there is no such agreement). Empty if the hub has no agreement of these kinds.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "id": ["a", "b"], "parties": ["PAK;USA", "IND;USA"], "kind": ["communications"] * 2,
    ...     "signed": ["2005-10", "2018-09-06"], "expires": ["2020-10", "2028-09-06"],
    ...     "status": ["lapsed", "in_force"], "supersedes": [None, None], "sources": ["s", "t"],
    ... })
    >>> partner_grid(table, hub="USA", as_of="2026-06-30", kinds=["communications"])[["partner", "state", "signed"]]
      partner   state      signed
    0     IND  signed  2018-09-06
    1     PAK   ended     2005-10
    """
    sets = parties_of(agreements)
    pairs = agreements[sets.map(lambda p: hub in p and len(p) == 2) & agreements["kind"].isin(kinds)].copy()
    if pairs.empty:
        return pd.DataFrame(columns=["partner", "kind", "state", "signed", "ended", "ids", "sources"])
    pairs["partner"] = parties_of(pairs).map(lambda p: next(iter(p - {hub})))
    last = pd.Timestamp(as_of)
    signed, ends = bounds(pairs["signed"]), bounds(pairs["expires"])
    pairs["is_signed"] = signed["earliest"] <= last
    pairs["is_undated"] = pairs["signed"].isna() & pairs["status"].eq("in_force")
    replaced = pairs.loc[pairs["is_signed"], "supersedes"].dropna()
    pairs["is_over"] = (ends["latest"] <= last) | pairs["id"].isin(replaced)
    pairs["order"] = signed["earliest"]
    cells = {key: _cell(rows) for key, rows in pairs.groupby(["partner", "kind"])}
    empty = {"state": "none", "signed": None, "ended": None, "ids": "", "sources": ""}
    return pd.DataFrame(
        [
            {"partner": partner, "kind": kind} | cells.get((partner, kind), empty)
            for partner in sorted(pairs["partner"].unique())
            for kind in kinds
        ]
    )


def _cell(rows: pd.DataFrame) -> dict[str, object]:
    """Sum up the agreements of one partner and kind."""
    done = rows[rows["is_signed"]].sort_values(["order", "id"])
    running = done[~done["is_over"]]
    if len(done):
        state = "signed" if len(running) else "ended"
    elif rows["is_undated"].any():
        state = "undated"
    else:
        state = "open"
    ended = done["expires"].dropna().max() if state == "ended" else None
    return {
        "state": state,
        "signed": done["signed"].iloc[0] if len(done) else None,
        "ended": ended,
        "ids": ";".join(rows["id"].sort_values()),
        "sources": ";".join(rows["sources"]),
    }


def lag_behind(grid: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Give by how many years a focal state signed after each other partner, kind by kind.

    Parameters
    ----------
    grid : DataFrame
        From :func:`partner_grid`.
    focal : str
        The partner that is compared with the others.

    Returns
    -------
    DataFrame
        `grid` with ``low`` and ``high``: years by which `focal` came later (negative: earlier), an interval because a
        date may be a year or a month; missing where either side has no dated signature.

    Raises
    ------
    ValueError
        If the focal state is not in the grid.

    Examples
    --------
    >>> grid = pd.DataFrame({
    ...     "partner": ["IND", "PAK"], "kind": ["communications"] * 2, "signed": ["2018-09-06", "2005-10"],
    ... })
    >>> lag_behind(grid, "IND").set_index("partner")[["low", "high"]].loc["PAK"].round(1).tolist()
    [12.8, 12.9]
    """
    own = grid[grid["partner"] == focal].set_index("kind")["signed"]
    if own.empty:
        raise ValueError(f"{focal} is not a partner in the grid")
    return grid.assign(**years_between(grid["signed"], grid["kind"].map(own)))


def signed_before(others: pd.DataFrame, *, later: bool = False) -> pd.DataFrame:
    """Give the cells signed before the focal state (or after it), by the middle of what the dates can mean.

    Parameters
    ----------
    others : DataFrame
        Cells of the other partners, with ``low`` and ``high``: :func:`lag_behind`.
    later : bool
        Give those signed after it.

    Examples
    --------
    >>> others = pd.DataFrame({"partner": ["PAK", "JPN"], "low": [12.8, -5.6], "high": [12.9, -5.6]})
    >>> signed_before(others)["partner"].tolist(), signed_before(others, later=True)["partner"].tolist()
    (['PAK'], ['JPN'])
    """
    middle = others["low"] + others["high"]
    return others[(middle < 0) if later else (middle > 0)]
