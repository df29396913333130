"""Time the simulations of the deterrence chapter, 10,000 draws each: `python benchmarks/deterrence.py`.

Processor seconds of one process, median of five runs; the last results are in deterrence.json.
"""

import json
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from ties.analysis.balance.indices import scores, weight_bands
from ties.analysis.events.event_study import event_study
from ties.analysis.networks.exercises import domain_diversity
from ties.chapters.deterrence.events import counts_by_month, crisis_months
from ties.chapters.deterrence.index import JUDGEMENTS, TABLES, gathered_values
from ties.tables.judgements import judgement
from ties.tables.load import load

RESULTS = Path(__file__).with_suffix(".json")
DRAWS, SEED, REPEATS = 10_000, 20250701, 5


def seconds(run: Callable[[], object]) -> float:
    """Give the median processor time of a call."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return round(statistics.median(times), 3)


def main() -> None:
    """Time each simulation and write the results."""
    tables = {name: load(name) for name in TABLES} | {name: judgement(name) for name in JUDGEMENTS}
    events = tables["exercises"], tables["dialogues"], tables["meeting_kinds"]
    counts = counts_by_month(*events, focal="IND", partner="USA", last="2026-06")
    crises = crisis_months(load("border_incidents"), judgement("border_crises"))
    study = {"windows": [6, 12, 18, 24], "lags": [0, 3, 6], "draws": DRAWS, "seed": SEED, "start": "2004-01"}
    sides = {"rival": "CHN", "focal": "IND", "coalition": ["JPN", "AUS"], "us_share": 0.2}
    years = {"start_year": 2005, "end_year": 2026}
    values = gathered_values(tables, price_basis="market", as_of="2026-06-30", **sides, **years)
    components = judgement("index_components")
    scored, weights = scores(values, components), components.set_index("component")["weight"].astype(float)
    domains = tables["exercises"]["domain"].value_counts()
    results = {
        "event study, 24 combinations": seconds(lambda: event_study(counts, crises, **study)),
        "index, bands and ranks": seconds(lambda: weight_bands(scored, weights, draws=DRAWS, seed=SEED)),
        "diversity of domains": seconds(lambda: domain_diversity(domains, draws=DRAWS, seed=SEED)),
    }
    about = {"draws": DRAWS, "python": platform.python_version(), "machine": platform.machine()}
    RESULTS.write_text(json.dumps({"about": about, "seconds": results}, indent=2) + "\n", encoding="utf-8")
    for name, taken in results.items():
        print(f"{taken:7.3f} s  {name}")


if __name__ == "__main__":
    main()
