"""Record findings from a cell, so that prose, synthesis and editions can name them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from ties.findings import mime
from ties.records import Finding


def record(*findings: Any, figure: str = "", **legacy: Any) -> None:
    """Record findings: shown under the cell in Jupyter, collected from the executed chapter by the build.

    Parameters
    ----------
    *findings : Finding
        The findings, in the order in which they are shown.
    figure : str
        Name of the figure of the same chapter that shows them; a finding that names its own keeps it.

    Examples
    --------
    >>> record(Finding("peak", 64.2, "Its share was highest in 2013.", unit="per cent"))
    peak = 64 per cent: Its share was highest in 2013.
    """
    if legacy or (findings and isinstance(findings[0], str)):  # transitional: key, value, sentence
        findings = (_legacy(*findings, **legacy),)
    for finding in findings:
        shown = finding if finding.figure or not figure else replace(finding, figure=figure)
        plain = f"{shown.key} = {shown.text('full')}: {shown.sentence}"
        mime.emit({"text/plain": plain, mime.FINDING: asdict(shown)})


def _legacy(key: str, value: Any, sentence: str, **about: Any) -> Finding:
    if isinstance(about.get("interval"), tuple):
        about["low"], about["high"] = about.pop("interval")
    if "interval_means" in about:
        about["interval"] = about.pop("interval_means")
    return Finding(key, value, sentence, **about)
