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

from ties.book.jupyter_book import build_site
from ties.build.build import build
from ties.engine.subprocess_guard import kill_with_parent, run_beside_parent

MOMENTS, MOMENTS_OF_JUPYTER_BOOK = 20, 5


def edit(root):
    notebook = root / "notebooks" / "first.ipynb"
    text = notebook.read_text()
    assert "growth + 1)" in text
    notebook.write_text(text.replace("growth + 1)", "growth + 2)"))


def start(root, program):
    command = [*program, "build", "--root", root, "--no-pdf"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def site_of(root):
    site = (root / "site").resolve(strict=True)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def undisturbed(built, folder, program, site_builder):
    """Give the built book, what it becomes with a change, and how long an undisturbed build takes."""
    root = shutil.copytree(built, folder / "book", symlinks=True)
    old = site_of(root)
    edit(root)
    begin = time.monotonic()
    assert start(root, program).wait() == 0
    return SimpleNamespace(
        built=built, program=program, site_builder=site_builder, old=old, new=site_of(root),
        lock=(root / "pytask.lock").read_bytes(), seconds=time.monotonic() - begin,
    )  # fmt: skip


@pytest.fixture(scope="session")
def plainly(plain_built, plain_ties, plain_site, tmp_path_factory):
    """The book with plain pages: every other moment of its build is one of ours."""
    return undisturbed(plain_built, tmp_path_factory.mktemp("plainly"), plain_ties, plain_site)


@pytest.fixture(scope="session")
def by_jupyter_book(built, tmp_path_factory):
    """The book as it is published: most moments of its build are those of Jupyter Book."""
    ties = [Path(sys.executable).with_name("ties")]
    return undisturbed(built, tmp_path_factory.mktemp("real"), ties, build_site)


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


def killed(case, root, number, moments):
    """Kill a build in a part of its time, one of several, and build again."""
    edit(root)
    with Reader(root, (case.old, case.new)) as reader:
        process = start(root, case.program)
        time.sleep(case.seconds * (number + random.Random(number).random()) / moments)
        if number % 2:
            process.kill()  # what it has started must not go on by itself
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        build(root, site_builder=case.site_builder)
    assert reader.looks
    assert reader.wrong == []
    assert site_of(root) == case.new
    assert (root / "pytask.lock").read_bytes() == case.lock
    left = [path for path in root.rglob(".*") if path.suffix[1:].isdecimal()]
    assert left == []


@pytest.mark.build
@pytest.mark.parametrize("number", range(MOMENTS))
def test_a_killed_build_leaves_the_site_whole_and_the_next_one_is_right(plain, plainly, number):
    killed(plainly, plain, number, MOMENTS)


@pytest.mark.build
@pytest.mark.parametrize("number", range(MOMENTS_OF_JUPYTER_BOOK))
def test_jupyter_book_that_is_killed_does_not_go_on(good, by_jupyter_book, number):
    killed(by_jupyter_book, good, number, MOMENTS_OF_JUPYTER_BOOK)


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
