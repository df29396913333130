"""Time the simulations of the challenges chapter, 10,000 draws each: `python benchmarks/challenges.py`.

Processor seconds of one process, median of five runs; the last results are in challenges.json.
"""

import json
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from ties.analysis.alignment import hedging_bands
from ties.analysis.balance.risk import open_risks, rank_intervals, simulate_scores
from ties.analysis.events.net_balance import net_balance, signed_events, unrecorded_setbacks
from ties.analysis.ideal_points import draw_ideal_points, ideal_point_distance
from ties.chapters.challenges.alignment_profile import ties_by_power
from ties.chapters.challenges.arsenal_model import TABLES, ArsenalModel
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
    model = ArsenalModel(*map(load, TABLES), draws=DRAWS, seed=SEED)
    risks, noise = open_risks(load("challenges"), "2026-06-30"), load("judgements/score_noise")
    events = signed_events(load("setbacks_and_progress"), until="2026-06-30")
    points = load("un_voting").query("year >= 1995 and country in ['IND', 'USA', 'RUS', 'CHN']")
    poles = ["USA", "RUS", "CHN"]
    used = ("arms_transfers", "exercises", "memberships", "trade", "un_voting", "countries")
    ties = ties_by_power(*map(load, used), poles=poles, length=5, end=2024)
    chance = {"draws": DRAWS, "seed": SEED}
    results = {
        "arsenal by cohorts, 1995-2060": seconds(lambda: model.simulate(2060)),
        "ranks of risks": seconds(lambda: rank_intervals(risks, simulate_scores(risks, noise, **chance))),
        "voting distance": seconds(
            lambda: ideal_point_distance(draw_ideal_points(points, DRAWS, SEED), "IND", poles),
        ),
        "net balance by year": seconds(lambda: net_balance(events, ["year"], **chance)),
        "unrecorded setbacks": seconds(lambda: unrecorded_setbacks(events, 2025, **chance)),
        "index of hedging": seconds(lambda: hedging_bands(ties, **chance)),
    }
    about = {"draws": DRAWS, "python": platform.python_version(), "machine": platform.machine()}
    RESULTS.write_text(json.dumps({"about": about, "seconds": results}, indent=2) + "\n", encoding="utf-8")
    for name, taken in results.items():
        print(f"{taken:7.3f} s  {name}")


if __name__ == "__main__":
    main()
