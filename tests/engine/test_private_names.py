"""Each private name of a library that the engine stands on is there, and is used in one module alone."""

import asyncio
import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbclient.client
import pytest
from ipykernel import kernelbase

import ties
from ties.engine.private_names import PRIVATE_NAMES, CellTimeoutHook, SingleRequestKernel, cancel_output_polling

PACKAGE = Path(ties.__file__).parent


@pytest.mark.parametrize("private", PRIVATE_NAMES, ids=lambda private: private.name)
def test_the_library_still_has_the_name(private):
    found = private.look_up()
    broken = f"{private.module} has no {private.name} any more. It was needed because {private.purpose}."
    assert found is not None, broken + " See ties.engine.private_names; `ties build --engine papermill` does without."
    if private.parameters is None:
        return
    try:
        parameters = tuple(name for name in inspect.signature(found).parameters if name != "self")
    except ValueError:  # of atexit, written in C
        parameters = ()
    assert parameters == private.parameters, (
        f"{private.module}.{private.name} takes {parameters}, and took {private.parameters}. "
        f"It is needed because {private.purpose}."
    )


@pytest.mark.parametrize(
    ("user", "call", "purpose"),
    [
        (nbclient.client.NotebookClient.async_execute_cell, "self._get_timeout(", "limits of the whole run"),
        (nbclient.client.NotebookClient.async_execute_cell, "self._async_poll_output_msg(", "outputs after a limit"),
        (kernelbase.Kernel.execute_request, "self._abort_queues(", "requests after an error"),
    ],
    ids=["timeout", "polling", "abort"],
)
def test_the_library_still_calls_what_is_put_in_its_place(user, call, purpose):
    source = inspect.getsource(user)
    assert call in source, f"{user.__qualname__} does not call {call}...) any more: {purpose} would not hold"


def test_a_name_that_went_would_be_seen():
    (first, *_) = PRIVATE_NAMES
    assert type(first)(first.module, first.name + "_of_tomorrow", None, "").look_up() is None
    assert type(first)(first.module, "Nothing._at_all", None, "").look_up() is None


def test_what_is_mixed_in_stands_before_the_library():
    class Client(CellTimeoutHook, nbclient.client.NotebookClient):
        def cell_timeout(self, cell):
            return 7.0

    class Kernel(SingleRequestKernel, kernelbase.Kernel):
        pass

    assert Client._get_timeout(object.__new__(Client), None) == 7.0
    assert Kernel._abort_queues is SingleRequestKernel._abort_queues
    assert Kernel._supports_kernel_subshells is SingleRequestKernel._supports_kernel_subshells


def test_only_the_task_that_polls_is_cancelled():
    async def _async_poll_output_msg():
        await asyncio.sleep(60)

    async def another():
        await asyncio.sleep(0.01)
        return "done"

    async def both():
        polling, other = asyncio.create_task(_async_poll_output_msg()), asyncio.create_task(another())
        await asyncio.sleep(0)
        cancel_output_polling()
        return await asyncio.gather(polling, other, return_exceptions=True)

    # in a thread of its own: where tests of a browser have run in this process, its main thread has a loop already
    with ThreadPoolExecutor(1) as executor:
        cancelled, done = executor.submit(lambda: asyncio.run(both())).result()
    assert isinstance(cancelled, asyncio.CancelledError)
    assert done == "done"


def test_no_other_module_uses_one():
    names = "|".join(re.escape(private.name.rpartition(".")[2]) for private in PRIVATE_NAMES)
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(rf"\b(?:{names})\b", path.read_text(encoding="utf-8"))
    }
    assert found == {"engine/private_names.py"}


def test_nothing_of_a_library_is_replaced_at_import():
    """No attribute of another package's module is set, as in ``module.name = ...``, by any module of ours."""
    libraries = r"(?:\w*pool|papermill|nbclient|ipykernel|_?pytask\w*)"
    setting = re.compile(rf"^(?:if .*:\n    )?{libraries}\.[\w.]+ = ", re.M)
    assert setting.search("if hasattr(pool, '_Sleeper'):\n    pool._Sleeper = None\n")
    found = [p.name for p in PACKAGE.rglob("*.py") if setting.search(p.read_text(encoding="utf-8"))]
    assert found == []
