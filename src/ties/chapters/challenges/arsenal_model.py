"""The cohort model of an arsenal: its tables and choices, what it simulates, and what it takes from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.analysis.arms.arsenal import Arsenal, simulate_arsenal
from ties.analysis.arms.borrowed_lives import Borrowed, with_borrowed
from ties.analysis.arms.cohorts import delivery_cohorts, early_cohorts, register_deliveries
from ties.analysis.arms.concentration import newest_each_year
from ties.analysis.arms.service_life import class_lives
from ties.analysis.arms.stock_crossings import years_under
from ties.plotting.text import sentence
from ties.records import Finding

TABLES = (
    "arms_transfers", "arms_register", "arms_imports_total", "service_lives",
    "judgements/equipment_kinds", "judgements/cohort_exceptions", "judgements/arsenal_assumptions",
)  # fmt: skip
ORIGINS = {"RUS": "RUS", "SUN": "RUS"}
EARLY = (1965, 1989)  # no split by supplier, and older cohorts are out of service


@dataclass(frozen=True, eq=False)
class ArsenalModel:
    """What the simulation of the Russian share of a recipient's arsenal rests on.

    Attributes
    ----------
    transfers, register, totals, lives : DataFrame
        Tables ``arms_transfers``, ``arms_register``, ``arms_imports_total`` and ``service_lives``.
    kinds, exceptions, assumptions : DataFrame
        Judgements ``equipment_kinds``, ``cohort_exceptions`` and ``arsenal_assumptions``.
    services : DataFrame, optional
        Judgement ``class_services``, for the arms of one service.
    recipient : str
        Country code.
    draws, seed : int
        Number of draws; seed of the random numbers.
    life_scale, replacement_scale : float
        Factors on every service life and on the rate of replacement.
    russian_share_new : float, optional
        Takes the place of the mode of that assumption; the ends move if they must.

    Examples
    --------
    >>> from ties import load
    >>> model = ArsenalModel(*map(load, TABLES), draws=20).scaled(life_scale=1.25)
    >>> model.simulate(2040).all_arms.shape
    (20, 46)
    """

    transfers: pd.DataFrame
    register: pd.DataFrame
    totals: pd.DataFrame
    lives: pd.DataFrame
    kinds: pd.DataFrame
    exceptions: pd.DataFrame
    assumptions: pd.DataFrame
    services: pd.DataFrame | None = None
    recipient: str = "IND"
    draws: int = 10_000
    seed: int = 0
    life_scale: float = 1.0
    replacement_scale: float = 1.0
    russian_share_new: float | None = None

    def scaled(
        self, *, life_scale: float = 1.0, replacement_scale: float = 1.0, russian_share_new: float | None = None
    ) -> ArsenalModel:
        """Give the model with other choices (see the attributes)."""
        return replace(
            self, life_scale=life_scale, replacement_scale=replacement_scale, russian_share_new=russian_share_new
        )

    def borrowed(self) -> Borrowed:
        """Give the orders whose class of equipment has no service life of its own, and the lives with theirs."""
        register = self.register[self.register["recipient"] == self.recipient]
        return with_borrowed(register, self.lives, self.kinds)

    def simulate(self, last_year: int, *, first_year: int = 1995, service: str | None = None) -> Arsenal:
        """Simulate the stock of all arms, or of one service, to a last year."""
        # an overlay may bring other recipients, a newer edition beside the older one, and a split before 1990
        register, transfers, totals = (
            table[table["recipient"] == self.recipient] for table in (self.register, self.transfers, self.totals)
        )
        borrowed = self.borrowed()
        deliveries = register_deliveries(register, borrowed.lives, self.exceptions)
        cohorts = delivery_cohorts(deliveries, newest_each_year(transfers), ORIGINS)
        last = min(EARLY[1], int(cohorts["year"].min()) - 1)
        early = early_cohorts(
            newest_each_year(totals), cohorts, first=EARLY[0], last=last, like=(EARLY[1] + 1, EARLY[1] + 10)
        )
        if service is not None and self.services is not None:
            classes = self.services.loc[self.services["service"] == service, "platform_class"]
            cohorts, early = (c[c["platform_class"].isin(classes)] for c in (cohorts, early))
        own = self.exceptions.rename(columns={"register_id": "platform_class"})
        lives = pd.concat([class_lives(borrowed.lives, self.life_scale), class_lives(own)])
        return simulate_arsenal(
            cohorts, early, lives, self._assumed(), origin="RUS", first_year=first_year, last_year=last_year,
            replacement_scale=self.replacement_scale, draws=self.draws, seed=self.seed,
        )  # fmt: skip

    def _assumed(self) -> pd.DataFrame:
        assumptions, share = self.assumptions.copy(), self.russian_share_new
        if share is not None:
            row = assumptions["name"] == "russian_share_new"
            assumptions.loc[row, "mode"] = share
            assumptions.loc[row, "low"] = assumptions.loc[row, "low"].clip(upper=share)
            assumptions.loc[row, "high"] = assumptions.loc[row, "high"].clip(lower=share)
        return assumptions


def findings_arsenal_model(model: ArsenalModel) -> list[Finding]:
    """Give what the model rests on: borrowed lives, and the years and editions split by supplier.

    Parameters
    ----------
    model : ArsenalModel

    Returns
    -------
    list of Finding
        ``lives_borrowed``, ``split_from``, ``split_editions``.
    """
    borrowed = model.borrowed()
    transfers = newest_each_year(model.transfers[model.transfers["recipient"] == model.recipient])
    first, editions = int(transfers["year"].min()), sorted(set(transfers["edition"]))
    facts = {
        "first": first, "assumed": first > EARLY[0], "editions": editions, "share": borrowed.share,
        "descriptions": len(borrowed.orders), "orders": int(borrowed.orders["orders"].sum()),
    }  # fmt: skip
    text = {key: sentence("challenges", key, **facts) for key in ("lives_borrowed", "split_from", "split_editions")}
    return [
        Finding(
            "lives_borrowed", 100 * borrowed.share, text["lives_borrowed"], unit="per cent", precision=1,
            confidence="high",
        ),
        Finding("split_from", str(first), text["split_from"], confidence="high"),
        Finding("split_editions", len(editions), text["split_editions"], confidence="high"),
    ]  # fmt: skip


def span(shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float) -> str:
    """Write the median year from which a share stays under a threshold, and its interval; see ``years_under``.

    What lies beyond the last year is "after" it.

    Examples
    --------
    >>> shares = np.array([[0.6, 0.4]] * 60 + [[0.6, 0.6]] * 40)
    >>> span(shares, np.array([2029, 2030]), 0.5)
    '2030 (2030 to after 2030)'
    """
    ends = years_under(shares, years, threshold)
    low, middle, high = (f"{y:.0f}" if np.isfinite(y) else f"after {years[-1]}" for y in ends)
    return f"{middle} ({low} to {high})" if low != high else middle
