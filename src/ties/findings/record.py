"""Record findings from a cell, so that prose, synthesis and editions can name them."""

from __future__ import annotations

from dataclasses import asdict, replace

from ties.findings import mime
from ties.records import Finding


def record(*findings: Finding, figure: str = "") -> None:
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
    for finding in findings:
        shown = finding if finding.figure or not figure else replace(finding, figure=figure)
        plain = f"{shown.key} = {shown.text('full')}: {shown.sentence}"
        mime.emit({"text/plain": plain, mime.FINDING: asdict(shown)})
