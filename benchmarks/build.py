"""Time the build of the book in a copy of this checkout: `python benchmarks/build.py [repeats]`.

Four cases, each a whole process: clean, nothing changed, one table changed, prose changed. Wall time and the peak of
the memory of all processes together (sum of resident sets, sampled). The last results are in build.json.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix(".json")


def copy(into: Path) -> Path:
    """Copy the files that git tracks, and those it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).exists():
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target, follow_symlinks=False)
    return into


def measure(root: Path, *options: str) -> dict[str, float]:
    """Run `ties build` once; give seconds and megabytes."""
    env = os.environ | {"PYTHONPATH": str(root / "src")}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ties.cli", "build", "--root", str(root), *options], env=env, stdout=subprocess.DEVNULL
    )
    peak = 0

    def sample() -> None:
        nonlocal peak
        while process.poll() is None:
            try:
                me = psutil.Process(process.pid)
                peak = max(peak, sum(p.memory_info().rss for p in [me, *me.children(recursive=True)]))
            except psutil.Error:
                pass
            time.sleep(0.05)

    watcher = threading.Thread(target=sample)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - start
    watcher.join()
    if status:
        raise SystemExit(f"the build failed with status {status}")
    return {"seconds": seconds, "megabytes": peak / 1e6}


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a file's text."""
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def cases(root: Path, at: int) -> dict[str, Callable[[], dict[str, float]]]:
    """Give the four cases, in an order in which each starts from the one before."""

    def table() -> dict[str, float]:
        edit(root / "data/dialogues.csv", lambda text: text.replace(" talks", f" talks{' ' * (at + 1)}", 1))
        return measure(root, "--no-pdf")

    def prose() -> dict[str, float]:
        edit(root / "book/how-to-read.md", lambda text: f"{text}\nA sentence more.\n")
        return measure(root, "--no-pdf")

    return {
        "clean": lambda: measure(root, "--clean", "--no-pdf"),
        "clean with PDF": lambda: measure(root, "--clean"),
        "nothing changed": lambda: measure(root, "--no-pdf"),
        "prose changed": prose,
        "one table changed": table,
    }


def main() -> None:
    """Measure, print and keep."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    found: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = copy(Path(folder))
        for at in range(repeats):
            for name, case in cases(root, at).items():
                found.setdefault(name, []).append(case())
                print(
                    f"{name:<20} {found[name][-1]['seconds']:6.2f} s {found[name][-1]['megabytes']:7.0f} MB",
                    flush=True,
                )
    summary = {
        name: {
            "seconds_median": round(statistics.median(r["seconds"] for r in runs), 2),
            "seconds_all": [round(r["seconds"], 2) for r in runs],
            "megabytes_peak": round(max(r["megabytes"] for r in runs)),
        }
        for name, runs in found.items()
    }
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    RESULTS.write_text(json.dumps({"machine": machine, "cases": summary}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
