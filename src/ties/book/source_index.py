"""The sources of the evidence: which of them each table cites, and where the pages' files stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ties.findings.collect import ShownFigure, ShownTable
from ties.project.fingerprints import table_path
from ties.project.run import Run

NONE = pd.Series(dtype="str")


@dataclass(frozen=True)
class SourceIndex:
    """What the blocks of a page need to know of the evidence.

    Attributes
    ----------
    sources : DataFrame
        The table of sources.
    cited : mapping of str to Series
        Table to its cells of source ids, separated by ``;``.
    titles : mapping of str to str
        Table to its title.
    files : str
        From a page to the folder of its figures and downloads.
    """

    sources: pd.DataFrame
    cited: Mapping[str, pd.Series]
    titles: Mapping[str, str]
    files: str = ".."

    def of(self, record: ShownFigure | ShownTable) -> pd.DataFrame:
        """Give the sources of a record: those it names, or all of the tables it rests on."""
        ids: Iterable[str] = record.sources or {
            source
            for name in record.tables
            for cell in self.cited.get(name, NONE).dropna()
            for source in cell.split(";")
        }
        return self.sources[self.sources["id"].isin(set(ids))].sort_values("id")


def read_source_index(run: Run) -> SourceIndex:
    """Read the sources, and which of them each table of a run cites."""
    titles: dict[str, str] = json.loads(run.described.read_text(encoding="utf-8"))["titles"]
    cited = {
        name: pd.read_csv(table_path(name, run.data), usecols=["sources"], dtype="str")["sources"]
        for name in titles
        if name != "sources"
    }
    sources = pd.read_csv(table_path("sources", run.data), dtype="str", keep_default_na=False)
    return SourceIndex(sources, cited | {"sources": sources["id"]}, titles)
