"""Time many runs of one short notebook with three figures: `python benchmarks/kernels.py [runs]`, 100 when not said.

Five ways, on the same machine: papermill one by one, papermill two at once, nbconvert one by one, the warm engine two
at once, and the same cells as plain functions in two warm processes, figures written to the same PNG. The last cannot
be beaten, so it is the limit: no namespace, no outputs, no notebook, no isolation. Wall seconds of each; the start of
the warm process counts, that of the pools does not. The ways take turns in blocks, so that a busy machine is busy for
all. The last results are in kernels.json.
"""

import io
import json
import multiprocessing
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

RESULTS = Path(__file__).with_suffix(".json")
BLOCKS = 4
CELLS = [
    "seed = 1",
    "import matplotlib.pyplot as plt\nimport networkx as nx\nimport numpy as np\nimport pandas as pd",
    "rng = np.random.default_rng(seed)\n"
    'data = pd.DataFrame({"year": range(1990, 2025), "value": rng.normal(size=35).cumsum()})\n'
    'data["mean"] = data["value"].rolling(5).mean()\n'
    "figure, axes = plt.subplots()\n"
    'axes.plot(data["year"], data["value"])\n'
    'axes.plot(data["year"], data["mean"])\n'
    'axes.set_title("Lines");',
    'figure, axes = plt.subplots()\naxes.bar(["a", "b", "c", "d"], rng.uniform(size=4))\naxes.set_title("Bars");',
    "graph = nx.gnp_random_graph(20, 0.2, seed=seed)\n"
    "figure, axes = plt.subplots()\n"
    "nx.draw_networkx(graph, nx.circular_layout(graph), ax=axes)\n"
    'axes.set_title("Graph");',
]


def notebook(path: Path) -> Path:
    """Write the notebook."""
    import nbformat

    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    cells[0].metadata["tags"] = ["parameters"]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, path)
    return path


def run(path: Path, seed: int, engine: str | None) -> None:
    """Run it once by papermill."""
    import papermill

    out = path.with_name(f"out-{engine}-{seed}.ipynb")
    made = papermill.execute_notebook(path, out, {"seed": seed}, engine_name=engine, progress_bar=False)
    check(made)


def check(made: dict) -> None:
    """Hold a run to its three figures."""
    shown = [output for cell in made["cells"] for output in cell["outputs"] if "image/png" in output.get("data", {})]
    assert len(shown) == 3, len(shown)


def papermill_serial(path: Path, seeds: range) -> float:
    start = time.perf_counter()
    for seed in seeds:
        run(path, seed, None)
    return time.perf_counter() - start


def papermill_two(path: Path, seeds: range) -> float:
    # processes, as papermill changes the working directory and nbclient keeps a loop per thread
    with multiprocessing.get_context("spawn").Pool(2, import_papermill) as pool:
        pool.map(abs, [1, 2], chunksize=1)
        start = time.perf_counter()
        pool.starmap(run, [(path, seed, None) for seed in seeds], chunksize=1)
        return time.perf_counter() - start


def import_papermill() -> None:
    import papermill  # noqa: F401


def nbconvert_serial(path: Path, seeds: range) -> float:
    import nbformat
    from nbconvert.preprocessors import ExecutePreprocessor

    start = time.perf_counter()
    for seed in seeds:
        made = nbformat.read(path, as_version=4)
        made.cells[0].source = f"seed = {seed}"
        ExecutePreprocessor(kernel_name="python3").preprocess(made, {})
        nbformat.write(made, path.with_name(f"out-nbconvert-{seed}.ipynb"))
        check(made)
    return time.perf_counter() - start


def warm_two(path: Path, seeds: range) -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda seed: run(path, seed, "ties-warm"), seeds))
    return time.perf_counter() - start


def plain(seed: int) -> None:
    """Run the cells as functions, and make the same pictures of their figures."""
    import matplotlib.pyplot as plt

    names: dict[str, object] = {"seed": seed}
    pictures = []
    for cell in COMPILED:
        exec(cell, names)
        for number in plt.get_fignums():
            picture = io.BytesIO()
            plt.figure(number).savefig(picture, format="png", bbox_inches="tight")  # as the inline backend does
            pictures.append(picture.getvalue())
            plt.close(number)
    assert len(pictures) == 3


COMPILED = [compile(cell, "cell", "exec") for cell in CELLS[1:]]


def prepare() -> None:
    """Warm a process up."""
    os.environ["MPLBACKEND"] = "agg"
    for name in ("matplotlib.pyplot", "networkx", "pandas"):
        import_module(name)


def plain_two(path: Path, seeds: range) -> float:
    with multiprocessing.get_context("spawn").Pool(2, prepare) as pool:
        pool.map(plain, [101, 102], chunksize=1)  # the first run of a process is slower
        start = time.perf_counter()
        pool.map(plain, seeds, chunksize=1)
        return time.perf_counter() - start


WAYS: dict[str, Callable[[Path, range], float]] = {
    "papermill, one by one": papermill_serial,
    "papermill, two at once": papermill_two,
    "nbconvert, one by one": nbconvert_serial,
    "warm engine, two at once": warm_two,
    "plain functions, two at once": plain_two,
}
CLOCK = dict.fromkeys(WAYS, 0.0)


def main() -> None:
    """Measure, print and keep."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    blocks = [range(at * runs // BLOCKS, (at + 1) * runs // BLOCKS) for at in range(BLOCKS)]
    with tempfile.TemporaryDirectory() as folder:
        path = notebook(Path(folder) / "in.ipynb")
        for block in blocks:
            for name, way in WAYS.items():
                CLOCK[name] += way(path, block)
                print(f"{name:<30} {CLOCK[name]:7.2f} s", flush=True)
    limit, two = CLOCK["plain functions, two at once"], CLOCK["papermill, two at once"]
    summary = {
        name: {
            "seconds": round(seconds, 2),
            "times_the_limit": round(seconds / limit, 2),
            "times_faster_than_papermill_two_at_once": round(two / seconds, 2),
        }
        for name, seconds in CLOCK.items()
    }
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    RESULTS.write_text(json.dumps({"machine": machine, "runs": runs, "ways": summary}, indent=1) + "\n")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()
