"""Load a judgement: weights, scores, thresholds and choices that are ours, kept as data with their reasons."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ties.tables.load import home, load


def judgements(data: str | Path | None = None) -> list[str]:
    """Name the judgements kept as tables, in alphabetical order.

    Parameters
    ----------
    data : path, optional
        Folder of tables that holds ``judgements/``; the shipped one when not given.

    Examples
    --------
    >>> "force_level_choices" in judgements()
    True
    """
    return sorted(path.stem for path in (Path(data or home()) / "judgements").glob("*.csv"))


def judgement(name: str, data: str | Path | None = None) -> pd.DataFrame:
    """Load a judgement; a chapter declares it as the table ``judgements/<name>``.

    Parameters
    ----------
    name : str
        Name of the file in ``data/judgements/``, without its ending.
    data : path, optional
        Folder of tables that holds ``judgements/``; the shipped one when not given.

    Returns
    -------
    DataFrame
        One row per decision, with a column ``reason`` that says why.

    Raises
    ------
    KeyError
        If there is no judgement of that name.
    ValueError
        If a row gives no reason.

    Examples
    --------
    >>> bool(judgement("force_level_choices")["reason"].notna().all())
    True
    """
    try:
        frame = load(f"judgements/{name}", data)
    except KeyError:
        raise KeyError(f"no judgement {name!r}; there are: {', '.join(judgements(data))}") from None
    if "reason" not in frame or frame["reason"].isna().any():
        raise ValueError(f"judgement {name!r} has a row without a reason")
    frame.attrs["judgement"] = name
    return frame
