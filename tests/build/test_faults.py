"""Disks that are full or read-only, a second build, a clock that jumps, a cache that is damaged: said, or mended."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ties.book.jupyter_book import build_site
from ties.build.build import build
from ties.build.build_cache import read_lock
from ties.project import atomic_files
from ties.project.progress import Progress

pytestmark = pytest.mark.build
TIES = Path(sys.executable).with_name("ties")


def edit(root, old=1, new=2):
    notebook = root / "notebooks" / "first.ipynb"
    text = notebook.read_text()
    assert f"growth + {old})" in text
    notebook.write_text(text.replace(f"growth + {old})", f"growth + {new})"))


def state(root):
    """What a failed build must not touch."""
    site = (root / "site").resolve(strict=True)
    return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} | {
        "lock": (root / "pytask.lock").read_bytes()
    }


def ran(root, *program, **how):
    """Run the command; give its status and all that it says."""
    command = [*program, "build", "--root", root, "--no-pdf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    return done.returncode, said


def steps(root, **how):
    progress = Progress()
    build(root, progress=progress, **how)
    return set(progress.steps)


@pytest.fixture(scope="session")
def changed(plain_built, plain_site, tmp_path_factory):
    """What the book with one changed line of code is, when nothing goes wrong."""
    root = shutil.copytree(plain_built, tmp_path_factory.mktemp("changed") / "book", symlinks=True)
    edit(root)
    build(root, site_builder=plain_site)
    return state(root)


@pytest.fixture
def good(plain):
    """A built book. What is tested here is around Jupyter Book; where it is not, the test builds with it."""
    return plain


@pytest.fixture(autouse=True)
def builds_plainly(plain_site, monkeypatch):
    """Let every build of this file make plain pages, where the test does not name another builder."""
    monkeypatch.setitem(build.__kwdefaults__, "site_builder", plain_site)


# -- a disk that is full -------------------------------------------------------------------------------------------


def limit(root, bytes_, script):
    """Let no file that the build writes be larger: the disk that is full, for a test without rights to make one."""
    # with nothing to write to, the command ends before any builder of sites could be put in its place
    run = f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')"
    run = run if bytes_ else "from ties.cli import main; main()"
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_}, {resource.RLIM_INFINITY})); {run}"
    command = [sys.executable, "-c", code, "build", "--root", root, "--no-pdf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("bytes_", "words"), [(0, "no usable temporary directory"), (20_000, "ile too large"), (200_000, "ile too large")]
)
def test_a_file_that_cannot_be_written_is_said(good, plain_ties, bytes_, words):
    before = state(good)
    edit(good)
    status, said = limit(good, bytes_, plain_ties[-1])
    assert status == 1, said
    assert "Traceback" not in said
    assert "last good site is untouched" in said
    assert words in said, said
    assert state(good) == before


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, of which the test sets the size; it needs the right to mount."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(*options):
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", place]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    try:
        made = mount("size=200m")
    except FileNotFoundError:
        pytest.skip("there is no program to mount a disk with")
    if made.returncode:
        pytest.skip(f"no right to mount a disk here: {made.stderr.strip()}")
    yield place, lambda size: mount("remount", f"size={size}")
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("free", [8, 2000])
def test_a_full_disk_is_said_with_the_file_and_nothing_is_lost(plain_built, plain_ties, changed, small_disk, free):
    place, resize = small_disk
    root = shutil.copytree(plain_built, place / "book", symlinks=True)
    before = state(root)
    edit(root)
    used = shutil.disk_usage(place).used // 1024
    assert resize(f"{used + free}k").returncode == 0
    status, said = ran(root, *plain_ties)
    assert status == 1
    assert "no space left on device: " in said
    assert str(root / "_build") in said
    assert state(root) == before
    assert resize("200m").returncode == 0
    assert ran(root, *plain_ties)[0] == 0
    assert state(root) == changed


def test_a_refusal_while_a_file_is_written_leaves_the_old_one(tmp_path, monkeypatch):
    place = tmp_path / "a"
    atomic_files.write_file(place, "old")

    def full(self, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left") as caught:
        atomic_files.write_file(place, "new")
    assert atomic_files.describe_os_error(caught.value) == f"no space left on device: {place}"
    assert place.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


# -- a folder that cannot be written to ----------------------------------------------------------------------------


def without_rights():
    """Give what runs a command without the right of root to write everywhere; nothing for anyone else."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and setpriv is not here to take that away")
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.parametrize("folder", [".", "_build/ties/sites", "book"])
def test_a_read_only_folder_is_said_with_its_name(good, plain_ties, folder):
    before = state(good)
    edit(good)
    closed = [
        path for path in [good / folder, *(good / folder).rglob("*")] if path.is_dir() and not path.is_symlink()
    ]
    for path in closed:
        path.chmod(0o555)
    try:
        status, said = ran(good, *without_rights(), *plain_ties)
    finally:
        for path in closed:
            path.chmod(0o755)
    if folder == ".":
        folder = "_build/ties"
    assert status == 1
    assert f"ermission denied: {good / folder}" in said or f"permission denied: {good / '_build/ties'}" in said, said
    assert state(good) == before


# -- two builds at once --------------------------------------------------------------------------------------------


def test_a_second_build_says_so_and_works_once_the_first_has_ended(good, plain_ties, changed):
    edit(good)
    first = subprocess.Popen([*plain_ties, "build", "--root", good, "--no-pdf"], stdout=subprocess.PIPE, text=True)
    first.stdout.readline()  # a step has ended: it is at work, and has more to do
    status, said = ran(good, *plain_ties)
    assert (status, "another build is at work" in said) == (1, True)
    first.communicate()
    assert first.returncode == 0
    assert ran(good, *plain_ties)[0] == 0
    assert state(good) == changed


def test_the_lock_of_a_build_that_is_dead_does_not_hold(good):
    (good / "_build" / "ties" / ".lock").write_text("1\n")
    assert steps(good) == set()


# -- a clock that jumps --------------------------------------------------------------------------------------------

PAST, FUTURE = 0, 4102444800  # 1970 and 2100


def touch(folder, second):
    for path in folder.rglob("*"):
        os.utime(path, (second, second), follow_symlinks=False)


def test_times_of_files_make_nothing_run(good):
    before = state(good)
    for second in (PAST, FUTURE):
        touch(good, second)
        assert steps(good) == set()
        assert state(good) == before


@pytest.mark.parametrize("second", [PAST, FUTURE])
def test_a_change_is_seen_whatever_the_clock_says(good, changed, second):
    """The last build was in 2100 and today is not, or the other way round: times say nothing of what is newer."""
    touch(good, second)
    edit(good)
    os.utime(good / "notebooks" / "first.ipynb", (PAST, PAST))
    assert steps(good) == {"first", "second", "book"}
    assert state(good) == changed


def test_a_page_is_read_again_after_a_clock_that_ran_ahead(built, tmp_path):
    """Sphinx notes when it reads a page, and would take a change for older than that."""
    good = shutil.copytree(built, tmp_path / "real", symlinks=True)
    ahead = good.parent / "ahead"
    ahead.mkdir()
    (ahead / "sitecustomize.py").write_text(
        f"import time\nnow = time.time_ns\ntime.time_ns = lambda: now() + {FUTURE * 10**9}\n"
    )
    page = good / "book" / "index.md"
    for words, path in (("Another book", {"PYTHONPATH": str(ahead)}), ("A third book", {})):
        page.write_text("\n".join([f"# {words}", *page.read_text().splitlines()[1:]]) + "\n")
        assert ran(good, TIES, env=os.environ | path)[0] == 0
        assert words in (good / "site" / "book" / "index.html").read_text()


# -- a cache that is damaged ---------------------------------------------------------------------------------------

GARBAGE = b"\x80\x00garbage"
KEPT = [
    "executed/first.ipynb", "executed/second.ipynb", "executed/second.findings.json", "evidence.json",
    "tables-are-sound", "site.json", "pytask.lock", "pyproject.toml", "stage/_toc.yml", "stage/book/woven.json",
    "stage/book/second.ipynb", "jupyter-book.seal",
]  # fmt: skip


def damaged(path, how):
    if how == "gone":
        path.unlink()
    else:
        whole = path.read_bytes()
        path.write_bytes({"empty": b"", "garbage": GARBAGE, "half": whole[: len(whole) // 2]}[how])


@pytest.mark.parametrize("how", ["empty", "garbage", "half", "gone"])
def test_when_all_that_is_kept_is_damaged_it_is_made_again(good, changed, how):
    edit(good)
    for name in KEPT:
        damaged(good / "_build" / "ties" / name, how)
    build(good)
    assert state(good) == changed


def test_each_damaged_file_by_itself_is_made_again(good):
    before = state(good)
    for at, name in enumerate(KEPT):
        damaged(good / "_build" / "ties" / name, ("empty", "garbage", "half", "gone")[at % 4])
        build(good)
        assert state(good) == before, name


def test_a_stamp_that_says_something_else_is_not_believed(good):
    before = state(good)
    for text in ("[]", '{"site": 3}', '{"site": "../../../book", "pages": []}'):
        (good / "_build" / "ties" / "site.json").write_text(text)
        build(good)
        assert state(good) == before


NO_LOCKS = ["task = 3\n", 'lock-version = "9"\ntask = []\n', 'lock-version = "1"\ntask = [1]\n']


@pytest.mark.parametrize("text", NO_LOCKS)
def test_a_lock_that_is_none_says_nothing(tmp_path, text):
    path = tmp_path / "pytask.lock"
    path.write_text(text)
    assert read_lock(path) is None


def test_a_lock_that_is_none_is_forgotten(good):
    before = state(good)
    (good / "_build" / "ties" / "pytask.lock").write_text(NO_LOCKS[0])
    (good / "pytask.lock").write_text(NO_LOCKS[1])
    build(good)
    assert state(good) == before, "the lock that is kept with the book is mended too"


def test_a_journal_of_the_lock_that_breaks_off_is_read_as_far_as_it_goes(good, changed):
    edit(good)
    (good / "_build" / "ties" / "pytask.lock.journal").write_bytes(b'{"lock-version": "1", "id": "first", "st')
    build(good)
    assert state(good) == changed


@pytest.mark.parametrize("damage", ["removed", "cut", "added"])
def test_a_published_site_that_somebody_changed_is_built_again_beside_it(good, damage):
    """Beside it: readers keep what they have until the whole one is in place."""
    before, old = state(good), (good / "site").resolve()
    page = old / "book" / "second.html"
    if damage == "removed":
        page.unlink()
    elif damage == "cut":
        page.write_bytes(page.read_bytes()[:1000])
    else:
        (old / "book" / "stray.html").write_text("<p>stray</p>")
    assert steps(good) == {"book"}
    assert state(good) == before
    assert (good / "site").resolve() != old
    assert old.is_dir()
    assert steps(good) == set()


def test_a_damaged_state_of_sphinx_is_not_used(built, tmp_path):
    """A page cut short is newer than its source: Sphinx would take it for done."""
    root = shutil.copytree(built, tmp_path / "real", symlinks=True)
    edit(root)
    build(root, site_builder=build_site)
    undisturbed = state(root)
    pages = root / "_build" / "ties" / "jupyter-book" / "_build"
    (pages / "html" / "book" / "data" / "deals.html").write_text("<html>")
    (pages / ".doctrees" / "environment.pickle").write_bytes(GARBAGE)
    (root / "_build" / "ties" / "site.json").unlink()
    build(root, site_builder=build_site)
    assert state(root) == undisturbed


def test_what_is_kept_for_jupyter_book_alone_comes_back(good):
    before = (good / "book" / "woven.json").read_bytes()
    (good / "book" / "woven.json").unlink()
    shutil.rmtree(good / "_build" / "ties" / "stage")
    build(good)
    assert (good / "book" / "woven.json").read_bytes() == before


# -- the same again ------------------------------------------------------------------------------------------------


def test_two_clean_builds_are_the_same_to_the_byte(built, tmp_path):
    """In another folder, time zone, language and environment; the lock too."""
    root = shutil.copytree(Path(__file__).parents[1] / "fixtures" / "book", tmp_path / "of another näme")
    home = tmp_path / "home"
    home.mkdir()
    other = {
        "TZ": "Asia/Kolkata", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40", "HOME": str(home),
        "MPLCONFIGDIR": str(home), "TERM": "dumb", "SOURCE_DATE_EPOCH": "1",
    }  # fmt: skip
    code = "import os; os.umask(0o077); from ties.cli import main; main()"
    command = [sys.executable, "-c", code, "build", "--root", root, "--no-pdf"]
    subprocess.run(command, env=os.environ | other, check=True, capture_output=True)
    compared = subprocess.run(
        ["diff", "-rq", built / "site", root / "site"], check=False, capture_output=True, text=True
    )
    assert (compared.stdout, compared.returncode) == ("", 0)
    assert (built / "pytask.lock").read_bytes() == (root / "pytask.lock").read_bytes()
