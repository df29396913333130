"""Sweep a chapter over a grid of parameters: every combination once, kept as it ends, as one table of findings."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ties.project import fingerprints
from ties.project.atomic_files import write_file
from ties.project.chapter_config import Chapter, read_chapters
from ties.project.fingerprints import readable_tables
from ties.sweep.grid import LIMIT, Grid, GridError, parse
from ties.sweep.sweep_progress import SweepProgress
from ties.sweep.worker import Bundle, identity


class SweepError(RuntimeError):
    """A sweep cannot begin, or cannot go on; what finished before is kept."""


@dataclass(frozen=True)
class Outcome:
    """What came of one combination: findings, or an error; and whether it was there already."""

    key: str
    parameters: dict[str, Any]
    seconds: float = 0.0
    findings: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    cached: bool = False


@dataclass(frozen=True)
class Sweep:
    """A sweep that has ended: its grid, what came of each combination in the order of the grid, its folder."""

    grid: Grid
    outcomes: list[Outcome]
    folder: Path

    @property
    def failures(self) -> list[Outcome]:
        """The combinations that failed."""
        return [outcome for outcome in self.outcomes if outcome.error]


def sweep(
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
) -> Sweep:
    """Run every combination of a grid that is not there yet, and write tables, pictures and a report of all of them.

    Parameters
    ----------
    root : Path
        Folder of the book.
    name : str
        The chapter.
    grids, settings : sequence of str
        See :func:`ties.sweep.grid.parse`.
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
    Sweep
        With its failures; a combination that fails does not stop the others.

    Raises
    ------
    GridError, DeclarationError
        Before anything runs: every fault of the grid, an unknown chapter.
    SweepError
        If tables are not sound, the findings of the chapters before are missing or old, another sweep is at work, or
        the folder of the results holds something else.
    PoolError
        If there is no pool to run on.
    """
    chapters = read_chapters(root)
    if name not in chapters:
        raise GridError(f"no chapter {name!r}; there are: {', '.join(chapters)}")
    grid = parse(chapters[name], grids, settings, limit=limit)
    place = root / "_build" / "sweeps" / name
    folder = out or place / _named(grid, data)
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / "runs.csv").is_file())):
        raise SweepError(f"{folder} holds something else; name another folder")
    with _alone(place), progress or SweepProgress() as told:
        before = _before(root, chapters[name], data)
        wanted = _keyed(root, grid, data, before)
        there = {key: found for key in wanted if (found := _recall(place / f"{key}.json", key))}
        if there:
            told.say(f"{len(there)} of {len(wanted)} were there already")
        ended = dict(there)
        missing = {key: parameters for key, parameters in wanted.items() if key not in there}
        if missing:
            _check_tables(root, data)
            bundle = _bundle(chapters[name], data, before)
            ended |= _run(bundle, missing, place, grid, told, scheduler, workers, timeout, memory)
        told.say("drawing")
        done = Sweep(grid, [ended[key] for key in wanted], folder)
        from ties.sweep import report  # matplotlib starts slowly: not before there is something to draw

        report.publish(done, data)
    return done


def words(grid: Grid, parameters: Mapping[str, Any]) -> str:
    """Write the parameters that move, for a line of text."""
    return " ".join(f"{name}={cell(parameters[name])}" for name in grid.swept)


def cell(value: Any) -> Any:
    """Write a value for a cell of a table: a list as the tables write it, "none" for an empty one.

    Examples
    --------
    >>> cell(["JPN", "AUS"]), cell([]), cell(0.2)
    ('JPN;AUS', 'none', 0.2)
    """
    return (";".join(map(str, value)) or "none") if isinstance(value, list) else value


def _run(
    bundle: Bundle,
    missing: Mapping[str, Mapping[str, Any]],
    place: Path,
    grid: Grid,
    told: SweepProgress,
    scheduler: str | None,
    workers: int | None,
    timeout: int | None,
    memory: int | None,
) -> dict[str, Outcome]:
    """Run what is missing; keep each result as it comes, so that a sweep that is killed goes on from there."""
    from ties.sweep import dask_pool

    ended = {}
    count = min(workers or os.cpu_count() or 1, len(missing))
    with dask_pool.connected(scheduler, count) as client:
        dask_pool.check(client, bundle)
        told.begin(len(missing), dask_pool.size(client))
        for key, made in dask_pool.outcomes(client, bundle, missing, timeout=timeout, memory=memory):
            parameters, failed = dict(missing[key]), place / "failed" / f"{key}.ipynb"
            if "error" in made:
                error = made["error"]
                if made["notebook"]:
                    write_file(failed, made["notebook"])
                    error += f"\n  the notebook as far as it ran: {failed}"
                ended[key] = Outcome(key, parameters, made["seconds"], error=error)
            else:
                ended[key] = Outcome(key, parameters, made["seconds"], made["findings"])
                _keep(place / f"{key}.json", ended[key])
                failed.unlink(missing_ok=True)
            told.ended(words(grid, parameters), ended[key].seconds, ended[key].error, dask_pool.size(client))
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
    from ties.book.materials import recorded_findings
    from ties.build.build import explain_build, plan_run

    run = plan_run(root, data=data)
    missing = [name for name in chapter.after if not run.executed(name).is_file()]
    old = [name for name, reasons in explain_build(root, data=data).items() if name in chapter.after and reasons]
    if missing or old:
        option = f" --data {data}" if data else ""
        said = ", ".join(dict.fromkeys([*missing, *old]))
        raise SweepError(
            f"{chapter.name} uses the findings of chapters that are not built, or older than their tables or code: "
            f"{said}. Run first: ties build{option}"
        )
    return json.dumps(recorded_findings(run, list(chapter.after)), ensure_ascii=False)


def _check_tables(root: Path, data: Path | None) -> None:
    """Hold the tables against their contracts, as a build does; not again while neither has changed."""
    tables = [
        fingerprints.fingerprint(fingerprints.table_path(name, data).read_bytes()) for name in readable_tables()
    ]
    digest = fingerprints.fingerprint(json.dumps([fingerprints.package_fingerprint("tables"), *tables]).encode())
    sound = root / "_build" / "sweeps" / "tables-are-sound"
    if sound.is_file() and digest in sound.read_text(encoding="utf-8").split():
        return
    from ties.tables.validate import validate_tables

    reports = [validate_tables(), *([validate_tables(data)] if data else [])]
    failures = [str(failure) for report in reports for failure in report.failures]
    if failures:
        raise SweepError("\n".join(failures))
    write_file(sound, digest + "\n")


def _keep(path: Path, outcome: Outcome) -> None:
    kept = {"key": outcome.key, "parameters": outcome.parameters, "seconds": round(outcome.seconds, 3)}
    write_file(path, json.dumps(kept | {"findings": outcome.findings}, ensure_ascii=False, indent=1) + "\n")


def _recall(path: Path, key: str) -> Outcome | None:
    """Give a combination that was run before; one whose file is broken was not."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Outcome(key, kept["parameters"], kept["seconds"], kept["findings"], cached=True)
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
