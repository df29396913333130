"""Record a finding from a cell, so that prose, synthesis and editions can name it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from IPython.display import display

from ties.records import Finding, Value

MIME = "application/vnd.ties.finding+json"


def record(key: str, value: Any, sentence: str, **about: Any) -> None:
    """Record a finding: shown under the cell in Jupyter, collected from the executed chapter by the build.

    Parameters
    ----------
    key, value, sentence, **about
        The fields of :class:`Finding`; numpy numbers are taken as numbers, ``interval=(low, high)`` is short for
        ``low`` and ``high``, with ``interval_means`` to say what it is.

    Raises
    ------
    ValueError
        If the finding is not sound; every fault is named.
    """
    if isinstance(about.get("interval"), tuple):
        about["low"], about["high"] = (_plain(end) for end in about.pop("interval"))
    if "interval_means" in about:
        about["interval"] = about.pop("interval_means")
    finding = Finding(key, _plain(value), sentence, **about)
    display(
        {"text/plain": f"{key} = {finding.text('full')}: {sentence}", MIME: asdict(finding)},
        raw=True,
    )


def _plain(value: Any) -> Value:
    """Turn a numpy scalar into the Python number that JSON can hold."""
    number: Value = value.item() if hasattr(value, "item") else value
    return number
