"""Contract of the table of claims: what the news analysis asserts."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import together

OF_FORECASTS = ["came_true", "did_not_happen", "too_early"]


class Claims(Contract):
    """Assertions of the news analysis of July 2025, one row each, with a verdict reached by reading.

    The verdicts stand beside those that rules compute from the other tables; a disagreement is shown, not hidden.
    A claim that nobody had read on the day of an edition has no verdict, grounds, sources or confidence.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "claims"
        title = "Claims of the news analysis"
        metadata = table_metadata(theme="synthesis")

    id: Series[str] = fields.key()
    theme: Series[str] = fields.choice(
        "Chapter that tests it", ["agreements", "industry", "deterrence", "challenges"], required=True
    )
    claim: Series[str] = fields.column("What the analysis says, in our words", required=True)
    kind: Series[str] = fields.choice(
        "What sort of statement it is", ["fact", "figure", "causal", "judgement", "forecast"], required=True
    )
    how_to_test: Series[str] = fields.column("Tables and columns that bear on it", required=True)
    verdict: Series[str] = fields.choice(
        "Verdict of a reader; forecasts have their own; empty where the claim was not read",
        ["supported", "partly_supported", "unsupported", "contradicted", "untestable", *OF_FORECASTS],
    )
    evidence: Series[str] = fields.column("Grounds of the verdict")
    sources: Series[str] = fields.sources(required=False)
    confidence: Series[str] = fields.choice("How sure the verdict is", ["high", "medium", "low"])
    note: Series[str] = fields.note()

    @row_check("kind", "verdict", error="has a verdict of another kind of claim")
    def forecasts_have_their_own_verdicts(cls, frame: pd.DataFrame) -> pd.Series:
        """Require of forecasts, and of nothing else, a verdict on whether they came true."""
        return frame["verdict"].isna() | (frame["kind"].eq("forecast") == frame["verdict"].isin(OF_FORECASTS))

    @row_check(
        "verdict", "evidence", "sources", "confidence",
        error="has a verdict without grounds, sources and confidence, or the reverse",
    )  # fmt: skip
    def verdicts_have_grounds(cls, frame: pd.DataFrame) -> pd.Series:
        """Require grounds, sources and confidence of a verdict, and of nothing else."""
        return together(frame, "verdict", "evidence", "sources", "confidence")
