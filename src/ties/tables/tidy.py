"""Put the columns and rows of tables in the order that their contracts declare.

``python -m ties.tables.tidy [DIR]`` rewrites the tables and judgements of a folder in place, the shipped ones by
default. No cell is changed; a column that the contract does not have is an error, one that the file does not have is
added empty.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pandas as pd

from ties.tables.cell_types import convert, type_of
from ties.tables.contracts import all_contracts
from ties.tables.load import home
from ties.tables.schema.contract import Contract, sort_columns


def tidy(cells: pd.DataFrame, contract: type[Contract]) -> pd.DataFrame:
    """Order the columns and rows of a table.

    Parameters
    ----------
    cells : DataFrame of str
        The table as text, empty cells as empty text.
    contract : type of Contract
        Its contract.

    Returns
    -------
    DataFrame of str
        The same cells. Rows are sorted by the contract's ``order``: numbers by size, text by code point, empty last.

    Raises
    ------
    ValueError
        If the table has a column that the contract has not.
    """
    schema = contract.to_schema()
    unknown = {str(name) for name in cells} - set(schema.columns)
    if unknown:
        raise ValueError(f"{schema.name}: not in the contract: {', '.join(sorted(unknown))}")
    ordered = cells.reindex(columns=list(schema.columns), fill_value="")
    by = {name: convert(ordered[name], type_of(schema.columns[name]))[0] for name in sort_columns(contract)}
    if not by:  # the author's own order
        return ordered
    place = pd.DataFrame(by).sort_values(list(by), na_position="last", kind="stable").index
    return ordered.loc[place]


def tidy_folder(folder: Path) -> None:
    """Rewrite every table and judgement of a folder that is not in its order."""
    for name, contract in all_contracts().items():
        path = folder / f"{name}.csv"
        if path.is_file():
            cells = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
            ordered = tidy(cells, contract)
            if not ordered.equals(cells):  # one in order keeps its bytes, such as quotes that it need not have
                ordered.to_csv(path, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL, encoding="utf-8")


if __name__ == "__main__":
    tidy_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else home())
