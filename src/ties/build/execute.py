"""Execute one chapter with papermill, and hold it to what it declares."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

import ties
from ties.engine.kernel_pool import POOL, PoolSettings
from ties.engine.nbclient_adapter import StockEngine
from ties.engine.papermill_engine import Engine
from ties.project.atomic_files import write_file
from ties.project.chapter_config import Chapter

TIMEOUT_SECONDS = 600  # for one cell
MEMORY_MEGABYTES = 4096  # for one run
ENGINES = {"ties-warm": Engine, "papermill": StockEngine}  # by the name that `ties build --engine` takes
DEFAULT_ENGINE = "ties-warm"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# what a cell of a chapter imports; contracts of tables, importers of files and the build itself are left out
PRELOAD = (
    "ties.tables.load",
    "ties.analysis.*",
    "ties.chapters.*",
    "ties.claims.*",
    "ties.findings.*",
)
# would put colours into outputs, or another look into figures, by a habit of whoever builds
PERSONAL_VARIABLES = ("FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "MATPLOTLIBRC", "MPLSTYLE")

for name, engine_class in ENGINES.items():
    papermill.engines.papermill_engines.register(name, engine_class)
POOL.settings = PoolSettings(PRELOAD, (Path(ties.__file__).parent,), ("TIES_RUN",))


class ChapterError(RuntimeError):
    """A chapter failed; its notebook, as far as it ran, is kept."""


def execute_chapter(
    chapter: Chapter,
    parameters: dict[str, Any],
    out: Path,
    *,
    failed: Path,
    findings: Path,
    data: Path | None = None,
    timeout: int = TIMEOUT_SECONDS,
    memory: int | None = MEMORY_MEGABYTES,
    seconds: int | None = None,
    engine: str = DEFAULT_ENGINE,
) -> None:
    """Execute a chapter into a notebook with outputs.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    parameters : dict
        Its settled parameters; all of them are injected.
    out : Path
        Where the executed notebook goes, whole or not at all.
    failed : Path
        Folder that keeps the notebook of a failed run for inspection.
    findings : Path
        File with the findings of the chapters that ran before.
    data : Path, optional
        Overlay folder.
    timeout : int
        Seconds that one cell may take.
    memory : int, optional
        Megabytes that the run may hold, its children with it; no limit when None.
    seconds : int, optional
        Seconds that the whole run may take; no limit when None.
    engine : str
        ``ties-warm``, or ``papermill`` for papermill's own engine, which has neither of the last two limits.

    Raises
    ------
    ChapterError
        If a cell fails, takes too long, holds too much or kills its kernel; says which cell, and which limit.
    """
    with (
        tempfile.TemporaryDirectory(prefix=f"ties-{chapter.name}-") as folder,
        (Path(folder) / "stderr").open("w+") as stderr,
    ):
        context, draft = Path(folder) / "run.json", Path(folder) / "executed.ipynb"
        run = {
            "chapter": chapter.name,
            "tables": list(chapter.tables),
            "data": str(data) if data else None,
            "findings": str(findings),
        }
        context.write_text(json.dumps(run), encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if name not in PERSONAL_VARIABLES}
        env |= {"TIES_RUN": str(context), "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
        retained = failed / f"{chapter.name}.ipynb"
        try:
            papermill.execute_notebook(
                chapter.notebook,
                draft,
                parameters=parameters,
                engine_name=engine,
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=timeout,
                memory=memory,
                run_timeout=seconds,
                env=env,
                stderr=stderr,
            )
        except PapermillExecutionError as error:
            message = ANSI.sub("", f"{error.ename}: {error.evalue}")
            raise _failure(f"cell {error.cell_index}: {message}", draft, retained) from None
        except (CellTimeoutError, DeadKernelError) as error:
            raise _failure(str(error), draft, retained) from None
        except Exception as error:  # a kernel that cannot start, a file that is no notebook: whatever papermill meets
            first = (str(error).strip() or "no message").splitlines()[0]
            message = f"{chapter.notebook}: {type(error).__name__}: {first}"
            raise _failure(message, draft, retained) from None
        notebook = json.loads(draft.read_text(encoding="utf-8"))
        retained.unlink(missing_ok=True)
    write_file(out, json.dumps(without_run_data(notebook), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def without_run_data(notebook: dict[str, Any]) -> dict[str, Any]:
    """Take out of an executed notebook what differs from run to run: times, random ids, the patch of Python."""
    for cell in notebook["cells"]:
        cell["metadata"].pop("papermill", None)
        cell["metadata"].pop("execution", None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = "injected-parameters"
    notebook["metadata"].pop("papermill", None)
    notebook["metadata"].get("language_info", {}).pop("version", None)
    return notebook


def _failure(message: str, draft: Path, retained: Path) -> ChapterError:
    """Keep the notebook as far as it ran, where papermill came so far as to write one, and say where it is."""
    if draft.is_file():
        write_file(retained, draft.read_text(encoding="utf-8"))
        message += f"\n  the notebook as far as it ran: {retained}"
    return ChapterError(message)
