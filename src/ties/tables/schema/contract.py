"""The contract of a table: what every one of them declares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandera.pandas as pa
from pandera.api.pandas.model_config import BaseConfig

from ties.tables.schema.cell_checks import role_checks


class Licence(NamedTuple):
    """Terms of use of a table: short name, what it asks, and where it says so."""

    name: str
    title: str
    path: str


OWN = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 (our own compilation)",
    "https://creativecommons.org/licenses/by/4.0/",
)
WORLD_BANK = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 (World Bank)",
    "https://www.worldbank.org/en/about/legal/terms-of-use-for-datasets",
)
SIPRI = Licence(
    "SIPRI",
    "Data (c) SIPRI: extracts, with attribution, for non-commercial use",
    "https://www.sipri.org/about/terms-and-conditions",
)
PUBLIC_DOMAIN = Licence(
    "public-domain",
    "Public domain: work of the United States government",
    "https://www.usa.gov/government-copyright",
)
GOVERNMENT = Licence(
    "government-statistics",
    "Official statistics: reuse with attribution, where the office's terms allow",
    "https://www.data.gov.in/Godl",
)
COW = Licence(
    "correlates-of-war", "Correlates of War: free for research, with citation", "https://correlatesofwar.org/"
)
ATOP = Licence("atop", "ATOP: free for research, with citation", "http://www.atopdata.org/")
UN_VOTES = Licence(
    "CC0-1.0",
    "Harvard Dataverse, Voeten, Strezhnev and Bailey: with citation",
    "https://doi.org/10.7910/DVN/LEJUQZ",
)


class Contract(pa.DataFrameModel):
    """The columns of a table, their rules and the checks that tie them; the docstring describes the table.

    A subclass declares, in its ``Config``: ``name`` (of the table and its file), ``title`` (in the catalogue) and
    ``metadata`` (see :func:`about`). Columns are annotated ``Series[str]``, ``Series[float]`` or
    ``Series[pd.Int64Dtype]`` (whole numbers, which may be missing); dates stay text.
    """

    class Config(BaseConfig):
        """Columns are exactly those declared, in that order."""

        strict = True
        ordered = True
        coerce = True

    @classmethod
    def build_schema_(cls, **kwargs: Any) -> pa.DataFrameSchema:
        """Build the schema from the columns, their roles and checks."""
        # pandera's own method asks of each column whether it is an index of dask, modin or pyspark, and imports dask
        # to know: half a second of every check
        columns = {
            field.name: pa.Column(
                **field.column_properties(annotation.arg, checks=role_checks(field.metadata or {}), name=field.name)
            )
            for annotation, field in cls.__fields__.values()
        }
        return pa.DataFrameSchema(columns, checks=cls.__root_checks__, **kwargs)


def table_metadata(
    *,
    keys: tuple[str, ...] = ("id",),
    order: tuple[str, ...] | None = None,
    period: tuple[str, ...] | None = None,
    licence: Licence = OWN,
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
    period : tuple of str, optional
        Columns whose first and last value are the period that the table covers. Left out: its first date, or year.
    licence : Licence
        Terms of use; they differ by publisher (constants of this module).
    edition : str, optional
        Column that holds the edition of the data, never mixed in one comparison.
    theme : str
        Chapter of the book that the table belongs to first: agreements, industry, deterrence, challenges, synthesis
        or shared.

    Examples
    --------
    >>> table_metadata(theme="industry")["keys"]
    ('id',)
    """
    return {"keys": keys, "order": order, "period": period, "licence": licence, "edition": edition, "theme": theme}


def table_facts(contract: type[Contract]) -> dict[str, Any]:
    """Give what :func:`about` says of a contract."""
    return dict(contract.Config.metadata or {})


def period_columns(contract: type[Contract]) -> tuple[str, ...]:
    """Give the columns that say when a row is: those declared as ``period``, or the first date or year, or none."""
    declared = table_facts(contract)["period"]
    if declared is not None:
        return tuple(declared)
    columns = contract.to_schema().columns.items()
    return tuple(name for name, column in columns if column.metadata["kind"] in {"date", "year"})[:1]


def sort_columns(contract: type[Contract]) -> tuple[str, ...]:
    """Give the columns by which the rows are sorted: those declared as ``order``, or the clock and then the keys."""
    declared = table_facts(contract)["order"]
    if declared is not None:
        return tuple(declared)
    return tuple(dict.fromkeys([*period_columns(contract), *table_facts(contract)["keys"]]))


def row_check(*columns: str, error: str) -> Callable[[Callable[..., Any]], Any]:
    """Make a method of a contract a check that ties columns of a row, or rows of a table, to each other.

    The method takes the class and the frame and answers, for each row, whether it holds; a row whose facts are
    unknown passes. It is only ever shown rows whose `columns` are sound by themselves, so it need not guard
    against broken values.

    Parameters
    ----------
    *columns : str
        The columns that the check reads.
    error : str
        What is wrong with a row that breaks it, as the predicate of a sentence: "expires before it was signed".

    Examples
    --------
    >>> check = row_check("signed", "expires", error="expires before it was signed")
    >>> callable(check)
    True
    """

    def bind(method: Callable[..., Any]) -> Any:
        return pa.dataframe_check(name=method.__name__, error=error, description=";".join(columns))(method)

    return bind
