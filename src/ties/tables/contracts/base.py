"""The contract of a table: what every one of them declares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandera.pandas as pa
from pandera.api.pandas.model_config import BaseConfig

OWN = "CC BY 4.0 (own compilation)"
SIPRI = "SIPRI: extracts, with attribution, for non-commercial use"
WORLD_BANK = "CC BY 4.0 (World Bank)"
PUBLIC_DOMAIN = "Public domain (United States government)"
COW = "Correlates of War: free for research, with citation"
ATOP = "ATOP: free for research, with citation"
GOVERNMENT = "Government statistics: reuse with attribution"


class Contract(pa.DataFrameModel):
    """The columns of a table, their rules and the laws that tie them; the docstring describes the table.

    A subclass declares, in its ``Config``: ``name`` (of the table and its file), ``title`` (in the catalogue) and
    ``metadata`` (see :func:`about`). Columns are annotated ``Series[str]``, ``Series[float]`` or
    ``Series[pd.Int64Dtype]`` (whole numbers, which may be missing); dates stay text.
    """

    class Config(BaseConfig):
        """Columns are exactly those declared, in that order."""

        strict = True
        ordered = True
        coerce = True


def about(
    *,
    keys: tuple[str, ...] = ("id",),
    order: tuple[str, ...] | None = None,
    licence: str = OWN,
    edition: str | None = None,
    theme: str,
) -> dict[str, Any]:
    """Say of a table what its columns do not.

    Parameters
    ----------
    keys : tuple of str
        Columns that together name a row.
    order : tuple of str, optional
        Columns by which the rows are sorted. Left out: the first date of the table (or its ``year``), where it has
        one, and then the keys. Empty cells come last.
    licence : str
        Terms of use; they differ by publisher (constants of this module).
    edition : str, optional
        Column that holds the edition of the data, never mixed in one comparison.
    theme : str
        Chapter of the book that the table belongs to first: agreements, industry, deterrence, challenges, synthesis
        or shared.

    Examples
    --------
    >>> about(theme="industry")["keys"]
    ('id',)
    """
    return {"keys": keys, "order": order, "licence": licence, "edition": edition, "theme": theme}


def law(*columns: str, error: str) -> Callable[[Callable[..., Any]], Any]:
    """Make a method of a contract a law that ties columns of a row, or rows of a table, to each other.

    The method takes the class and the frame and answers, for each row, whether the law holds; a row whose facts are
    unknown passes. It is only ever shown rows whose `columns` are sound by themselves, so it need not guard
    against broken values.

    Parameters
    ----------
    *columns : str
        The columns that the law reads.
    error : str
        What is wrong with a row that breaks it, as the predicate of a sentence: "expires before it was signed".

    Examples
    --------
    >>> check = law("signed", "expires", error="expires before it was signed")
    >>> callable(check)
    True
    """

    def bind(method: Callable[..., Any]) -> Any:
        return pa.dataframe_check(name=method.__name__, error=error, description=";".join(columns))(method)

    return bind
