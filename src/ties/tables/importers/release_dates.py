"""Dates and editions as publishers write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from ties.tables.importers.reading import ImportRefusedError

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
GENERATED = re.compile(r"(?:data )?generated:?\s*(\d{1,2}) ([A-Za-z]+) (\d{4})", re.IGNORECASE)
RELEASE_MONTH = 3


def day_generated(lines: list[str]) -> date:
    """Find the day on which SIPRI made a file.

    Parameters
    ----------
    lines : list of str
        The lines above the header.

    Raises
    ------
    ImportRefusedError
        If no line says ``Data generated: 13 Oct 2024``.

    Examples
    --------
    >>> day_generated(["Source: SIPRI", "Data generated: 13 Oct 2024 12:33:29 PM"]).isoformat()
    '2024-10-13'
    """
    for number, line in enumerate(lines, start=1):
        found = GENERATED.search(line)
        if found and found[2][:3].lower() in MONTHS:
            try:
                return date(int(found[3]), MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
            except ValueError:
                raise ImportRefusedError("is not a day", found[0], row=number) from None
    raise ImportRefusedError(
        "no line above the header says when the data were generated; give the year of release as the edition"
    )


def edition_of(lines: list[str], last: int | None, given: str | None) -> tuple[str, date | None]:
    """Tell the edition of an export of the arms transfers database, and the day on which it was made.

    Parameters
    ----------
    lines : list of str
        The lines above the header.
    last : int, optional
        Last year with deliveries in the file.
    given : str, optional
        Year of release, where the user names it: the file need not say its day then.

    Returns
    -------
    (str, date or None)

    Raises
    ------
    ImportRefusedError
        If neither the user nor the file says it, or a year of release is none.

    Examples
    --------
    >>> edition_of(["Data generated: 13 Oct 2024"], 2023, None)[0], edition_of([], 2023, "2025")
    ('2024', ('2025', None))
    """
    if given is None:
        generated_on = day_generated(lines)
        return release(generated_on, last), generated_on
    if not re.fullmatch(r"20\d\d", given):
        raise ImportRefusedError("edition is no year of release", given)
    if last is not None and last >= int(given):
        raise ImportRefusedError(f"has deliveries of {last}, so it is not of this edition", given)
    dated = any(GENERATED.search(line) for line in lines)
    return given, day_generated(lines) if dated else None


def release(generated_on: date, last: int | None) -> str:
    """Tell the edition of the arms transfers database: it comes each March, with deliveries to the year before.

    Parameters
    ----------
    generated_on : date
        Day on which the file was generated.
    last : int, optional
        Last year with deliveries in the file; it decides in March, when either edition may have been online.

    Returns
    -------
    str
        Year of release.

    Raises
    ------
    ImportRefusedError
        If the file has deliveries of a year that no edition of its day can have.

    Examples
    --------
    >>> release(date(2026, 2, 12), 2024), release(date(2024, 3, 20), 2023), release(date(2024, 3, 5), 2022)
    ('2025', '2024', '2023')
    """
    edition = generated_on.year - (generated_on.month < RELEASE_MONTH)
    if generated_on.month == RELEASE_MONTH and (last is None or last < generated_on.year - 1):
        edition -= 1
    if last is not None and last >= edition:
        raise ImportRefusedError(
            f"has deliveries of {last}, and was generated on {generated_on}, before they could be known"
        )
    return str(edition)


def parse_day(text: str) -> str:
    """Write a date as year-month-day: 2020-07-01, 2/15/2022 or 07/13/2026.

    Raises
    ------
    ImportRefusedError
        If it is none of these.

    Examples
    --------
    >>> parse_day("2020-07-01"), parse_day("2/15/2022")
    ('2020-07-01', '2022-02-15')
    """
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    raise ImportRefusedError("is not a date", text)


def month_in_name(name: str) -> str | None:
    """Find a month in the name of a file, as in ``Idealpoints_Apr2020.csv``.

    Examples
    --------
    >>> month_in_name("IdealpointestimatesAll_Apr2020.csv"), month_in_name("points.csv")
    ('2020-04', None)
    """
    found = re.search(
        r"(?:^|[^a-z])([a-z]{3,9})[ _-]?(20\d\d)(?!\d)", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    )
    if found and found[1][:3] in MONTHS:
        return f"{found[2]}-{MONTHS.index(found[1][:3]) + 1:02d}"
    return None
