"""Places that a state may use, in nested sets."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

NESTED: dict[str, Sequence[str]] = {
    "own": ("own",),
    "access": ("own", "access"),
    "us": ("own", "access", "us"),
    "rival": ("rival",),
    "rival_ports": ("rival", "rival_port"),
}


def usable_places(places: pd.DataFrame, sets: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the places that count, with their set, and the straits.

    Parameters
    ----------
    places, sets : DataFrame
        Table ``places`` and judgement ``reach_sets`` (``place``, ``set``, ``reason``).

    Returns
    -------
    usable, straits : DataFrame
        Rows of `places` with ``set`` and ``reason``; what is excluded or not named is in neither.

    Raises
    ------
    ValueError
        If the judgement names a place that is not in the table.
    """
    unknown = sorted(set(sets["place"]) - set(places["id"]))
    if unknown:
        raise ValueError(f"no such place: {', '.join(unknown)}")
    chosen = places.merge(sets.rename(columns={"place": "id"}), on="id")
    usable = chosen[~chosen["set"].isin(["excluded", "strait"])].reset_index(drop=True)
    return usable, chosen[chosen["set"] == "strait"].sort_values("id", ignore_index=True)
