"""One dated trail of what was said, what came of it, what else happened, and what had not come."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["date", "what", "text", "table", "row", "sources"]


def chronicle(events: pd.DataFrame, settled: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Put events, and the things that were said would come, into one order of time.

    Parameters
    ----------
    events : DataFrame, shape (n, k)
        What :func:`ties.analysis.events.followup.trail` gives of table ``setbacks_and_progress``.
    settled : DataFrame, shape (m, k)
        What :func:`ties.analysis.events.followup.followed` gives, with ``saying`` and ``sources``; all said on one
        day.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame, shape (n + m + 1, 6)
        ``date``, ``what`` ("said", "progress", "setback", "came", "open", "overdue", "cannot tell"), ``text``,
        ``table`` and ``row`` (that hold it; missing where nothing came) and ``sources``. What was said stands first;
        what had not come stands at the end, under the last day.

    Examples
    --------
    >>> events = pd.DataFrame({"id": ["e"], "date": ["2025-08-27"], "direction": ["setback"], "summary": ["A duty."],
    ...                        "sources": ["s"]})
    >>> settled = pd.DataFrame({"saying": ["Meet", "Visit"], "status": ["came", "open"], "table": "talks",
    ...                         "since": "2025-07-01", "row": ["m", None], "sources": "t",
    ...                         "latest": pd.to_datetime(["2025-10-31", None])})
    >>> chronicle(events, settled, as_of="2026-06-30")[["date", "what", "text"]].values.tolist()[:2]
    [['2025-07-01', 'said', 'Meet; Visit'], ['2025-08-27', 'setback', 'A duty.']]
    >>> chronicle(events, settled, as_of="2026-06-30")["what"].tolist()
    ['said', 'setback', 'came', 'open']
    """
    happened = pd.DataFrame(
        {
            "date": events["date"],
            "what": events["direction"],
            "text": events["summary"],
            "table": "setbacks_and_progress",
            "row": events["id"],
            "sources": events["sources"],
        }
    )
    came = settled["status"].str.startswith("came")
    statements = pd.DataFrame(
        {
            "date": settled["latest"].dt.strftime("%Y-%m-%d").where(came, as_of),
            "what": settled["status"].where(~came, "came"),
            "text": settled["saying"],
            "table": settled["table"].where(came),
            "row": settled["row"],
            "sources": settled["sources"],
        }
    )
    first = pd.DataFrame(
        {
            "date": settled["since"].iloc[:1],
            "what": "said",
            "text": "; ".join(settled["saying"]),
            "sources": ";".join(dict.fromkeys(";".join(settled["sources"]).split(";"))),
        }
    )
    entries = pd.concat([first, happened, statements], ignore_index=True)
    pending = entries["what"].isin(["open", "overdue", "cannot tell"])
    order = entries.assign(pending=pending).sort_values(["pending", "date"], kind="stable").index
    return entries.loc[order, COLUMNS].reset_index(drop=True)
