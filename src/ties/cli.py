"""The command line: ``ties check``."""

from __future__ import annotations

import sys

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ties")
def main() -> None:
    """Check the evidence tables of the India-US defence report."""


@main.command()
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False), metavar="[DIR]")
def check(directory: str | None) -> None:
    """Check the tables in DIR (by default the shipped ones) against their contracts.

    Prints every failure with its file, row, column, rule and value, and exits with status 1; if there is none,
    prints a table of counts.
    """
    from ties.tables.check import check as check_tables
    from ties.tables.print_report import print_report

    report = check_tables(directory)
    print_report(report)
    sys.exit(0 if report.ok else 1)
