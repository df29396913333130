"""What a worker does: run one combination from what it is sent, and give back what came of it as data.

A worker may be on another machine. It shares no folder with the one that asks, but it must have the same package and
tables: each part of :func:`identity` is compared before anything runs, and again in every run, for workers that come
late.
"""

from __future__ import annotations

import platform
import re
import signal
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from ties.findings.collect import collect
from ties.project import fingerprints
from ties.project.chapter_config import Chapter
from ties.project.fingerprints import readable_tables
from ties.project.notebook_files import read_notebook


@dataclass(frozen=True)
class Bundle:
    """What the combinations of a sweep share: the chapter as text, tables of an overlay, what must be the same."""

    chapter: str
    title: str
    notebook: str
    tables: tuple[str, ...]
    findings: str
    overlay: dict[str, bytes] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RunResult:
    """What came of a run: the findings as records, or the error with the notebook as far as it ran."""

    seconds: float
    findings: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    notebook: str = ""


@cache
def identity() -> dict[str, str]:
    """Give what decides a result on this machine: Python, packages, our package, shipped tables; part to digest.

    It is kept for the life of the process: a worker that was started before a change goes on with the old code, and
    says so.
    """
    needed = sorted({re.split(r"[^\w.-]", text)[0].lower() for text in metadata.requires("ties") or []})
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "ties": metadata.version("ties"),
        "source of ties": fingerprints.package_fingerprint(),
        **{f"package {name}": _version(name) for name in needed},
        **{
            f"table {name}": fingerprints.fingerprint(fingerprints.table_path(name, None).read_bytes())
            for name in readable_tables()
        },
    }


def worker_differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """Name the parts in which a worker differs from what is asked of it.

    Examples
    --------
    >>> worker_differences({"Python": "3.11", "table gdp": "0f3a"}, {"Python": "3.12", "table gdp": "0f3a"})
    ['Python 3.12, not 3.11']
    """
    plain = ("Python", "ties", "package ")
    return [
        f"{part.removeprefix('package ')} {there.get(part) or 'none'}, not {digest}"
        if part.startswith(plain)
        else f"another {part}"
        for part, digest in here.items()
        if there.get(part) != digest
    ]


def run_combination(
    bundle: Bundle, parameters: Mapping[str, Any], timeout: int | None = None, memory: int | None = None
) -> RunResult:
    """Run one combination.

    Parameters
    ----------
    bundle : Bundle
        What all combinations share.
    parameters : mapping
        Every parameter of the chapter with its value.
    timeout : int, optional
        Seconds allowed; the limit of the build when not given.
    memory : int, optional
        Megabytes allowed.

    Returns
    -------
    RunResult
        What fails is data too: an exception would be tried again elsewhere, and fail again.
    """
    from ties.build.execute import ChapterError  # papermill starts slowly: a worker that differs never needs it

    start = time.monotonic()
    wrong = worker_differences(bundle.identity, identity())
    if wrong:
        return RunResult(0.0, error=f"the worker has {'; '.join(wrong)}")
    with tempfile.TemporaryDirectory(prefix="ties-sweep-") as folder:
        failed = Path(folder) / "failed"
        try:
            found = _findings(bundle, parameters, Path(folder), failed, timeout, memory)
        except (ChapterError, ValueError) as error:
            message = "\n".join(line for line in str(error).splitlines() if str(failed) not in line)
            path = failed / f"{bundle.chapter}.ipynb"
            notebook = path.read_text(encoding="utf-8") if path.is_file() else ""
            return RunResult(time.monotonic() - start, error=message, notebook=notebook)
    return RunResult(time.monotonic() - start, found)


def dask_setup(_worker: Any) -> None:
    """Leave Ctrl-C to the process that asked; dask calls this in each worker of a pool of this machine."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _findings(
    bundle: Bundle,
    parameters: Mapping[str, Any],
    folder: Path,
    failed: Path,
    timeout: int | None,
    memory: int | None,
) -> list[dict[str, Any]]:
    """Lay out what was sent, execute it, and give the findings as records."""
    from ties.build.execute import execute_chapter  # as above

    notebook, before, overlay = folder / f"{bundle.chapter}.ipynb", folder / "before.json", folder / "overlay"
    notebook.write_text(bundle.notebook, encoding="utf-8")
    before.write_text(bundle.findings, encoding="utf-8")
    for name, content in bundle.overlay.items():
        path = overlay / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    chapter = Chapter(bundle.chapter, bundle.title, notebook, bundle.tables)
    limits: dict[str, Any] = {"seconds": timeout, "memory": memory}
    execute_chapter(
        chapter,
        dict(parameters),
        folder / "executed.ipynb",
        failed=failed,
        findings=before,
        data=overlay if bundle.overlay else None,
        **{name: limit for name, limit in limits.items() if limit is not None},
    )
    return [asdict(finding) for finding in collect(read_notebook(folder / "executed.ipynb")).findings.values()]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
