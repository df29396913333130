"""From the names and codes of a publisher to the codes of table ``countries``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any, NamedTuple

import pandas as pd

from ties.tables.failures import did_you_mean
from ties.tables.importers.reading import ImportRefusedError
from ties.tables.load import load

CODES = {"comtrade": "m49", "cow": "cow", "iso-alpha-2": "iso2"}  # publisher to column of table countries
MARK = {"*": "a non-state group, marked *; left out", "**": "an organisation, marked **; left out"}


class Match(NamedTuple):
    """Code of a country, or None where it is left out for `reason`; whether the name is a former state's."""

    code: str | None
    former: bool = False
    reason: str = ""


class Names:
    """Names and codes of one publisher.

    A code is looked up in the publisher's column of table ``countries``; a name in the publisher's own rows of the
    judgement ``country_aliases``, then in those of any publisher, then among names and codes of the table
    ``countries``. Case, accents and punctuation do not count.

    Parameters
    ----------
    publisher : str
        Value of column ``publisher``: sipri, cow, world-bank, iso-alpha-2, comtrade or us-census.
    codes : bool
        Accept codes of three letters too.

    Examples
    --------
    >>> names = Names("sipri")
    >>> names.find("Turkiye", row=3).code, names.find("Hezbollah (Lebanon)*", row=4).code
    ('TUR', None)
    """

    def __init__(self, publisher: str, *, codes: bool = False) -> None:
        self.left_out: Counter[str] = Counter()
        countries = load("countries")
        self._known = {_plain(name): code for name, code in zip(countries["name"], countries["code"], strict=True)}
        if codes:
            self._known |= {_plain(code): code for code in countries["code"]}
        self._codes: dict[str, Match] = {}
        if publisher in CODES:
            coded = countries.dropna(subset=[CODES[publisher]])
            # M49 gives the last number of a state that ended; Correlates of War counts it as one more state
            former = coded["kind"].eq("former_state") & (CODES[publisher] == "m49")
            for key, code, ended in zip(coded[CODES[publisher]], coded["code"], former, strict=True):
                self._codes[_plain(str(key))] = Match(code, former=bool(ended))
        aliases = load("judgements/country_aliases")
        self._aliases: dict[str, list[pd.Series]] = {}
        for own in ("any", publisher):
            rows: dict[str, list[pd.Series]] = {}
            for _, row in aliases[aliases["publisher"] == own].iterrows():
                rows.setdefault(_plain(str(row["name"])), []).append(row)
            self._aliases |= rows

    def find(
        self,
        name: object,
        *,
        year: int | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> Match:
        """Find the country that a name means.

        Parameters
        ----------
        name : object
            Name or code as the file has it; one or two asterisks at its end mark a group or an organisation.
        year : int, optional
            Year of the figure, for names that changed hands.
        sheet, row, column
            Where it stands, for the refusal.

        Returns
        -------
        Match
            What is left out is also counted in ``left_out``.

        Raises
        ------
        ImportRefusedError
            If nobody knows the name.
        """
        text = str(name).strip()
        mark = text[len(text.rstrip("*")) :]
        plain = _plain(text.rstrip("*"))
        if plain in self._codes:
            return self._codes[plain]
        for alias in self._aliases.get(plain, []):
            if year is None or _between(year, alias["first_year"], alias["last_year"]):
                if pd.notna(alias["code"]):
                    return Match(str(alias["code"]), former=alias["standing"] == "former")
                return self._out(text, str(alias["reason"]))
        if mark in MARK:
            return self._out(text, MARK[mark])
        if plain in self._known:
            return Match(self._known[plain])
        hint = did_you_mean(plain, self._known)
        raise ImportRefusedError(
            f"no country of this name; {hint + ' or ' if hint else ''}add it to judgements/country_aliases.csv", name,
            sheet=sheet, row=row, column=column,
        )  # fmt: skip

    def _out(self, name: str, reason: str) -> Match:
        self.left_out[f"{name}: {reason}"] += 1
        return Match(None, reason=reason)


def refuse_twice(frame: pd.DataFrame, by: list[str], named: list[str]) -> None:
    """Refuse a file two of whose lines are of one thing.

    Parameters
    ----------
    frame : DataFrame
        Rows with the columns of `by` and ``at`` (row of the file).
    by : list of str
        Columns that may not be the same in two rows.
    named : list of str
        Those of them that the refusal names.

    Raises
    ------
    ImportRefusedError
        If two rows are of one thing.

    Examples
    --------
    >>> refuse_twice(pd.DataFrame({"country": ["DEU", "FRA"], "at": [2, 3]}), ["country"], ["country"])
    """
    twice = frame[frame.duplicated(by, keep=False)].sort_values(by)
    if len(twice):
        rows = " and ".join(str(at) for at in twice["at"].head(2))
        raise ImportRefusedError(f"rows {rows} are both of {' '.join(str(v) for v in twice.iloc[0][named])}")


def keep_present(frame: pd.DataFrame, keys: list[str], left_out: Counter[str]) -> pd.DataFrame:
    """Where a present and a former state have one code in one year, keep the line of the present one.

    Parameters
    ----------
    frame : DataFrame
        Rows with the columns of `keys`, ``former`` (bool) and ``at`` (row of the file).
    keys : list of str
        Columns that name a row.
    left_out : Counter
        Counts the lines that go.

    Returns
    -------
    DataFrame
        At most one row per key, without ``former`` and ``at``.

    Raises
    ------
    ImportRefusedError
        If two lines of the same standing have one key.

    Examples
    --------
    >>> two = pd.DataFrame({"country": ["DEU"] * 2, "former": [True, False], "at": [2, 3], "value": [1, 2]})
    >>> keep_present(two, ["country"], Counter())["value"].tolist()
    [2]
    """
    refuse_twice(frame, [*keys, "former"], keys)
    both = frame.duplicated(keys, keep=False) & frame["former"]
    for code in frame.loc[both, keys[0]]:
        left_out[f"{code}: a former state's line beside its successor's"] += 1
    return frame[~both].drop(columns=["former", "at"])


def _between(year: int, first: Any, last: Any) -> bool:
    return bool((pd.isna(first) or first <= year) and (pd.isna(last) or year <= last))


def _plain(name: str) -> str:
    """Reduce a name to what counts: lower-case letters and digits without accents, words apart."""
    text = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"\bst\.? ", "saint ", re.sub(r"['’`.\x92]", "", text) + " ")
    return " ".join(re.sub(r"[^\w]+", " ", text).split())
