"""World Bank: answers of the API, versions 1 and 2.

An answer is a list of two: the envelope of the page, and the records. Version 1 knows countries by two letters and
writes numbers as text; version 2 has ``countryiso3code`` and says in the envelope when the data were last updated.
Version 1 does not say it: unless the edition is given, the last year stands for it. A page of several is one part of
an answer: the figures on it are good, and the import says that there are more.
"""

from __future__ import annotations

import json
from typing import Any

from ties.tables.importers import world_bank_shared
from ties.tables.importers.content import Content
from ties.tables.importers.delimited import decode
from ties.tables.importers.number_cells import parse_number, parse_year
from ties.tables.importers.reading import ImportRefusedError, Reading
from ties.tables.importers.release_dates import parse_day
from ties.tables.importers.world_bank_shared import Observation


def is_world_bank_json(content: Content) -> bool:
    """Say whether a file is an answer of the API, also one that holds only a message."""
    start = content.head[:4096].lstrip(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"[") and (b'"per_page"' in start or b'"message"' in start)


def read_world_bank_json(content: Content, edition: str | None = None) -> Reading:
    """Read an answer.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Day of the last update, in place of what the file says; version 1 does not say it.

    Returns
    -------
    Reading
        As :func:`ties.tables.importers.world_bank_shared.indicators_reading` gives it.

    Raises
    ------
    ImportRefusedError
        If the file is no answer, is an error message, or holds what is not understood.
    """
    envelope, records = _answer(content)
    updated = envelope.get("lastupdated")
    observations, version_2 = [], any("countryiso3code" in record for record in records)
    for number, record in enumerate(records, start=1):
        try:
            indicator, title = str(record["indicator"]["id"]), str(record["indicator"].get("value") or "")
            code = str(record.get("countryiso3code") or record["country"]["id"])
            at, raw = parse_year(record["date"]), record["value"]
        except (KeyError, TypeError, AttributeError) as error:
            raise ImportRefusedError(f"record is not one of the World Bank ({error})", row=number) from None
        if at is None:
            raise ImportRefusedError("is not a year", record["date"], row=number, column="date")
        value, bracketed = parse_number(raw, row=number, column="value")
        if value is not None:
            observations.append(Observation(indicator, title, code, at, value, bracketed, number, "country"))
    if not observations:
        raise ImportRefusedError("answer has no known value", content.name)
    reading = world_bank_shared.indicators_reading(
        observations,
        parse_day(str(updated)) if updated else None,
        "world-bank" if version_2 else "iso-alpha-2",
        f"API version {2 if version_2 else 1}",
        edition,
    )
    total = parse_number(envelope.get("total"), column="total").value
    if total is not None and total > len(records):
        reading.left_out[f"{total - len(records):.0f} of {total:.0f} records are not in this file (other pages)"] += 1
    return reading


def _answer(content: Content) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        answer = json.loads(decode(content.data), parse_constant=_refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ImportRefusedError(f"is not JSON ({error})", content.name) from None
    if isinstance(answer, list) and answer and isinstance(answer[0], dict) and "message" in answer[0]:
        raise ImportRefusedError("is an error message of the World Bank", json.dumps(answer[0]["message"]))
    if not (isinstance(answer, list) and len(answer) == 2 and isinstance(answer[0], dict)):
        raise ImportRefusedError("is not an answer of the World Bank", content.name)
    if not isinstance(answer[1], list) or not all(isinstance(record, dict) for record in answer[1]):
        raise ImportRefusedError("answer has no records", content.name)
    return answer[0], answer[1]


def _refuse(constant: str) -> float:
    raise ImportRefusedError("is not a number", constant)
