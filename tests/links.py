"""Ask the address of every source once, and list those that no longer answer (weekly, outside of the tests).

``python tests/links.py data/sources.csv links.csv`` exits with status 1 where more than one in ten is gone. An answer
that refuses a robot (401, 403, 429) or asks for patience (5xx) is not counted as gone. Needs nothing but Python.
"""

from __future__ import annotations

import csv
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AGENT = "ties link check (one request per address and week)"
GONE = {404, 410}
SHARE = 0.1


def ask(address: str) -> str:
    """Give the status of an address, or the name of the error."""
    request = urllib.request.Request(address, headers={"User-Agent": AGENT})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, ValueError) as error:  # no such host, no route, bad certificate, malformed address
        return type(error).__name__


def gone(status: str) -> bool:
    """Say whether a status means that the page is not there any more.

    Examples
    --------
    >>> gone("404"), gone("URLError"), gone("403"), gone("200")
    (True, True, False, False)
    """
    return int(status) in GONE if status.isdigit() else True


def main(sources: Path, out: Path) -> int:
    """Ask all, write the list, and give the exit status."""
    with sources.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["url"].startswith(("https://", "http://"))]
    with ThreadPoolExecutor(max_workers=8) as pool:
        statuses = list(pool.map(ask, (row["url"] for row in rows)))
    lost = [(row["id"], row["url"], status) for row, status in zip(rows, statuses, strict=True) if gone(status)]
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("id", "url", "status"), *lost])
    print(f"{len(lost)} of {len(rows)} addresses are gone; see {out}")
    return int(len(lost) > SHARE * len(rows))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
