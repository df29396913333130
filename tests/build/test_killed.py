"""A build that is killed, at whatever moment, harms nothing: readers have a whole site, the next build is right."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from ties.build.build import build
from ties.engine.subprocess_guard import kill_with_parent, run_beside_parent

MOMENTS = 20


def edit(root):
    notebook = root / "notebooks" / "first.ipynb"
    text = notebook.read_text()
    assert "growth + 1)" in text
    notebook.write_text(text.replace("growth + 1)", "growth + 2)"))


def start(root):
    command = [Path(sys.executable).with_name("ties"), "build", "--root", root, "--no-pdf"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def site_of(root):
    site = (root / "site").resolve(strict=True)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def undisturbed(built, tmp_path_factory):
    """The changed book, the old one, and how long an undisturbed build takes."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("undisturbed") / "book", symlinks=True)
    old = site_of(root)
    edit(root)
    begin = time.monotonic()
    assert start(root).wait() == 0
    seconds = time.monotonic() - begin
    return SimpleNamespace(old=old, new=site_of(root), lock=(root / "pytask.lock").read_bytes(), seconds=seconds)


class Reader(threading.Thread):
    """Read every page of the site, again and again; keep what was not a whole site of one version."""

    def __init__(self, root, versions):
        super().__init__()
        self.root, self.versions, self.ended = root, versions, threading.Event()
        self.looks, self.wrong = 0, []

    def run(self):
        while not self.ended.wait(0.1):
            try:
                site = site_of(self.root)
            except OSError as error:
                self.wrong.append(str(error))
                continue
            self.looks += 1
            if site not in self.versions:
                self.wrong.append(sorted(set(site) ^ set(self.versions[0])) or "a page of no version")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()


def moment(number):
    """One moment in each twentieth of the build."""
    return (number + random.Random(number).random()) / MOMENTS


@pytest.mark.build
@pytest.mark.parametrize("number", range(MOMENTS))
def test_a_killed_build_leaves_the_site_whole_and_the_next_one_is_right(good, undisturbed, number):
    edit(good)
    with Reader(good, (undisturbed.old, undisturbed.new)) as reader:
        process = start(good)
        time.sleep(undisturbed.seconds * moment(number))
        if number % 2:
            process.kill()  # what it has started must not go on by itself
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        build(good)
    assert reader.looks
    assert reader.wrong == []
    assert site_of(good) == undisturbed.new
    assert (good / "pytask.lock").read_bytes() == undisturbed.lock
    left = [path for path in good.rglob(".*") if path.suffix[1:].isdecimal()]
    assert left == []


def gone(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


SLEEP = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
PARENT = """
import subprocess, sys
from ties.engine.subprocess_guard import kill_with_parent, run_beside_parent
program = [sys.executable, "-c", {sleep!r}]
{run}
"""


@pytest.mark.parametrize(
    "run", ["subprocess.run(kill_with_parent(*program))", "import os; run_beside_parent(os.getppid(), program, 0.01)"]
)
def test_what_a_build_started_ends_with_it(run):
    """Both ways: bound by the system, and watched over where the system cannot."""
    if run.startswith("import os"):  # the watcher itself stays, its parent is killed
        run = f"subprocess.run([sys.executable, '-c', {PARENT.format(sleep=SLEEP, run=run)!r}])"
    command = [sys.executable, "-c", PARENT.format(sleep=SLEEP, run=run)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    child = int(process.stdout.readline())
    assert not gone(child)
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 60
    while not gone(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gone(child)


def test_a_leash_changes_neither_output_nor_status():
    program = [sys.executable, "-c", "import sys; print('a'); sys.exit(3)"]
    ran = subprocess.run(kill_with_parent(*program), capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("a\n", "", 3)
    assert run_beside_parent(os.getppid(), [sys.executable, "-c", "import sys; sys.exit(3)"], 0.01) == 3
    assert run_beside_parent(-1, program) == 1, "the parent has ended already"
