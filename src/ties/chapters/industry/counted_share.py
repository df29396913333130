"""Industry: a share of a count as a finding, with its interval."""

from __future__ import annotations

from typing import Any

from ties.analysis.proportions import share_with_interval
from ties.plotting.text import sentence
from ties.records import Finding


def counted_share(
    key: str, count: int, total: int, *, caveat: str = "", confidence: str = "medium", **facts: Any
) -> Finding:
    """Give a share in per cent with its Wilson interval; None where there is nothing to count.

    Parameters
    ----------
    key : str
        Name of the finding; its sentence names ``count``, ``n``, ``share``, ``low`` and ``high``.
    count, total : int
        The part, and the whole of which it is one.
    caveat : str
        What is said of the interval.
    confidence : str
        As of :class:`ties.records.Finding`.
    **facts
        What the sentence names beside them.

    Examples
    --------
    >>> counted_share("deep_us", 5, 10).sentence
    '5 of 10 US contracts reach licensed production or joint design (50 per cent, 95 per cent interval 24 to 76).'
    >>> counted_share("deep_us", 0, 0).sentence
    'There are no US contracts.'
    """
    if not total:
        return Finding(key, None, sentence("industry", f"{key}-none", **facts), confidence="cannot tell")
    share, low, high = share_with_interval(count, total)
    text = sentence("industry", key, count=count, n=total, share=share, low=low, high=high, **facts)
    interval = f"95% Wilson interval{caveat and '; '}{caveat}"
    return Finding(key, share, text, unit="per cent", low=low, high=high, interval=interval, confidence=confidence)
