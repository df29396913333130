"""Sweep a chapter over a grid of parameters: every combination once, kept as it ends, as one table of findings."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ties.project import fingerprints
from ties.project.atomic_files import write_file
from ties.project.chapter_config import Chapter, read_chapters
from ties.project.fingerprints import readable_tables
from ties.project.notebook_checks import notebook_faults
from ties.project.progress import SweepProgress
from ties.sweep.grid import LIMIT, Grid, GridError, parse_grid
from ties.sweep.sweep_results import Outcome, SweepResult, describe_parameters
from ties.sweep.worker import Bundle, identity


class SweepError(RuntimeError):
    """A sweep cannot begin, or cannot go on; what finished before is kept."""


def run_sweep(
    root: Path,
    name: str,
    grids: Sequence[str],
    *,
    settings: Sequence[str] = (),
    data: Path | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    timeout: int | None = None,
    memory: int | None = None,
    limit: int = LIMIT,
    out: Path | None = None,
    progress: SweepProgress | None = None,
) -> SweepResult:
    """Run every combination of a grid that is not there yet, and write tables, pictures and a report of all of them.

    Parameters
    ----------
    root : Path
        Folder of the book.
    name : str
        The chapter.
    grids, settings : sequence of str
        See :func:`ties.sweep.grid.parse_grid`.
    data : Path, optional
        Overlay folder of tables.
    scheduler : str, optional
        Address of a dask scheduler; a pool of this machine when not given.
    workers : int, optional
        Processes of that pool; one per processor when not given.
    timeout, memory : int, optional
        Seconds and megabytes that one run may take.
    limit : int
        Most combinations allowed.
    out : Path, optional
        Folder of the results; one below ``_build/sweeps/`` when not given.
    progress : SweepProgress, optional
        Where to tell of it.

    Returns
    -------
    SweepResult
        With its failures; a combination that fails does not stop the others.

    Raises
    ------
    GridError, DeclarationError
        Before anything runs: every fault of the grid, an unknown chapter.
    SweepError
        If notebook or tables are not sound, the findings of the chapters before are missing or old, another sweep is
        at work, or the folder of the results holds something else.
    PoolError
        If there is no pool to run on.
    """
    chapters = read_chapters(root)
    if name not in chapters:
        raise GridError(f"no chapter {name!r}; there are: {', '.join(chapters)}")
    _check_notebook(chapters[name])
    grid = parse_grid(chapters[name], grids, settings, limit=limit)
    place = root / "_build" / "sweeps" / name
    folder = out or place / _named(grid, data)
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / "runs.csv").is_file())):
        raise SweepError(f"{folder} holds something else; name another folder")
    with _alone(place), progress or SweepProgress() as shown:
        before = _before(root, chapters[name], data)
        wanted = _keyed(root, grid, data, before)
        there = {key: found for key in wanted if (found := _recalled(place / f"{key}.json", key))}
        if there:
            shown.say(f"{len(there)} of {len(wanted)} were there already")
        ended = dict(there)
        missing = {key: parameters for key, parameters in wanted.items() if key not in there}
        if missing:
            _check_tables(root, data)
            bundle = _bundle(chapters[name], data, before)
            ended |= _run(bundle, missing, place, grid, shown, scheduler, workers, timeout, memory)
        shown.say("drawing")
        done = SweepResult(grid, [ended[key] for key in wanted], folder)
        from ties.sweep import report  # matplotlib starts slowly: not before there is something to draw

        report.write_report(done, data)
    return done


def _run(
    bundle: Bundle,
    missing: Mapping[str, Mapping[str, Any]],
    place: Path,
    grid: Grid,
    shown: SweepProgress,
    scheduler: str | None,
    workers: int | None,
    timeout: int | None,
    memory: int | None,
) -> dict[str, Outcome]:
    """Run what is missing; keep each result as it comes, so that a sweep that is killed goes on from there."""
    from ties.sweep import dask_pool  # dask starts slowly: not where all runs are there already

    ended = {}
    count = min(workers or os.cpu_count() or 1, len(missing))
    with dask_pool.connected(scheduler, count) as client:
        dask_pool.check_workers(client, bundle)
        shown.begin(len(missing), dask_pool.pool_size(client))
        for key, result in dask_pool.run_on_pool(client, bundle, missing, timeout=timeout, memory=memory):
            parameters, failed = dict(missing[key]), place / "failed" / f"{key}.ipynb"
            error = result.error
            if result.notebook:
                write_file(failed, result.notebook)
                error += f"\n  the notebook as far as it ran: {failed}"
            ended[key] = Outcome(key, parameters, result.seconds, result.findings, error)
            if not error:
                _save(place / f"{key}.json", ended[key])
                failed.unlink(missing_ok=True)
            shown.ended(
                describe_parameters(grid, parameters),
                ended[key].seconds,
                ended[key].error,
                dask_pool.pool_size(client),
            )
    return ended


def _keyed(root: Path, grid: Grid, data: Path | None, before: str) -> dict[str, dict[str, Any]]:
    """Give each combination by its key: what the build would take as the key of the chapter, as one digest."""
    shared = {
        "package source": fingerprints.package_fingerprint(*fingerprints.CHAPTER_ROOMS),
        "lock file": fingerprints.lock_fingerprint(root),
        "findings before": fingerprints.fingerprint(before.encode()),
    }
    tables = {
        name: fingerprints.fingerprint(fingerprints.table_path(name, data).read_bytes()) for name in readable_tables()
    }
    parts = fingerprints.chapter_parts(grid.chapter, {}, shared, tables)

    def key(parameters: Mapping[str, Any]) -> str:
        own = parts | {"parameters": fingerprints.fingerprint(json.dumps(dict(parameters), sort_keys=True).encode())}
        return fingerprints.fingerprint(json.dumps(own, sort_keys=True).encode())

    return {key(parameters): parameters for parameters in grid.combinations()}


def _bundle(chapter: Chapter, data: Path | None, before: str) -> Bundle:
    """Give what workers are sent: the chapter as text, and the tables of the overlay that it reads."""
    overlay = {name: path.read_bytes() for name in chapter.tables if (path := _overlaid(name, data))}
    unread = {f"table {name}" for name in readable_tables() if name not in chapter.tables or name in overlay}
    same = {part: digest for part, digest in identity().items() if part not in unread}
    text = chapter.notebook.read_text(encoding="utf-8")
    return Bundle(chapter.name, chapter.title, text, chapter.tables, before, overlay, same)


def _overlaid(name: str, data: Path | None) -> Path | None:
    path = data / f"{name}.csv" if data else None
    return path if path and path.is_file() else None


def _before(root: Path, chapter: Chapter, data: Path | None) -> str:
    """Give the findings of the chapters that run before this one, from the build, as text."""
    if not chapter.after:
        return "[]"
    from ties.book.materials import recorded_findings  # the build starts slowly: most chapters need none before them
    from ties.build.build import explain_build, plan_run

    run = plan_run(root, data=data)
    missing = [name for name in chapter.after if not run.executed(name).is_file()]
    old = [name for name, reasons in explain_build(root, data=data).items() if name in chapter.after and reasons]
    if missing or old:
        option = f" --data {data}" if data else ""
        stale = ", ".join(dict.fromkeys([*missing, *old]))
        raise SweepError(
            f"{chapter.name} uses the findings of chapters that are not built, or older than their tables or code: "
            f"{stale}. Run first: ties build{option}"
        )
    return json.dumps(recorded_findings(run, list(chapter.after)), ensure_ascii=False)


def _check_notebook(chapter: Chapter) -> None:
    """Refuse a notebook that would run on other values than the grid says, or not at all."""
    if faults := notebook_faults(chapter):
        raise SweepError("\n".join(faults))


def _check_tables(root: Path, data: Path | None) -> None:
    """Hold the tables against their contracts, as a build does; not again while neither has changed."""
    tables = [
        fingerprints.fingerprint(fingerprints.table_path(name, data).read_bytes()) for name in readable_tables()
    ]
    digest = fingerprints.fingerprint(json.dumps([fingerprints.package_fingerprint("tables"), *tables]).encode())
    sound = root / "_build" / "sweeps" / "tables-are-sound"
    if sound.is_file() and digest in sound.read_text(encoding="utf-8").split():
        return
    from ties.claims.known_rules import known_rules  # contracts start slowly: only where a table changed
    from ties.tables.validate import validate_tables

    rules = known_rules()
    reports = [validate_tables(rules=rules), *([validate_tables(data, rules=rules)] if data else [])]
    failures = [str(failure) for report in reports for failure in report.failures]
    if failures:
        raise SweepError("\n".join(failures))
    write_file(sound, digest + "\n")


def _save(path: Path, outcome: Outcome) -> None:
    content = {"key": outcome.key, "parameters": outcome.parameters, "seconds": round(outcome.seconds, 3)}
    write_file(path, json.dumps(content | {"findings": outcome.findings}, ensure_ascii=False, indent=1) + "\n")


def _recalled(path: Path, key: str) -> Outcome | None:
    """Give a combination that was run before; one whose file is broken was not."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Outcome(key, content["parameters"], content["seconds"], content["findings"], cached=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _named(grid: Grid, data: Path | None) -> str:
    return fingerprints.fingerprint(json.dumps([grid.swept, grid.fixed, str(data)], sort_keys=True).encode())[:12]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Hold the sweeps of a chapter for this process: two at once would run combinations twice."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SweepError(f"another sweep is at work in {place}; wait for it to end") from None
        yield
