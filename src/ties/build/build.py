"""Build the book: run what is stale, and publish only what is whole."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytask
from pytask import ExitCode, TaskOutcome, TaskWithoutPath

from ties.book import jupyter_book
from ties.book.book_metadata import book_facts
from ties.book.pdf import print_book
from ties.build import steps
from ties.build.build_cache import LOCK, read_lock, restore_cache
from ties.build.concurrent_steps import ConcurrentSteps
from ties.build.steps import BuildError, SiteBuilder
from ties.build.tasks import BuildTools, FingerprintNode, task_graph
from ties.engine.kernel_pool import POOL
from ties.findings.edition_store import EDITION_NAME, read_edition, write_edition
from ties.project import fingerprints
from ties.project.atomic_files import copy_file, describe_os_error, write_file
from ties.project.chapter_config import is_day, read_chapters
from ties.project.checkout import check_checkout
from ties.project.parameters import ParameterError, resolve_parameters
from ties.project.progress import Progress
from ties.project.run import Run, read_site_record

__all__ = ["BuildError", "build", "explain_build", "plan_run"]


def build(
    root: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    data: Path | None = None,
    work: Path | None = None,
    clean: bool = False,
    pdf: bool = False,
    edition: str | None = None,
    known_on: str | None = None,
    progress: Progress | None = None,
    engine: str = "ties-warm",
    site_builder: SiteBuilder = jupyter_book.build_site,
) -> Path:
    """Build the book, and put the new site in place of the old one.

    Parameters
    ----------
    root : Path
        Folder of the book: ``chapters.toml``, ``notebooks/``, ``book/``, ``_config.yml``, ``_toc.yml``.
    settings : mapping of str to object, optional
        ``chapter.parameter`` to value, in place of the defaults.
    data : Path, optional
        Overlay folder of tables.
    work : Path, optional
        Folder of the build; ``_build/ties`` when not given, or one of its own for other settings or tables.
    clean : bool
        Forget what earlier builds made; the published site stays.
    pdf : bool
        Print the book as PDF too, where a browser is installed.
    edition : str, optional
        Record the run as this edition (CalVer), in ``editions/``.
    known_on : str, optional
        Build from the evidence as it could be known on this day.
    progress : Progress, optional
        Where to tell of it.
    engine : str
        Engine of the notebooks: ``ties-warm``, or ``papermill`` for papermill's own; the same book comes out.
    site_builder : callable
        Makes pages of the laid-out sources; Jupyter Book when not given.

    Returns
    -------
    Path
        The published site.

    Raises
    ------
    BuildError
        If any step fails, or the edition stands recorded otherwise already.
    CheckoutError, DeclarationError, ParameterError
        Before anything runs.
    """
    check_checkout(root)
    run = plan_run(root, settings, data, work, edition, known_on)
    default = run.work == root / "_build" / "ties"
    site = root / "site" if default else run.work / "site"
    with _alone(run.work), POOL.serving(), progress or Progress() as shown:
        if clean:
            _forget(run.work)
        steps.check_sources(run)
        restore_cache(run)
        session = _pytask(run, shown, BuildTools(engine, site_builder))
        if session.exit_code != ExitCode.OK:
            raise BuildError(_why(session))
        record = read_site_record(run.work / "site.json")
        candidate = jupyter_book.intact_site(run.work / "sites", record.site) if record else None
        if record is None or candidate is None:
            raise BuildError(f"the site in {run.work / 'sites'} was changed while it was built")
        if pdf:
            print_book(candidate, record.pages, shown)
        fresh = not site.is_symlink() or site.resolve() != candidate.resolve()
        if default and (fresh or not (root / "book" / "woven.json").is_file()):
            from ties.book import layout

            layout.leave_in_book(run)  # before the swap: a build killed in between does it again
        if fresh:
            jupyter_book.put_in_place(candidate, site)
        if default:
            copy_file(run.work / LOCK, root / LOCK)
        if edition:
            _publish(run, edition)
    return site


def explain_build(
    root: Path, settings: Mapping[str, Any] | None = None, data: Path | None = None
) -> dict[str, list[str]]:
    """Say for each step what changed since it last ran, without running it.

    Returns
    -------
    dict of str to list of str
        Step to its reasons; an empty list where nothing changed.
    """
    run = plan_run(root, settings, data)
    with _alone(run.work):
        restore_cache(run)
        session = _pytask(run, None, BuildTools("ties-warm", jupyter_book.build_site), dry_run=True, explain=True)
    if session.exit_code not in (ExitCode.OK, ExitCode.FAILED):
        raise BuildError(_why(session))
    return {report.task.name: _reasons(report) for report in session.execution_reports}


def plan_run(
    root: Path,
    settings: Mapping[str, Any] | None = None,
    data: Path | None = None,
    work: Path | None = None,
    edition: str | None = None,
    known_on: str | None = None,
) -> Run:
    """Give the run that a build with these settings and tables would be, and where it stands."""
    if edition and not EDITION_NAME.match(edition):
        raise BuildError(
            f"{edition!r} is no name of an edition: year and month, as in 2026.11, and a word if you like"
        )
    chapters = read_chapters(root)
    if known_on and not is_day(known_on):
        fault = f"known-on: is {known_on!r}, not a day (YYYY-MM-DD)"
        try:
            resolve_parameters(chapters, settings)
        except ParameterError as error:
            fault += f"\n{error}"
        raise ParameterError(fault)
    if known_on:
        from ties.build import look_back

        data = look_back.tables_as_of(known_on, root / "_build" / "known", data)
        settings = {**look_back.settings_as_of(chapters, known_on), **(settings or {})}
    parameters = resolve_parameters(chapters, settings)
    is_default = parameters == resolve_parameters(chapters) and data is None
    own = fingerprints.fingerprint(json.dumps([parameters, str(data)], sort_keys=True).encode())[:12]
    place = "ties" if is_default else f"variants/{own}"
    variant = known_on is not None or not (is_default or edition)
    return Run(root, work or root / "_build" / place, chapters, parameters, data, variant, edition, known_on)


def _publish(run: Run, edition: str) -> None:
    """Record an edition; one that stands recorded otherwise already is not touched."""
    from ties.book import edition_pages

    record, place = read_edition(run.work / "record"), run.root / "editions" / edition
    draft = run.work / "edition"
    shutil.rmtree(draft, ignore_errors=True)
    write_edition(record, draft)
    (draft / edition_pages.PACK).write_bytes(edition_pages.pack_edition(run, record))
    if place.is_dir():
        if any((place / p.name).read_bytes() != p.read_bytes() for p in draft.iterdir()):
            raise BuildError(
                f"edition {edition} stands recorded with other content: remove {place} to record it anew"
            )
        return
    place.parent.mkdir(exist_ok=True)
    draft.rename(place)


def _pytask(run: Run, progress: Progress | None, tools: BuildTools, **options: Any) -> pytask.Session:
    """Run the graph, quietly: the progress is ours to tell."""
    pytask.console.quiet = True
    show = progress.timed if progress else lambda name, step: None
    refused: list[str] = []  # by the disk: pytask then cannot keep its own books, and its error would hide the first

    def timed(name: str, step: Callable[[], str]) -> None:
        try:
            show(name, step)
        except OSError as error:
            refused.append(f"{name}: {describe_os_error(error)}")
            raise

    try:
        with ConcurrentSteps() as chapters:
            tasks = task_graph(run, book_facts(run), timed, tools, chapters)
            chapters.start_together(_stale_chapters(run, tasks))
            return pytask.build(
                tasks=tasks,
                paths=run.work,
                config=_config(run.work),
                database_url="sqlite://",  # in memory: pytask would read % in the path of a file as an escape
                capture="no",
                verbose=0,
                show_traceback=False,
                disable_warnings=True,
                **options,
            )
    except OSError as error:
        raise BuildError("\n".join(refused) or f"{run.work}: {describe_os_error(error)}") from None


def _stale_chapters(run: Run, tasks: list[TaskWithoutPath]) -> list[str]:
    """Name the chapters that are sure to run: a part of their fingerprint changed, or what they make is not there."""
    locked = read_lock(run.work / LOCK) or {}

    def stale(task: TaskWithoutPath) -> bool:
        parts = [node for node in task.depends_on.values() if isinstance(node, FingerprintNode)]
        changed = any(locked.get(task.name, {}).get(part.name) != part.digest for part in parts)
        return changed or not run.executed(task.name).is_file()

    return [task.name for task in tasks if task.name in run.shown_chapters and stale(task)]


def _config(work: Path) -> Path:
    """Root pytask in the folder of the build, so that its lock, its state and its paths stand there."""
    path = work / "pyproject.toml"
    text = "[tool.pytask.ini_options]\n"
    if not path.is_file() or path.read_bytes() != text.encode():
        write_file(path, text)
    return path


def _forget(work: Path) -> None:
    """Throw away what earlier builds made, but for the sites that may be published."""
    for path in work.iterdir():
        if path.is_dir() and path.name != "sites":
            shutil.rmtree(path)
        elif path.is_file() and path.name != ".lock":
            path.unlink()


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    """Hold the folder of the build for this process; a second build says so and ends, a refusing disk is said too."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        with (work / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BuildError(f"another build is at work in {work}; wait for it to end") from None
            yield
    except OSError as error:
        raise BuildError(describe_os_error(error)) from None


def _why(session: pytask.Session) -> str:
    """Say which steps failed, and why, without a traceback."""
    failed = [
        f"{report.task.name}: {_words(report.exc_info[1])}"
        for report in session.execution_reports
        if report.outcome == TaskOutcome.FAIL and report.exc_info
    ]
    collected = [f"{report.node}: {report.exc_info[1]}" for report in session.collection_reports if report.exc_info]
    return "\n".join(failed + collected) or f"the graph of tasks could not run ({session.exit_code!r})"


def _words(error: BaseException) -> str:
    return describe_os_error(error) if isinstance(error, OSError) else str(error)


def _reasons(report: Any) -> list[str]:
    """Put pytask's reasons into words."""
    words = {"changed": "changed", "not_in_db": "is new", "missing": "is missing", "first_run": "never ran"}
    explanation = report.task.attributes.get("explanation")
    found = []
    for reason in explanation.reasons if explanation else []:
        name = reason.node_name.partition(": ")[2] or reason.node_name
        found.append(
            "a step before it runs"
            if reason.reason == "cascade"
            else f"{name} {words.get(reason.reason, reason.reason)}"
        )
    return sorted(set(found))
