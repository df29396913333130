"""The contract of a table: what every one of them declares."""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa
from pandera.api.pandas.model_config import BaseConfig

OWN = "CC BY 4.0 (own compilation)"


class Contract(pa.DataFrameModel):
    """The columns of a table, their rules and the laws that tie them; the docstring describes the table.

    A subclass declares, in its ``Config``: ``name`` (of the table and its file), ``title`` (in the catalogue) and
    ``metadata`` (see :func:`about`).
    """

    class Config(BaseConfig):
        """Columns are exactly those declared, in that order."""

        strict = True
        ordered = True


def about(
    *, keys: tuple[str, ...] = ("id",), licence: str = OWN, edition: str | None = None, theme: str
) -> dict[str, Any]:
    """Say of a table what its columns do not.

    Parameters
    ----------
    keys : tuple of str
        Columns that together name a row.
    licence : str
        Terms of use; they differ by publisher.
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
    return {"keys": keys, "licence": licence, "edition": edition, "theme": theme}
