"""What a chapter says, as records: findings, figures with their words, and tables.

Nothing here needs IPython or matplotlib, so that every room can make a record, and a reuser can read one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

KEY = re.compile(r"^[a-z][a-z0-9_]*$")
NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
CONFIDENCE = ("high", "medium", "low", "cannot tell")
MOST_COLUMNS = 6  # of a table on a page: more do not fit a phone

Value = float | int | str | None
Draw = Callable[..., Any]  # draw(data, ax, narrow=bool) -> Axes


@dataclass(frozen=True)
class Finding:
    """A computed result with its unit, interval and sentence.

    Attributes
    ----------
    key : str
        Name within the chapter: lower-case letters, digits and underscores.
    value : float, int, str or None
        The result; ``None`` means that the data cannot tell.
    sentence : str
        The result as one plain sentence that stands alone.
    unit : str
        Unit as it is read after the number ("per cent", "years"), empty for a bare number or text.
    low, high : float or None
        Ends of the interval.
    interval : str
        What the interval is ("95% interval", "range over price bases"), or why there is none.
    precision : int
        Decimals shown.
    confidence : str
        How sure we are: "high", "medium", "low" or "cannot tell".
    figure : str
        Name of the figure of the same chapter that shows it, or empty.
    """

    key: str
    value: Value
    sentence: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    interval: str = ""
    precision: int = 0
    confidence: str = "medium"
    figure: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):  # a numpy scalar becomes the number that JSON can hold
            number = getattr(self, name)
            if hasattr(number, "item"):
                object.__setattr__(self, name, number.item())
        wrong = []
        if not KEY.match(self.key):
            wrong.append(f"key {self.key!r} is not lower-case letters, digits and underscores")
        if not self.sentence.strip().endswith((".", "?")):
            wrong.append("the sentence does not end with a full stop")
        if self.confidence not in CONFIDENCE:
            wrong.append(f"confidence={self.confidence!r}")
        if (self.low is None) != (self.high is None):
            wrong.append("an interval needs both ends")
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            if isinstance(number, float) and not math.isfinite(number):
                wrong.append(f"{name} is {number}; say None for what the data cannot tell")
        if self.low is not None and self.high is not None and self.low > self.high:
            wrong.append(f"interval {self.low} to {self.high} is upside down")
        if self.value is None and self.confidence != "cannot tell":
            wrong.append("a finding without a value is one the data cannot tell")
        if wrong:
            raise ValueError(f"finding {self.key!r}: " + "; ".join(wrong))

    def text(self, form: str = "") -> str:
        """Write the finding for prose.

        Parameters
        ----------
        form : str
            "" for value and unit, "value" for the bare value, "interval" for "low to high unit", "full" for both,
            "sentence" for the sentence, "confidence" for how sure it is.

        Examples
        --------
        >>> share = Finding("share", 36.04, "It is 36.0 per cent.", unit="per cent", low=34, high=38.5, precision=1)
        >>> share.text(), share.text("interval"), share.text("full")
        ('36.0 per cent', '34.0 to 38.5 per cent', '36.0 per cent (34.0 to 38.5)')
        """
        unit = f" {self.unit}" if self.unit else ""
        span = (
            "" if self.low is None or self.high is None else f"{self._number(self.low)} to {self._number(self.high)}"
        )
        if isinstance(self.value, str):  # a year is told as a text: its interval is one of years, not of thousands
            span = span.replace(",", "")
        match form:
            case "":
                return self._number(self.value) + (unit if self.value is not None else "")
            case "value":
                return self._number(self.value)
            case "interval":
                return span + unit if span else "no interval"
            case "full":
                return self.text() + (f" ({span})" if span else "")
            case "sentence":
                return self.sentence
            case "confidence":
                return self.confidence
        raise ValueError(f"finding {self.key!r} has no form {form!r}: value, interval, full, sentence, confidence")

    def _number(self, value: Value) -> str:
        if value is None:
            return "cannot tell"
        return value if isinstance(value, str) else f"{value:,.{self.precision}f}"


@dataclass(frozen=True)
class Words:
    """What a figure says: all of it composed from its numbers.

    Attributes
    ----------
    title : str
        The finding, as a sentence without a full stop.
    subtitle : str
        Measure, unit, period and edition.
    caption : str
        How to read it, and what it does not show.
    alt : str
        Text alternative of two to four sentences: kind of chart, range, main pattern, exception.
    """

    title: str
    subtitle: str
    caption: str
    alt: str

    def __post_init__(self) -> None:
        wrong = [f"no {name}" for name, text in asdict(self).items() if not text.strip()]
        if not 2 <= len(re.findall(r"[.?](?:\s|$)", self.alt)) <= 6:
            wrong.append("the text alternative has not two to four sentences")
        if self.title.endswith("."):
            wrong.append("the title ends with a full stop")
        if wrong:
            raise ValueError(f"figure {self.title!r}: " + "; ".join(wrong))


@dataclass(frozen=True)
class Figure:
    """A figure: tidy data, how it is drawn, what it says, and the findings that it shows.

    Attributes
    ----------
    name : str
        Short hyphenated name, unique in the chapter; it becomes the address of the figure.
    data : DataFrame
        Tidy data behind the figure, offered for download. Empty where the tables do not cover what was asked: then
        the findings say so, and nothing is drawn.
    draw : callable
        ``draw(data, ax, narrow=bool) -> Axes``. Many marks are drawn with ``rasterized=True``, or the file is heavy.
    words : Words or None
        Title, subtitle, caption and text alternative; None only where there is nothing to draw.
    findings : sequence of Finding
        What the figure shows, for prose, synthesis and editions.
    drawn : object, optional
        What `draw` takes, where that is not `data`.
    sources : iterable of str, optional
        Source ids of the rows used (cells with ``;`` are split); all sources of the tables when not given.
    tables : sequence of str, optional
        Evidence tables it rests on; those that the cell loaded when not given.
    height, narrow_height : float
        Inches; the narrow one is the same when not given.
    """

    name: str
    data: pd.DataFrame
    draw: Draw
    words: Words | None
    findings: Sequence[Finding] = ()
    drawn: Any = None
    sources: Iterable[str] | None = None
    tables: Sequence[str] | None = None
    height: float = 4.2
    narrow_height: float | None = None

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise ValueError(f"figure name {self.name!r} is not lower-case and hyphenated")
        if self.words is None and not self.data.empty:
            raise ValueError(f"figure {self.name!r} has data and no words")


@dataclass(frozen=True)
class Table:
    """A table of a page: at most six columns; of more than fifteen rows the page shows the first fifteen.

    Attributes
    ----------
    name : str
        Short hyphenated name, unique in the chapter.
    data : DataFrame
        What the page shows; empty where the tables do not cover what was asked: then nothing is shown.
    caption : str
        What the table says, as a sentence.
    findings : sequence of Finding
        What the table shows, for prose, synthesis and editions.
    headers : mapping
        Column to header, with its unit; the column's name where it is missing.
    precision : int or mapping
        Decimals of numbers, for all columns or by column.
    download : DataFrame, optional
        The whole, where `data` is a part.
    sources, tables : optional
        As of :class:`Figure`.
    links : mapping
        Column to the addresses, one per row, that its cells lead to.
    """

    name: str
    data: pd.DataFrame
    caption: str
    findings: Sequence[Finding] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    precision: int | Mapping[str, int] = 0
    download: pd.DataFrame | None = None
    sources: Iterable[str] | None = None
    tables: Sequence[str] | None = None
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise ValueError(f"table name {self.name!r} is not lower-case and hyphenated")
        if len(self.data.columns) > MOST_COLUMNS:
            raise ValueError(f"table {self.name!r} has {len(self.data.columns)} columns: at most {MOST_COLUMNS}")


def cannot_tell(keys: Iterable[str], sentence: str) -> list[Finding]:
    """Give findings that the data cannot tell, all for the same reason.

    Parameters
    ----------
    keys : iterable of str
        Names of the findings.
    sentence : str
        What the tables lack.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> [finding.value for finding in cannot_tell(["open_gap"], "There was no such meeting.")]
    [None]
    """
    return [Finding(key, None, sentence, confidence="cannot tell") for key in keys]
