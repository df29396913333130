"""What an earlier build left is used only if it is as that build left it."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from ties.book.jupyter_book import intact_site
from ties.project.atomic_files import copy_file, remove_drafts
from ties.project.run import Run, read_site_record

LOCK = "pytask.lock"


def restore_cache(run: Run) -> None:
    """Forget what is damaged or gone, so that it is made again.

    The lock of the graph starts from the one in git where the folder of the build has none; a run of its own starts
    from what it has in common with the book. Executed chapters and
    the description of the tables need no care: the lock has their digests.

    Parameters
    ----------
    run : Run
        The run, before its graph is read.
    """
    memory = run.work / ".pytask"  # it holds digests by the time of the file, and clocks jump
    try:
        if memory.is_dir():
            shutil.rmtree(memory)
    except OSError as error:  # it names the file without its folder
        raise OSError(error.errno, error.strerror, str(memory)) from None
    for folder in (run.work, run.work / "executed"):
        remove_drafts(folder)
    default = run.work == run.root / "_build" / "ties"
    if default:
        remove_drafts(run.root / "book")
        remove_drafts(run.root, LOCK)
        remove_drafts(run.root, "site")
    lock = run.work / LOCK
    if not default and not lock.is_file():
        _start_from(run.root / "_build" / "ties", run)
    if not lock.is_file() and (run.root / LOCK).is_file():
        copy_file(run.root / LOCK, lock)
    if read_lock(lock) is None:
        for path in (lock, lock.with_name(f"{LOCK}.journal")):
            path.unlink(missing_ok=True)
    left = not default or (run.root / "book" / "woven.json").is_file()
    if not (left and _published(run)):
        (run.work / "site.json").unlink(missing_ok=True)


def read_lock(lock: Path) -> dict[str, dict[str, str]] | None:
    """Read the lock of the graph.

    Parameters
    ----------
    lock : Path
        The file.

    Returns
    -------
    dict of str to dict, or None
        Task to what it depends on, by name; empty where there is no lock, None where it cannot be read.
    """
    if not lock.is_file():
        return {}
    try:
        content = tomllib.loads(lock.read_text(encoding="utf-8"))
        if content["lock-version"] != "1":
            return None
        return {str(entry["id"]): dict(entry.get("depends_on", {})) for entry in content["task"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _start_from(base: Path, run: Run) -> None:
    """Take over what the book's own build has executed: the graph tells what of it does not hold here."""
    if not (base / LOCK).is_file():
        return
    shared = [base / run.described.name, base / "tables-are-sound"]
    for path in [*shared, *(base / "executed" / f"{name}.ipynb" for name in run.chapters)]:
        if path.is_file():
            place = run.work / path.relative_to(base)
            place.parent.mkdir(parents=True, exist_ok=True)
            copy_file(path, place)
    copy_file(base / LOCK, run.work / LOCK)


def _published(run: Run) -> bool:
    """Say whether the last site stands as it was built."""
    record = read_site_record(run.work / "site.json")
    return record is not None and intact_site(run.work / "sites", record.site) is not None
