"""What a chapter says, as records: a finding, and the words of a figure. Nothing here needs IPython or matplotlib."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass

KEY = re.compile(r"^[a-z][a-z0-9_]*$")

Value = float | int | str | None


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
    sure : str
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
    sure: str = "medium"
    figure: str = ""

    def __post_init__(self) -> None:
        wrong = []
        if not KEY.match(self.key):
            wrong.append(f"key {self.key!r} is not lower-case letters, digits and underscores")
        if not self.sentence.strip().endswith((".", "?")):
            wrong.append("the sentence does not end with a full stop")
        if self.sure not in ("high", "medium", "low", "cannot tell"):
            wrong.append(f"sure={self.sure!r}")
        if (self.low is None) != (self.high is None):
            wrong.append("an interval needs both ends")
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            if isinstance(number, float) and not math.isfinite(number):
                wrong.append(f"{name} is {number}; say None for what the data cannot tell")
        if self.low is not None and self.high is not None and self.low > self.high:
            wrong.append(f"interval {self.low} to {self.high} is upside down")
        if self.value is None and self.sure != "cannot tell":
            wrong.append("a finding without a value is one the data cannot tell")
        if wrong:
            raise ValueError(f"finding {self.key!r}: " + "; ".join(wrong))

    def text(self, form: str = "") -> str:
        """Write the finding for prose.

        Parameters
        ----------
        form : str
            "" for value and unit, "value" for the bare value, "interval" for "low to high unit", "full" for both,
            "sentence" for the sentence, "sure" for how sure it is.

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
            case "sure":
                return self.sure
        raise ValueError(f"finding {self.key!r} has no form {form!r}: value, interval, full, sentence, sure")

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
