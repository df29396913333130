"""The kinds of output that carry a record from a cell to the build, and how one is put out."""

from __future__ import annotations

import sys
from typing import Any

FINDING = "application/vnd.ties.finding+json"
FIGURE = "application/vnd.ties.figure+json"
TABLE = "application/vnd.ties.table+json"


def emit(bundle: dict[str, Any]) -> None:
    """Put out a bundle of MIME types: as rich output in Jupyter and IPython, as its plain text elsewhere.

    Examples
    --------
    >>> emit({"text/plain": "peak = 64 per cent"})
    peak = 64 per cent
    """
    ipython = sys.modules.get("IPython")  # a cell that runs as a script needs none
    if ipython is None or ipython.get_ipython() is None:
        print(bundle["text/plain"])
        return
    from IPython.display import display

    display(bundle, raw=True)
