"""A sweep runs every combination once, keeps what has finished whatever happens, and says what failed."""

import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import psutil
import pytest

from ties import load
from ties.project.chapter_config import read_chapters
from ties.project.progress import SweepProgress
from ties.sweep import dask_pool
from ties.sweep.grid import GridError
from ties.sweep.run_sweep import SweepError, _alone, _bundle, run_sweep
from ties.sweep.worker import identity, run_combination, worker_differences

SMALL = Path(__file__).parents[1] / "fixtures" / "sweep"
GRID = ["country=IND,CHN", "years=2,3,13"]
PROGRAMS = Path(sys.executable).parent
# dask closes its sockets and loops after its own threads have ended, where pytest already looks
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


class Said(SweepProgress):
    """Keep what a sweep said."""

    def __init__(self):
        super().__init__()
        self.lines, self.runs = [], []

    def say(self, text):
        self.lines.append(text)

    def ended(self, words, seconds, error, workers):
        self.runs.append(words)


def ran(tally):
    """Which combinations ran to their end, in any order, each as often as it did."""
    return sorted(tally.read_text().splitlines()) if tally.exists() else []


def growth(country, years, table=None):
    """The finding, worked out without the chapter."""
    gdp = load("gdp") if table is None else table
    values = gdp[gdp["country"] == country].sort_values("year")["usd_m_current"].to_list()
    return 100 * (values[-1] / values[-1 - years] - 1)


@pytest.fixture
def tally(tmp_path, monkeypatch):
    path = tmp_path / "tally"
    monkeypatch.setenv("TIES_TALLY", str(path))
    return path


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """The small chapter, swept once on a pool of this machine: four runs are sound, two fail."""
    root = shutil.copytree(SMALL, tmp_path_factory.mktemp("swept") / "book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIES_TALLY", str(root.parent / "tally"))
        said = Said()
        return run_sweep(root, "small", GRID, workers=2, progress=said), said, root


@pytest.fixture
def book(tmp_path, swept):
    """The small chapter, never swept; its tables were held against their contracts already."""
    root = shutil.copytree(SMALL, tmp_path / "book")
    sound = Path("_build", "sweeps", "tables-are-sound")
    (root / sound).parent.mkdir(parents=True)
    shutil.copyfile(swept[2] / sound, root / sound)
    return root


def again(swept, tmp_path, **how):
    """Sweep in a copy of what is there; give the sweep and what it said."""
    root = shutil.copytree(swept[2], tmp_path / "again")
    said = Said()
    return run_sweep(root, "small", how.pop("grid", GRID), workers=2, progress=said, **how), said


def test_every_combination_is_in_the_table_once_and_right(swept):
    done = swept[0]
    found = pd.read_csv(done.folder / "findings.csv")
    assert list(found.columns) == ["country", "years", "key", "value", "unit", "low", "high", "interval", "precision",
                                   "confidence", "sentence"]  # fmt: skip
    places = [(row["country"], row["years"], row["key"]) for row in found.to_dict("records")]
    keys = ("growth", "pace", "same")
    assert places == [(c, y, k) for c in ("IND", "CHN") for y in (2, 3) for k in keys], "in the order of the grid"
    for row in found[found["key"] == "growth"].to_dict("records"):
        expected = growth(row["country"], row["years"])
        assert float(row["value"]) == pytest.approx(expected, rel=1e-12)
        assert row["low"] == pytest.approx(expected - 1)
        assert row["high"] == pytest.approx(expected + 1)
        assert row["unit"] == "per cent"


def test_a_combination_that_fails_is_said_and_the_others_are_kept(swept):
    done, said, root = swept
    assert [failure.parameters["years"] for failure in done.failures] == [13, 13]
    listed = pd.read_csv(done.folder / "runs.csv").set_index(["country", "years"])
    assert listed["status"].to_dict() == {
        (c, y): "failed" if y == 13 else "done" for c in ("IND", "CHN") for y in (2, 3, 13)
    }
    assert listed.loc[("IND", 13), "error"].startswith("cell 3: ValueError: <b>thirteen</b>")
    assert "Traceback" not in (done.folder / "runs.csv").read_text()
    for failure in done.failures:
        kept = root / "_build" / "sweeps" / "small" / "failed" / f"{failure.key}.ipynb"
        assert str(kept) in failure.error
        assert "thirteen" in kept.read_text()
    assert len(said.runs) == 6


def test_the_report_says_what_moves_what_failed_and_asks_nothing_of_others(swept):
    folder = swept[0].folder
    page = (folder / "index.html").read_text()
    assert "4 of 6 runs done, 2 failed; " in page
    assert "Sweep of Small &lt;&amp;&gt;" in page
    assert "cannot do &lt;13&gt;" in page
    assert "&lt;b&gt;thirteen" in page
    assert "<b>thirteen" not in page
    assert "http" not in page
    assert "<script" not in page
    asked = {part.split('"')[0] for mark in ('src="', 'srcset="') for part in page.split(mark)[1:]}
    assert asked
    assert all((folder / name).is_file() for name in asked)
    assert asked == {f"figures/{path.name}" for path in (folder / "figures").iterdir()}
    assert '<figure id="growth">' in page
    assert "<code>same</code>: It is the same." in page, "what does not move is listed"


def test_a_second_sweep_tries_again_only_what_failed(swept, tmp_path, tally):
    done, said = again(swept, tmp_path)
    assert said.lines[0] == "4 of 6 were there already"
    assert ran(tally) == ["CHN 13", "IND 13"]
    assert [outcome.cached for outcome in done.outcomes] == [True, True, False, True, True, False]
    assert (done.folder / "findings.csv").read_bytes() == (swept[0].folder / "findings.csv").read_bytes()


def test_a_larger_grid_runs_only_what_is_new(swept, tmp_path, tally):
    done, said = again(swept, tmp_path, grid=["years=2:4", "country=IND"])
    assert said.lines[0] == "2 of 3 were there already"
    assert ran(tally) == ["IND 4"]
    assert not done.failures


def test_a_changed_table_runs_again_what_reads_it_and_nothing_else_does(swept, tmp_path, tally):
    newer = tmp_path / "newer"
    newer.mkdir()
    load("population").assign(population=lambda t: t["population"] + 1).to_csv(newer / "population.csv", index=False)
    done, said = again(swept, tmp_path, grid=["years=2", "country=IND,CHN"], data=newer)
    assert said.lines[0] == "2 of 2 were there already"
    assert ran(tally) == [], "the chapter does not read it"
    gdp = load("gdp")
    gdp["usd_m_current"] = (gdp["usd_m_current"] * gdp["year"] / 2000).round(3)
    gdp.to_csv(newer / "gdp.csv", index=False)
    shutil.rmtree(tmp_path / "again")
    done, said = again(swept, tmp_path, grid=["years=2", "country=IND,CHN"], data=newer)
    assert ran(tally) == ["CHN 2", "IND 2"]
    values = [outcome.findings[0]["value"] for outcome in done.outcomes]
    assert values == pytest.approx([growth("IND", 2, gdp), growth("CHN", 2, gdp)])


def test_a_table_that_is_not_sound_stops_before_anything_runs(book, tmp_path, tally):
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "gdp.csv").write_text("country,year\nIND,soon\n")
    with pytest.raises(SweepError, match=r"gdp\.csv"):
        run_sweep(book, "small", ["years=1"], data=newer, progress=Said())
    assert ran(tally) == []


def test_a_kept_result_that_is_broken_runs_again(swept, tmp_path, tally):
    root = shutil.copytree(swept[2], tmp_path / "broken")
    key = swept[0].outcomes[0].key
    path = root / "_build" / "sweeps" / "small" / f"{key}.json"
    path.write_text(path.read_text()[:40])
    run_sweep(root, "small", ["years=2", "country=IND"], workers=1, progress=Said())
    assert ran(tally) == ["IND 2"]
    assert json.loads(path.read_text())["key"] == key


class Cluster:
    """A dask scheduler and two workers, processes of their own on loopback."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        file = folder / "scheduler.json"
        self.start("dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0",
                   "--scheduler-file", str(file))  # fmt: skip
        wait(lambda: file.is_file() and file.read_text().strip().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        self.workers = [
            self.start("dask", "worker", self.address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1",
                       "--no-dashboard", "--local-directory", str(folder), "--name", name)
            for name in ("one", "two")
        ]  # fmt: skip

    def start(self, program, *arguments):
        process = subprocess.Popen([PROGRAMS / program, *arguments], stdout=subprocess.DEVNULL,
                                   stderr=(self.folder / "log").open("a"), start_new_session=True)  # fmt: skip
        self.processes.append(process)
        return process

    def stop(self):
        """End one after the other, the scheduler last: a worker that loses it while it closes never ends."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def cluster(tmp_path, tally):
    started = Cluster(tmp_path)
    yield started
    started.stop()


def wait(until, seconds=90):
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(cluster, book, swept, tally):
    """On a scheduler of its own, the same bytes as on a local pool, although a worker dies with a run in hand."""
    victim = psutil.Process(cluster.workers[0].pid)
    killed = []

    class Kills(Said):
        def ended(self, *about):
            super().ended(*about)
            if not killed:
                # what it has started to run cells in ends by itself
                wait(lambda: victim.children(recursive=True))
                killed.extend(victim.children(recursive=True))
                victim.kill()

    said = Kills()
    done = run_sweep(book, "small", GRID, settings=["pause=1"], scheduler=cluster.address, progress=said)
    cluster.workers[0].wait()
    assert cluster.workers[0].returncode == -signal.SIGKILL
    assert len(said.runs) == len(set(said.runs)) == 6
    assert (done.folder / "findings.csv").read_bytes() == (swept[0].folder / "findings.csv").read_bytes()
    listed = pd.read_csv(done.folder / "runs.csv")
    assert not listed.duplicated(["country", "years"]).any()
    assert list(listed["status"]) == list(pd.read_csv(swept[0].folder / "runs.csv")["status"])
    # one run was in the hands of the dead worker: it ran again elsewhere, all others ran once
    runs = ran(tally)
    assert set(runs) == {f"{c} {y}" for c in ("IND", "CHN") for y in (2, 3, 13)}
    assert len(runs) <= 7
    psutil.wait_procs(killed, timeout=30)
    assert not any(process.is_running() for process in killed)


def test_a_scheduler_that_is_lost_is_said_and_what_finished_is_kept(cluster, book, tally, monkeypatch):
    monkeypatch.setattr(dask_pool, "PATIENCE", 5)

    class Kills(Said):
        def ended(self, *about):
            super().ended(*about)
            cluster.processes[0].kill()

    with pytest.raises(dask_pool.PoolError, match="the scheduler was lost; what finished is kept"):
        run_sweep(book, "small", ["years=1:4"], settings=["pause=1"], scheduler=cluster.address, progress=Kills())
    assert len(list((book / "_build" / "sweeps" / "small").glob("*.json"))) == 1


def test_workers_with_another_version_are_refused_before_anything_runs(cluster, book, tally):
    bundle = _bundle(read_chapters(book)["small"], None, "[]")
    with dask_pool.connected(cluster.address, 1) as client:
        client.wait_for_workers(2, timeout=60)
        dask_pool.check_workers(client, bundle)
        other = replace(bundle, identity=bundle.identity | {"table gdp": "0", "package pandas": "0.1"})
        with pytest.raises(dask_pool.PoolError) as caught:
            dask_pool.check_workers(client, other)
    version = identity()["package pandas"]
    said = str(caught.value)
    assert (
        said.count(f"has pandas {version}, not 0.1; another table gdp") + said.count("another table gdp; pandas") == 2
    )
    assert "Traceback" not in said
    assert ran(tally) == []


def test_a_worker_that_comes_late_with_another_version_runs_nothing(book, tally):
    bundle = _bundle(read_chapters(book)["small"], None, "[]")
    other = replace(bundle, identity=bundle.identity | {"source of ties": "0"})
    assert run_combination(other, {}).error == "the worker has another source of ties"
    assert ran(tally) == []


def test_tables_that_the_chapter_does_not_read_or_that_are_sent_along_need_not_be_the_same(book, tmp_path):
    load("gdp").to_csv(tmp_path / "gdp.csv", index=False)
    chapter = read_chapters(book)["small"]
    plain, overlaid = (_bundle(chapter, data, "[]") for data in (None, tmp_path))
    assert [part for part in plain.identity if part.startswith("table ")] == ["table gdp"]
    assert "table gdp" not in overlaid.identity
    assert overlaid.overlay == {"gdp": (tmp_path / "gdp.csv").read_bytes()}
    there = identity() | {"table claims": "another"}
    assert worker_differences(plain.identity, there) == []


def test_a_sweep_that_is_killed_goes_on_where_it_was(book, tally):
    """Kill -9 of the whole sweep: what finished is not run again, and no worker or kernel stays behind."""
    grid = ["years=1:5"]
    command = [PROGRAMS / "ties", "sweep", "small", "--grid", grid[0], "--set", "pause=0.7", "--workers", "2",
               "--root", book]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    kept = book / "_build" / "sweeps" / "small"
    wait(lambda: len(list(kept.glob("*.json"))) >= 2)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    psutil.wait_procs(family, timeout=30)
    assert not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family)
    there, before = len(list(kept.glob("*.json"))), ran(tally)
    assert 2 <= there < 5
    assert not list(kept.glob(".*.json*")), "nothing half-written"
    said = Said()
    done = run_sweep(book, "small", grid, settings=["pause=0.7"], workers=2, progress=said)
    assert said.lines[0] == f"{there} of 5 were there already"
    assert len(said.runs) == 5 - there
    assert len(ran(tally)) == len(before) + 5 - there
    assert [outcome.findings[0]["value"] for outcome in done.outcomes] == pytest.approx(
        [growth("IND", years) for years in range(1, 6)]
    )


def test_the_command_says_what_failed_and_its_status_is_one(swept, tmp_path, tally):
    root = shutil.copytree(swept[2], tmp_path / "book")
    command = [PROGRAMS / "ties", "sweep", "small", "--grid", "years=2,13", "--root", root, "--out", tmp_path / "out"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "1 of 2 were there already" in ended.stdout
    assert "1 of 1  failed" in ended.stdout
    assert f"1 of 2 runs: {tmp_path / 'out' / 'index.html'}" in ended.stdout
    assert ended.stderr.startswith("failed: years=13\n  cell 3: ValueError: <b>thirteen</b>")
    assert "Traceback" not in ended.stderr
    assert ran(tally) == ["IND 13"]


def test_nothing_runs_where_the_sweep_cannot_begin(book, tmp_path, tally, monkeypatch):
    with pytest.raises(GridError, match="no chapter 'smal'; there are: small"):
        run_sweep(book, "smal", ["years=1"])
    with pytest.raises(GridError, match="is 21, above the maximum 20"):
        run_sweep(book, "small", ["years=1:21"])
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(SweepError, match="holds something else"):
        run_sweep(book, "small", ["years=1"], out=other)
    with _alone(book / "_build" / "sweeps" / "small"), pytest.raises(SweepError, match="another sweep is at work"):
        run_sweep(book, "small", ["years=1"])
    monkeypatch.setattr(dask_pool, "PATIENCE", 1)
    with pytest.raises(dask_pool.PoolError, match=r"no dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run_sweep(book, "small", ["years=1"], scheduler="tcp://127.0.0.1:9", progress=Said())
    for address in ("127.0.0.1", "tcp://127.0.0.1", "tcp://127.0.0.1:high"):
        with pytest.raises(
            dask_pool.PoolError, match=f"^{address} is no address of a scheduler: write tcp://HOST:PORT$"
        ):
            run_sweep(book, "small", ["years=1"], scheduler=address, progress=Said())
    assert ran(tally) == []
    assert (other / "thesis.txt").read_text() == "mine"


def test_a_chapter_that_uses_others_says_what_to_build_first(tmp_path):
    root = shutil.copytree(SMALL.parent / "book", tmp_path / "book")
    with pytest.raises(
        SweepError, match=r"not built, or older than their tables or code: first\. Run first: ties build"
    ):
        run_sweep(root, "second", ["as_of=2025-01-01,2026-06-30"], progress=Said())


@pytest.mark.build
def test_a_chapter_that_uses_others_takes_what_the_build_found(tmp_path):
    from ties.build.build import build

    root = shutil.copytree(SMALL.parent / "book", tmp_path / "book")
    build(root)
    done = run_sweep(root, "second", ["as_of=2025-01-01"], workers=1, progress=Said())
    assert not done.failures
    notebook = root / "notebooks" / "first.ipynb"
    notebook.write_text(notebook.read_text().replace("growth + 1)", "growth + 2)"))
    with pytest.raises(SweepError, match="older than their tables or code: first"):
        run_sweep(root, "second", ["as_of=2025-01-01"], progress=Said())


def test_the_time_of_a_run_has_a_limit(book, tally):
    done = run_sweep(book, "small", ["years=1"], settings=["pause=30"], timeout=2, workers=1, progress=Said())
    assert "the run took longer than the limit of 2 seconds" in done.failures[0].error
    assert done.outcomes[0].seconds < 25
    assert ran(tally) == []


def test_the_memory_of_a_run_has_a_limit(book, tally):
    done = run_sweep(book, "small", ["years=1"], settings=["pause=5"], memory=20, workers=1, progress=Said())
    assert " MB" in done.failures[0].error
    assert ran(tally) == []


def test_a_notebook_without_its_cell_of_parameters_is_refused_before_anything_runs(book):
    path = book / "notebooks" / "small.ipynb"
    path.write_text(path.read_text().replace('"parameters"', '"settings"'))
    with pytest.raises(SweepError, match="needs exactly one code cell tagged parameters"):
        run_sweep(book, "small", ["years=3,5"])
