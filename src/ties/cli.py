"""The command line: ``ties check``, ``import``, ``as-of``, ``build``, ``sweep``, ``diff``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from ties.command_group import CommandGroup


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ties")
def main() -> None:
    """Check the evidence tables of the report, and build its book."""


@main.command()
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False), metavar="[DIR]")
def check(directory: str | None) -> None:
    """Check all that can be known before anything runs: tables, judgements, chapters, notebooks, prose.

    With DIR only the tables in that folder are checked against their contracts. Prints every failure with its file,
    row, column, rule and value, and exits with status 1; if there is none, prints a table of counts.
    """
    from ties.claims.known_rules import known_rules
    from ties.project.checkout import check_checkout
    from ties.tables.print_report import print_report
    from ties.tables.validate import validate_tables

    if directory is None:
        check_checkout(Path.cwd())
    report = validate_tables(directory, rules=known_rules())
    print_report(report)
    faults = _source_faults(Path.cwd()) if directory is None else []
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(0 if report.ok and not faults else 1)


def _source_faults(root: Path) -> list[str]:
    """Check the sources of the book that stands here; none where there is no book."""
    from ties.book.source_checks import source_faults
    from ties.project.chapter_config import FILE, DeclarationError

    try:
        return source_faults(root) if (root / FILE).is_file() else []
    except DeclarationError as error:
        return [str(error)]


@main.command()
@click.argument("kind", type=click.Choice(["table", "figure", "chapter", "claim"]))
@click.argument("name")
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="The checkout."
)
def new(kind: str, name: str, root: Path) -> None:
    """Write the skeleton of a table, a figure, a chapter or a claim.

    NAME is port_visits for a table, industry/port-visits for a figure of that chapter, trade for a chapter, claim-68
    for a claim. `ties check` lists what remains to be written until it is.
    """
    from ties.scaffold import skeletons

    try:
        match kind:
            case "figure":
                chapter, _, figure = name.rpartition("/")
                written = skeletons.new_figure(root, chapter, figure)
            case "table":
                written = skeletons.new_table(root, name)
            case "chapter":
                written = skeletons.new_chapter(root, name)
            case _:
                written = skeletons.new_claim(root, name)
    except skeletons.SkeletonError as error:
        click.echo(f"Nothing was written. {error}", err=True)
        sys.exit(1)
    for path in written:
        click.echo(path.relative_to(root))
    click.echo("Now `ties check` says what remains to be written.")
    if kind == "claim":
        click.echo("README.md counts the claims by verdict: its counts and its picture change too.")
    if kind == "table":
        click.echo("When its contract is written: python -m ties.tables.tidy; python -m ties.tables.datapackage")


@main.command(name="import")
@click.argument("form", metavar="FORMAT")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder of tables.")
@click.option("--edition", metavar="EDITION", help="Edition of the data, where the file does not say it.")
def import_(form: str, file: Path, into: Path, edition: str | None) -> None:
    """Turn FILE, an official export as it was downloaded, into tables in a folder for `ties build --data`.

    FORMAT is `auto`, or one of: sipri-tiv, sipri-tiv-legacy, sipri-register, sipri-deliveries, sipri-milex,
    world-bank-csv, world-bank-json, un-ideal-points, un-votes, comtrade, comtrade-legacy, cow-capabilities,
    us-census. A file that is not understood is refused with sheet, row and column, and the folder stays as it was.
    """
    from ties.tables.failures import visible
    from ties.tables.importers.overlay import import_file
    from ties.tables.importers.reading import ImportRefusedError

    try:
        done = import_file(file, into, name=form, edition=edition)
    except (ImportRefusedError, OSError) as error:
        click.echo(f"Nothing was written. {visible(file.name)}: {visible(str(error))}", err=True)
        sys.exit(1)
    click.echo(f"{done.format}, edition {done.edition}")
    for table, rows in done.rows.items():
        click.echo(f"  {table:<24} {rows:>7,} rows")
    for reason, times in sorted(done.left_out.items()):
        click.echo(f"  left out: {visible(reason)} ({times})")


@main.command(name="as-of")
@click.argument("day", type=click.DateTime(formats=["%Y-%m-%d"]), metavar="DAY")
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder of tables.")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of newer tables.")
def as_of(day: datetime, into: Path, data: Path | None) -> None:
    """Cut the tables to what could have been known on DAY (2025-07-01), into a folder for `ties build --data`.

    Prints for each table the rows that stay and those that are out, and the cells that were changed; `vintage.json`
    in the folder says by which rule. The rules are data/judgements/vintages.csv.
    """
    from ties.tables.as_of.snapshot import VintageError, write_as_of

    try:
        report = write_as_of(f"{day:%Y-%m-%d}", into, data)
    except (VintageError, OSError) as error:
        click.echo(f"Nothing was written. {error}", err=True)
        sys.exit(1)
    click.echo(f"{'table':<36} {'rows':>6} {'out':>6} {'cells':>6}")
    for name, counts in report["tables"].items():
        out, changed = sum(counts["left_out"].values()), sum(counts["changed"].values())
        if out or changed:
            click.echo(f"{name:<36} {counts['kept']:>6,} {out:>6,} {changed:>6,}")


@main.command(name="build")
@click.option("--set", "settings", multiple=True, metavar="CHAPTER.PARAMETER=VALUE", help="Run with another value.")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of newer tables.")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="The book.")
@click.option("--explain", is_flag=True, help="Say for each step what changed since it last ran; run nothing.")
@click.option("--clean", is_flag=True, help="Forget what earlier builds made (the published site stays).")
@click.option("--edition", metavar="NAME", help="Record the run as an edition (2026.11) in editions/.")
@click.option("--known-on", metavar="DAY", help="Build from the evidence as it could be known on a day (2025-07-01).")
@click.option("--pdf/--no-pdf", default=True, help="Print the book as PDF too, where a browser is installed.")
@click.option(
    "--engine",
    type=click.Choice(["ties-warm", "papermill"]),
    default="ties-warm",
    show_default=True,
    help="Run notebooks in forked kernels, or by papermill's own engine, which is slower and has no limit of memory.",
)
def run_build(
    settings: tuple[str, ...],
    data: Path | None,
    root: Path,
    *,
    explain: bool,
    clean: bool,
    edition: str | None,
    known_on: str | None,
    pdf: bool,
    engine: str,
) -> None:
    """Build the book from tables and notebooks: run what is stale, publish only what is whole."""
    from ties.project.atomic_files import describe_os_error

    try:
        from ties.build import build as builder
    except OSError as error:  # a disk so full that no folder for what is thrown away is to be had
        click.echo(f"The build failed; the last good site is untouched.\n{describe_os_error(error)}", err=True)
        sys.exit(1)
    pairs = dict(setting.partition("=")[::2] for setting in settings)
    root = root.resolve()
    try:
        if explain:
            for step, reasons in builder.explain_build(root, pairs, data).items():
                click.echo(f"{step:<12} {'; '.join(reasons) or 'nothing changed'}")
            return
        site = builder.build(
            root,
            settings=pairs,
            data=data,
            clean=clean,
            pdf=pdf,
            edition=edition,
            known_on=known_on,
            engine=engine,
        )
    except (builder.BuildError, ValueError, OSError) as error:
        why = describe_os_error(error) if isinstance(error, OSError) else str(error)
        click.echo(f"The build failed; the last good site is untouched.\n{why}", err=True)
        sys.exit(1)
    click.echo(f"The book: {site / 'index.html'}")


@main.command()
@click.argument("old")
@click.argument("new")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="The book.")
@click.option("--markdown", is_flag=True, help="Print Markdown, for a file or a message.")
def diff(old: str, new: str, root: Path, *, markdown: bool) -> None:
    """Say what changed from edition OLD to edition NEW.

    OLD and NEW are names of editions (2026.11), or folders with the record of a build. Says which findings moved, and
    how far beside their intervals; which claims flipped, and what moved them; how many rows of which tables changed.
    """
    from ties.book import change_report
    from ties.book.edition_record import find_edition
    from ties.findings.edition_changes import compare_editions
    from ties.findings.edition_store import EditionError

    try:
        found = compare_editions(find_edition(root, old), find_edition(root, new))
    except EditionError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    title = f"# From {found.old.name} to {found.new.name}\n\n{change_report.change_summary(found)}\n\n"
    text = title + change_report.change_markdown(found)
    if markdown:
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


@main.command()
@click.argument("chapter")
@click.option(
    "--grid", "grids", multiple=True, required=True, metavar="PARAMETER=VALUES", help="What moves; see above."
)
@click.option("--set", "settings", multiple=True, metavar="PARAMETER=VALUE", help="Another value for all runs.")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of newer tables.")
@click.option("--scheduler", metavar="ADDRESS", help="Run on this dask scheduler, tcp://HOST:PORT.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Runs at a time here; one per processor if not said."
)
@click.option("--timeout", type=click.IntRange(1), metavar="SECONDS", help="Longest that a run may take.")
@click.option("--memory", type=click.IntRange(1), metavar="MB", help="Most memory of one run.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Most combinations allowed.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the results.")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="The book.")
def sweep(
    chapter: str,
    grids: tuple[str, ...],
    settings: tuple[str, ...],
    data: Path | None,
    scheduler: str | None,
    workers: int | None,
    timeout: int | None,
    memory: int | None,
    limit: int,
    out: Path | None,
    root: Path,
) -> None:
    """Run CHAPTER once for every combination of a grid; give tables, a picture per finding, and a page of all.

    VALUES are separated by commas: `2000,2010`; a range of numbers has both its ends: `0:0.6:0.05`; a list of
    countries or choices stands in brackets: `[JPN, AUS],[JPN],[]`. The last --grid moves fastest. What has run once
    is kept: the same command goes on where it was stopped, and tries again what failed.
    """
    from ties.sweep import run_sweep as sweeps
    from ties.sweep.dask_pool import PoolError
    from ties.sweep.sweep_results import describe_parameters

    if scheduler and workers:
        raise click.UsageError("--workers is for the pool of this machine; a scheduler has its own workers")
    try:
        done = sweeps.run_sweep(
            root.resolve(), chapter, grids, settings=settings, data=data, scheduler=scheduler, workers=workers,
            timeout=timeout, memory=memory, limit=limit, out=out,
        )  # fmt: skip
    except (sweeps.SweepError, PoolError, ValueError) as error:
        click.echo(f"Nothing more was run.\n{error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("Stopped. What had finished is kept: the same command goes on from there.", err=True)
        sys.exit(130)
    for failure in done.failures:
        click.echo(f"failed: {describe_parameters(done.grid, failure.parameters)}\n  {failure.error}", err=True)
    click.echo(
        f"{len(done.outcomes) - len(done.failures)} of {len(done.outcomes)} runs: {done.folder / 'index.html'}"
    )
    sys.exit(1 if done.failures else 0)


if __name__ == "__main__":
    main()
