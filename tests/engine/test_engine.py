"""A warm kernel is a kernel: outputs as papermill's own engine makes them, nothing of another run, always an end."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from ties.build.execute import DEFAULT_ENGINE, PRELOAD, without_run_data
from ties.engine import fork_server, kernel_handle, kernel_pool, nbclient_adapter
from ties.engine.kernel_connection import KernelConnection
from ties.engine.kernel_pool import POOL, PoolSettings

BOOK = Path(__file__).parents[2]
NOTEBOOKS = Path(__file__).parents[1] / "fixtures" / "notebooks"
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
CLEAN |= {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
CHANCE = (
    (re.compile(r"ipykernel_\d+"), "ipykernel_PID"),  # in the names of files that tracebacks show
    (re.compile(r"0x[0-9a-f]{6,}"), "0xADDRESS"),
)


@pytest.fixture(autouse=True, scope="module")
def cold_again():
    yield
    POOL.close()


def by_command(name, tmp_path, *options):
    """Run a notebook by papermill's command, as a user does; give its cells without what differs from run to run."""
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / f"{name}.ipynb"), str(out), "--no-progress-bar"]
    ran = subprocess.run(
        [*command, *options], cwd=tmp_path, env=CLEAN, capture_output=True, text=True, timeout=120, check=False
    )
    assert out.is_file(), ran.stderr
    return comparable(json.loads(out.read_text()))


def comparable(notebook):
    text = json.dumps(without_run_data(notebook), indent=1)
    for pattern, instead in CHANCE:
        text = pattern.sub(instead, text)
    cells = json.loads(text)["cells"]
    for cell in cells:
        if "papermill-error-cell-tag" in cell["metadata"].get("tags", []):  # papermill's own, with a random id
            del cell["id"]
    return cells, json.loads(text)["metadata"]


def notebook(tmp_path, *cells):
    path = tmp_path / "in.ipynb"
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, path)
    return path


def execute(path, out, **options):
    options = {"kernel_name": "python3", "progress_bar": False, "env": CLEAN} | options
    return papermill.execute_notebook(path, out, engine_name=DEFAULT_ENGINE, **options)


def printed(executed, cell):
    return "".join("".join(output.get("text", "")) for output in executed["cells"][cell]["outputs"])


def gone(*pids, within=15.0):
    """Say whether all these processes end in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_outputs_are_those_of_papermills_own_engine(tmp_path):
    """Streams, results, displays and their updates, figures, tasks, threads, subprocesses, errors: to the byte."""
    cells, metadata = by_command("outputs", tmp_path, "--engine", "ties-warm")
    assert (cells, metadata) == by_command("outputs", tmp_path)
    kinds = {output["output_type"] for cell in cells for output in cell.get("outputs", [])}
    assert kinds == {"stream", "execute_result", "display_data", "error"}
    assert sum("image/png" in output.get("data", {}) for cell in cells for output in cell.get("outputs", [])) >= 4


def test_a_cell_finds_the_process_that_papermills_own_engine_gives_it(tmp_path):
    """Namespace, environment, folder, path, signals, hooks, locale, state of the libraries."""
    mine, own = by_command("asking", tmp_path, "--engine", "ties-warm"), by_command("asking", tmp_path)
    assert mine[0][:4] == own[0][:4]


def test_a_notebook_is_saved_as_it_runs_but_not_for_every_short_cell(tmp_path, monkeypatch):
    out, saved = tmp_path / "out.ipynb", []
    write = papermill.engines.write_ipynb
    monkeypatch.setattr(papermill.engines, "write_ipynb", lambda nb, path: saved.append(path) or write(nb, path))
    looking = f"import time; time.sleep(1); print(len(open({str(out)!r}).read()))"
    executed = execute(notebook(tmp_path, *["1"] * 20, "import time; time.sleep(1)", looking), out)
    assert 3 <= len(saved) <= 12, "at the start, while it runs, at the end"
    assert int(printed(executed, -1)) > 20 * len('"execution_count": 1'), "what ran a second ago is on the disk"
    assert json.loads(out.read_text())["cells"][-1]["outputs"]


def test_blocks_in_blocks_keep_one_warm_process(tmp_path):
    with POOL.serving():
        with POOL.serving():
            execute(notebook(tmp_path, "1"), tmp_path / "first.ipynb")
        first = POOL.server
        execute(notebook(tmp_path, "1"), tmp_path / "second.ipynb")
        assert POOL.server is first
        assert first.process.poll() is None


def test_no_state_is_left_to_the_next_run(tmp_path):
    left = tmp_path / "left"
    env = CLEAN | {"TIES_LEFT": str(left)}
    asked = [execute(NOTEBOOKS / "asking.ipynb", tmp_path / "first.ipynb", env=env)]
    execute(NOTEBOOKS / "leaving.ipynb", tmp_path / "leaving.ipynb", env=env)
    assert left.read_text() == "atexit ran\n"
    asked.append(execute(NOTEBOOKS / "asking.ipynb", tmp_path / "second.ipynb", env=env))
    for cell in (2, 3):
        assert printed(asked[0], cell) == printed(asked[1], cell)
    (state, chance, pid), (state_after, chance_after, pid_after) = (printed(a, 4).splitlines() for a in asked)
    assert state == state_after
    assert all(a != b for a, b in zip(json.loads(chance), json.loads(chance_after), strict=True))
    assert pid != pid_after


def test_the_imports_leave_nothing_but_modules():
    """The warm process writes nothing, starts no thread of Python, and keeps the environment that it was given."""
    code = f"""if True:
        import contextlib, io, logging, os, sys, threading, warnings
        import ipykernel.kernelapp
        with contextlib.redirect_stderr(io.StringIO()):
            import ipykernel.debugger
        warnings.simplefilter("default")
        before = dict(os.environ), logging.getLogger().handlers[:], sys.path[:], sys.excepthook, sys.displayhook
        from ties.engine import fork_server
        fork_server.preload({PRELOAD!r})
        settings = dict(sys.modules["matplotlib"].rcParams)
        fork_server.draw_once()
        assert dict(sys.modules["matplotlib"].rcParams) == settings
        after = dict(os.environ), logging.getLogger().handlers[:], sys.path[:], sys.excepthook, sys.displayhook
        assert after == before, (before, after)
        assert threading.active_count() == 1, threading.enumerate()
        holders = [m for m, module in list(sys.modules.items()) if m != "sys"
                   if any(value is sys.stdout or value is sys.stderr for value in list(vars(module).values()))]
        assert not holders, holders
        import matplotlib
        assert not matplotlib.pyplot.get_fignums()
        assert "ties.build.build" not in sys.modules
    """
    env = CLEAN | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_module_that_cannot_be_imported_is_left_to_the_cell(tmp_path):
    (tmp_path / "broken.py").write_text("import pandas\n1 / 0\n")
    path = os.pathsep.join([str(tmp_path), str(BOOK / "src")])
    code = "from ties.engine import fork_server; fork_server.preload(['broken', 'broken.*', 'none.*', 'json.tool'])\n"
    code += "import sys; assert 'json.tool' in sys.modules and 'broken' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], env=CLEAN | {"PYTHONPATH": path}, check=True)


def test_runs_side_by_side_do_not_mix(tmp_path):
    """Four threads, four runs each: every run sees its own parameter, variable and folder."""
    code = 'import os, time\nprint(os.environ["TIES_RUN"], end=" ")\ntime.sleep(0.05)\nprint(os.environ["TIES_RUN"])'
    path = notebook(tmp_path, code, "import random; print(random.random())")
    found, drawn = {}, []

    def several(thread):
        for at in range(4):
            name = f"{thread}-{at}"
            executed = execute(path, tmp_path / f"{name}.ipynb", env=CLEAN | {"TIES_RUN": name})
            found[name] = printed(executed, 0)
            drawn.append(printed(executed, 1))

    threads = [threading.Thread(target=several, args=[thread]) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {f"{t}-{a}": f"{t}-{a} {t}-{a}\n" for t in range(4) for a in range(4)}
    assert len(set(drawn)) == 16


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import os; os._exit(3)", "cell 1: the kernel died: its process ended with status 3"),
        ("import os; os.kill(os.getpid(), 9)", "cell 1: the kernel died: killed by SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", "cell 1: the kernel died: killed by SIGSEGV (Segmentation fault)"),
    ],
)
def test_a_kernel_that_dies_is_said_and_loses_nothing(tmp_path, cell, said):
    # ipykernel sends what the first flush gave it at the latest with the second
    speak = "import sys\nprint('said last', flush=True)\nsys.stdout.flush()"
    path = notebook(tmp_path, "print('before')", f"{speak}\n{cell}", "print('never')")
    with pytest.raises(DeadKernelError, match=re.escape(said)):
        execute(path, tmp_path / "out.ipynb")
    kept = json.loads((tmp_path / "out.ipynb").read_text())
    assert [printed(kept, at) for at in range(3)] == ["before\n", "said last\n", ""]
    execute(notebook(tmp_path, "1"), tmp_path / "next.ipynb")


BLOCKED = "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\ntime.sleep(600)"
HANGS = {
    "in Python": "while True: pass",
    "without interrupts": BLOCKED,
    "in C, with the lock of the interpreter": "import ctypes\nctypes.PyDLL(None).sleep(600)",
    "in C, in the middle of its output": "import ctypes\nprint('x' * 30_000_000)\nctypes.PyDLL(None).sleep(600)",
    "in the end": "import threading, time\nthreading.Thread(target=time.sleep, args=[600]).start()",
}


@pytest.mark.parametrize("where", list(HANGS)[:-1])
def test_a_cell_that_hangs_is_ended(tmp_path, where):
    path = notebook(tmp_path, "import os\nprint(os.getpid())", HANGS[where])
    with pytest.raises(CellTimeoutError, match="cell 1: it ran longer than the limit of 1 seconds"):
        execute(path, tmp_path / "out.ipynb", execution_timeout=1)
    kept = json.loads((tmp_path / "out.ipynb").read_text())
    assert gone(int(printed(kept, 0)))


def test_a_run_whose_cells_are_short_has_a_limit_as_a_whole(tmp_path):
    path = notebook(tmp_path, *["import time\ntime.sleep(0.4)\nprint(1)"] * 20)
    with pytest.raises(CellTimeoutError, match="the run took longer than the limit of 3 seconds"):
        execute(path, tmp_path / "out.ipynb", execution_timeout=60, run_timeout=3)
    kept = json.loads((tmp_path / "out.ipynb").read_text())
    assert 1 < sum(bool(cell["outputs"]) for cell in kept["cells"]) < 20


def test_a_run_that_is_whole_does_not_wait_for_a_thread_that_hangs(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel_handle, "EXIT_TIMEOUT_SECONDS", 0.5)
    executed = execute(
        notebook(tmp_path, "import os\nprint(os.getpid())", HANGS["in the end"]), tmp_path / "out.ipynb"
    )
    assert gone(int(printed(executed, 0)))


@pytest.mark.parametrize(
    "cell",
    [
        "held = []\nwhile True:\n    held.append(b'x' * 20_000_000)\n    time.sleep(0.01)",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'held = b\"x\" * 950_000_000; input()'], "
        "stdin=subprocess.PIPE)\ntime.sleep(60)",
        "import os, time\nif not os.fork():\n    held = b'x' * 950_000_000\n    time.sleep(60)\ntime.sleep(60)",
    ],
    ids=["itself", "a program", "a fork"],
)
def test_a_run_that_eats_memory_is_ended(tmp_path, cell):
    path = notebook(tmp_path, "import time\nimport os\nprint(os.getpid())", cell)
    with pytest.raises(nbclient_adapter.MemoryLimitError, match=r"cell 1: it held [\d,]+ MB; the limit is 900 MB"):
        execute(path, tmp_path / "out.ipynb", memory=900, execution_timeout=60)
    kept = json.loads((tmp_path / "out.ipynb").read_text())
    assert gone(int(printed(kept, 0)))
    execute(notebook(tmp_path, "1"), tmp_path / "next.ipynb", memory=900)


# a shell has SIGINT ignored in a job that it starts in the background, and a child inherits that
HEEDS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
CALLER = """
import papermill, sys
from ties.build import execute
papermill.execute_notebook(*sys.argv[1:], engine_name=execute.DEFAULT_ENGINE, kernel_name="python3")
"""
BUILDER = "from ties.cli import main\nmain()\n"
WAITING = """
import os, subprocess, time
child = subprocess.Popen(["sleep", "600"])
with open({path!r} + ".draft", "w") as file:
    file.write(f"{{os.getpid()}} {{os.getppid()}} {{child.pid}}")
os.rename({path!r} + ".draft", {path!r})
time.sleep(600)
"""


@pytest.fixture
def started():
    """Start a process; whatever the test finds, it and all that it started are gone afterwards."""
    callers, others = [], []

    def start(code, *arguments):
        command = [sys.executable, "-c", code, *map(str, arguments)]
        callers.append(subprocess.Popen(command, env=CLEAN, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return callers[-1]

    yield start, others
    for pid in [*(caller.pid for caller in callers), *others]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            for each in [*process.children(recursive=True), process]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
    for caller in callers:
        caller.wait(30)


def stop_when_ready(caller, others, ready, how):
    """Send a signal to a process once its cell runs; kernel, fork server and the cell's own child have to end."""
    while not ready.is_file():
        assert caller.poll() is None
        time.sleep(0.05)
    others += map(int, ready.read_text().split())
    caller.send_signal(how)
    caller.wait(60)
    assert gone(*others)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_a_caller_that_is_killed_leaves_no_process_behind(tmp_path, started, how):
    start, others = started
    ready = tmp_path / "ready"
    path = notebook(tmp_path, WAITING.format(path=str(ready)))
    caller = start(HEEDS_CTRL_C + CALLER, path, tmp_path / "out.ipynb")
    stop_when_ready(caller, others, ready, how)


def waiting_build(book, tmp_path):
    """Let the first chapter of a book wait, and say when it does."""
    ready, path = tmp_path / "ready", book / "notebooks" / "first.ipynb"
    content = json.loads(path.read_text())
    content["cells"].append(nbformat.v4.new_code_cell(WAITING.format(path=str(ready)), id="waiting"))
    path.write_text(json.dumps(content))
    return ready


@pytest.mark.build
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_an_interrupted_build_ends_at_once_and_leaves_no_process_behind(book, tmp_path, started, how):
    """Chapters run in threads, which Python waits for: their kernels are ended first."""
    start, others = started
    ready = waiting_build(book, tmp_path)
    caller = start(HEEDS_CTRL_C + BUILDER, "build", "--no-pdf", "--root", book)
    stop_when_ready(caller, others, ready, how)
    assert caller.returncode != 0
    assert not (book / "site").exists()


def test_a_job_in_the_background_does_not_heed_ctrl_c(monkeypatch):
    """A shell has the signal ignored there; the pool of kernels leaves that as it is."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with POOL.serving():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_warm_process_that_is_killed_is_a_dead_kernel_and_is_replaced(tmp_path):
    cell = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    with pytest.raises(DeadKernelError, match="cell 0: the kernel died: the fork server"):
        execute(notebook(tmp_path, cell), tmp_path / "out.ipynb")
    assert printed(execute(notebook(tmp_path, "print(1)"), tmp_path / "out.ipynb"), 0) == "1\n"


def test_changed_source_or_environment_is_not_served_from_old_imports(tmp_path, monkeypatch):
    path = notebook(tmp_path, "import os\nprint(os.getppid())")
    parent = printed(execute(path, tmp_path / "out.ipynb"), 0)
    assert printed(execute(path, tmp_path / "out.ipynb"), 0) == parent
    other = printed(execute(path, tmp_path / "out.ipynb", env=CLEAN | {"ANOTHER": "1"}), 0)
    assert other != parent
    assert gone(int(parent))
    monkeypatch.setattr(PoolSettings, "state", lambda settings: [("changed.py", 1, 1)])
    assert printed(execute(path, tmp_path / "out.ipynb", env=CLEAN | {"ANOTHER": "1"}), 0) != other


def test_where_no_kernel_can_be_forked_papermills_own_engine_runs(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(kernel_pool, "can_fork", lambda: False)
    executed = execute(
        notebook(tmp_path, "import sys\nprint('ties.engine.kernel_process' in sys.modules)"), tmp_path / "o.ipynb"
    )
    assert printed(executed, 0) == "False\n"
    assert "No warm kernel for python3 here: papermill's own engine runs the notebook." in caplog.text


def test_a_kernel_named_python_is_this_python_as_in_papermills_own_engine(tmp_path, caplog):
    executed = execute(
        notebook(tmp_path, "import sys\nprint('ties.engine.kernel_process' in sys.modules)"),
        tmp_path / "o.ipynb",
        kernel_name="python",
    )
    assert printed(executed, 0) == "True\n"
    assert "No warm kernel" not in caplog.text
    with pytest.raises(NoSuchKernel):
        execute(notebook(tmp_path, "1"), tmp_path / "o.ipynb", kernel_name="pythom")


@pytest.mark.parametrize(("options", "seconds"), [({}, 60), ({"start_timeout": 123}, 123)])
def test_a_kernel_has_the_time_to_start_that_papermill_was_asked_for(tmp_path, monkeypatch, options, seconds):
    """papermill's own tests look for it in the arguments of its own client, which has no part here."""
    waits = []
    wait = KernelConnection.wait_for_ready

    async def noted(connection, timeout):
        waits.append(timeout)
        await wait(connection, timeout)

    monkeypatch.setattr(KernelConnection, "wait_for_ready", noted)
    execute(notebook(tmp_path, "1"), tmp_path / "o.ipynb", **options)
    assert waits == [seconds]


def test_memory_counts_what_a_process_and_its_children_hold():
    alone = fork_server.resident_megabytes(os.getpid())
    code = "held = b'x' * 300_000_000; print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert alone + 300 < fork_server.resident_megabytes(os.getpid()) < alone + 400
        child.communicate(b"\n")
    assert fork_server.resident_megabytes(2**22 + 1) == 0
