"""Time the simulations of the deterrence chapter, 10,000 draws each: `python benchmarks/deterrence.py`.

Processor seconds of one process, median of five runs; the last results are in deterrence.json.
"""

import json
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from ties.analysis.balance.composite import gathered_components
from ties.analysis.balance.indices import scores, weight_bands
from ties.analysis.balance.sides import Sides
from ties.analysis.events.crises import START, counts_by_month, crisis_months
from ties.analysis.events.event_study import event_study
from ties.analysis.networks.exercise_complexity import domain_diversity
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
    money = load("military_expenditure"), load("ppp_factors"), load("exchange_rates")
    forces = load("force_levels"), load("judgements/force_level_choices")
    events = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    counts = counts_by_month(*events, pair=("IND", "USA"), last="2026-06")
    crises = crisis_months(load("border_incidents"), load("judgements/border_crises"))
    study = {"windows": [6, 12, 18, 24], "lags": [0, 3, 6], "draws": DRAWS, "seed": SEED, "start": START}
    ask = {"sides": Sides("IND", "CHN", ["JPN", "AUS"], 0.2), "years": (2005, 2026), "price_basis": "market"}
    values = gathered_components(*money, *forces, *events, load("agreements"), as_of="2026-06-30", **ask)
    posts = load("judgements/index_components")
    scored, weights = scores(values.table, posts), posts.set_index("component")["weight"].astype(float)
    domains = events[0]["domain"].value_counts()
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
