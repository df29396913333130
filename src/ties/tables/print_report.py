"""Print the outcome of a check: tables on a terminal, plain lines anywhere else."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ties.tables.failures import Failure, Report


def print_report(report: Report, console: Console | None = None) -> None:
    """Print every failure, or the counts when there is none.

    Parameters
    ----------
    report : Report
        Outcome of :func:`ties.tables.validate.check`.
    console : rich.console.Console, optional
        Where to print; standard output if left out. On a terminal the rows are drawn as a table, elsewhere each
        is one plain line (``file:row  column  rule  value``), which other programs can read.
    """
    out = console or Console()
    if report.ok:
        count = len(report.counts)
        _print_rows(out, "1 table, sound" if count == 1 else f"{count} tables, all sound", report.counts)
        return
    count = len(report.failures)
    title = f"{count} failure{'s' if count != 1 else ''} in {len({f.file for f in report.failures})} files"
    if out.is_terminal:
        shown = [name for name in Failure._fields if name != "hint" or any(f.hint for f in report.failures)]
        _print_rows(out, title, [{name: getattr(f, name) for name in shown} for f in report.failures])
        return
    for failure in report.failures:
        out.print(Text(str(failure)), soft_wrap=True)
    out.print(Text(title), soft_wrap=True)


def _print_rows(out: Console, title: str, rows: list[dict[str, object]]) -> None:
    """Draw rows as a table; numbers stand to the right."""
    if not out.is_terminal:
        out.print(Text(title), soft_wrap=True)
        for line in _aligned(rows):
            out.print(Text(line), soft_wrap=True)
        return
    table = Table(title=title)
    for name in rows[0] if rows else ():
        table.add_column(name, justify="right" if isinstance(rows[0][name], int) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
    out.print(table)


def _aligned(rows: list[dict[str, object]]) -> list[str]:
    cells = [[str(name) for name in row] for row in rows[:1]] + [[str(v) for v in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
