"""Kinds of column: each call describes a column, its unit and its rules in one line of a contract."""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa

from ties.tables.dates import PATTERN as DATE

FISCAL_YEAR = r"^\d{4}-\d{2}$"
RELEASED, RELEASED_MONTH, VERSION = r"^(?:19|20)\d\d$", r"^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$", r"^\d+\.\d+$"
ID = r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$"
FINDING, FIGURE = r"^[a-z]+\.[a-z0-9_]+$", r"^[a-z]+(?:-[a-z0-9]+)+$"


def column(
    description: str,
    *,
    unit: str | None = None,
    references: str | None = None,
    when: tuple[str, str] | None = None,
    among: tuple[str, ...] = (),
    names: str | None = None,
    of: str | None = None,
    many: bool = False,
    kind: str = "text",
    required: bool = False,
    **checks: Any,
) -> Any:
    """Describe a column.

    Parameters
    ----------
    description : str
        What the column holds, for the data catalogue.
    unit : str, optional
        Unit, with its basis: "million US dollars, current", "million TIV", "per cent".
    references : str, optional
        ``table.column`` that every value must be found in.
    when : tuple of str, optional
        Column and value of the same row that make `references` apply; it always applies if left out.
    among : tuple of str
        ``table.column`` of which one must hold every value, though none has a row of its own for it.
    names : str, optional
        What the cell is a name of, or speaks of: "table", "column" or "conditions" (on the columns) of a table.
    of : str, optional
        Column of the same row that names the table of which `names` speaks.
    many : bool
        The cell is a list separated by ``;``; every element obeys `references` and, for ``isin``, the choice.
    kind : str
        "text", "date", "year", "choice" or "list": how the catalogue shows it; numbers show as what they are.
    required : bool
        An empty cell is an error.
    **checks
        Built-in checks of :func:`pandera.Field`: ``ge``, ``le``, ``isin``, ``str_matches``, ``unique``.

    Examples
    --------
    >>> column("Contract value", unit="million US dollars, current", ge=0).description
    'Contract value'
    """
    choices = checks.pop("isin", None) if many else None
    metadata = {
        "unit": unit, "references": references, "when": when, "many": many, "kind": "list" if many else kind,
        "choices": choices, "among": among, "names": names, "of": of,
    }  # fmt: skip
    return pa.Field(nullable=not required, description=description, metadata=metadata, **checks)


def key(description: str = "Short, stable name of the row") -> Any:
    """Describe the ``id`` of a table: required, unique, lower-case and hyphenated."""
    return column(description, required=True, unique=True, str_matches=ID)


def date(description: str, *, required: bool = False) -> Any:
    """Describe a date of year, month or day precision."""
    return column(description, kind="date", required=required, str_matches=DATE)


def year(description: str, *, unit: str = "calendar year", required: bool = True, **checks: Any) -> Any:
    """Describe a year (annotate the column ``Series[pd.Int64Dtype]``); of a fiscal year, the one it starts in."""
    return column(description, unit=unit, kind="year", required=required, **{"ge": 1800, "le": 2100, **checks})


def fiscal_year(description: str = "Indian fiscal year, April to March") -> Any:
    """Describe an Indian fiscal year as it is written: ``2016-17``."""
    return column(description, kind="year", required=True, unique=True, str_matches=FISCAL_YEAR)


def percentage(description: str, *, required: bool = False, ge: float = 0, le: float = 100) -> Any:
    """Describe a share in per cent (annotate the column ``Series[float]``)."""
    return column(description, unit="per cent", required=required, ge=ge, le=le)


def flag(description: str) -> Any:
    """Describe a column of 0 and 1 (annotate it ``Series[pd.Int64Dtype]``)."""
    return column(description, unit="1 = yes, 0 = no", kind="choice", required=True, isin=[0, 1])


def choice(description: str, values: list[str], *, required: bool = False) -> Any:
    """Describe a column with a closed list of values."""
    return column(description, kind="choice", required=required, isin=values)


def choice_list(description: str, values: list[str], *, required: bool = False) -> Any:
    """Describe a list, separated by ``;``, of values from a closed list."""
    return column(description, many=True, required=required, isin=values)


def country(description: str, *, required: bool = False) -> Any:
    """Describe a country or group by its code in table ``countries``."""
    return column(description, references="countries.code", required=required)


def countries(description: str, *, required: bool = False) -> Any:
    """Describe a list of countries separated by ``;``."""
    return column(description, references="countries.code", many=True, required=required)


def sources(*, required: bool = True) -> Any:
    """Describe the list of sources that every row carries."""
    return column("Sources of the row", references="sources.id", many=True, required=required)


def confidence() -> Any:
    """Describe how sure a row is: high (primary, or two independent secondary), medium (one), low."""
    return choice("How sure the row is", ["high", "medium", "low"], required=True)


def edition(pattern: str = RELEASED, *, required: bool = True) -> Any:
    """Describe the edition of a data set (by default a year of release); one comparison never mixes two."""
    return column(
        "Edition of the data set, by release; never mixed in one comparison",
        required=required,
        str_matches=pattern,
    )


def note() -> Any:
    """Describe the free note of a row."""
    return column("What a user of the row should know")


def same_choice(description: str, contract: type[pa.DataFrameModel], name: str, *, required: bool = True) -> Any:
    """Describe a column that holds the values that a column of another contract may hold.

    Parameters
    ----------
    description : str
        What the column holds.
    contract : type of DataFrameModel
        The other contract.
    name : str
        Its column, one with a closed list of values.
    required : bool
        An empty cell is an error.
    """
    checks = contract.to_schema().columns[name].checks
    return choice(
        description, next(c.statistics["allowed_values"] for c in checks if c.name == "isin"), required=required
    )


def reason() -> Any:
    """Describe the reason that every row of a judgement gives."""
    return column("Why it was decided so", required=True)


def finding(description: str, *, required: bool = True, unique: bool = False) -> Any:
    """Describe the name of a finding, ``chapter.key``; whether it is recorded is for the build to say."""
    return column(description, required=required, unique=unique, str_matches=FINDING)


def table_name(description: str, *, required: bool = True) -> Any:
    """Describe the name of a table, or of a judgement as ``judgements/<name>``."""
    return column(description, names="table", required=required)


def column_name(description: str, *, of: str, many: bool = False, required: bool = True) -> Any:
    """Describe the name of a column of the table that column `of` names."""
    return column(description, names="column", of=of, many=many, required=required)


def conditions(description: str, *, of: str, required: bool = True) -> Any:
    """Describe conditions on rows (:func:`ties.tables.query.select_rows`) of the table that column `of` names."""
    return column(description, names="conditions", of=of, required=required)
