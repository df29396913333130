"""UN General Assembly: roll calls of Voeten's data set, R data (or the same columns as CSV).

One record per roll call and country: 1 yes, 2 abstention, 3 no; 8 absent, 9 not a member and a missing one are no
votes. R data may be a file of objects, whatever their names, or of one object (.rds). The table
holds how often pairs of states agree, so that is computed here: India and the United States with every other state.
"""

from __future__ import annotations

import warnings
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import rdata

from ties.tables.importers import delimited
from ties.tables.importers.content import BZIP2, GZIP, XZ, Content, decompress
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row
from ties.tables.importers.release_dates import month_in_name

FOCAL = ("IND", "USA")
YES, ABSTAIN, NO, ABSENT, NO_MEMBER = 1, 2, 3, 8, 9
CODES = (YES, ABSTAIN, NO, ABSENT, NO_MEMBER)
NEEDED = ("rcid", "ccode", "session", "vote")
FOUNDED, FEW = 1945, 10
LARGEST_WHOLE = 2**53
ADDRESS = "https://doi.org/10.7910/DVN/LEJUQZ"
R_DATA = (b"RDX2", b"RDX3", b"RDA2", b"RDA3")
R_OBJECT = (b"X\n\x00\x00\x00\x02", b"X\n\x00\x00\x00\x03", b"A\n2\n", b"A\n3\n")
MISSING = ("", "na", "nan", "none", "<na>")


def is_roll_calls(content: Content) -> bool:
    """Say whether a file holds roll calls."""
    if not _is_csv(content):
        plain = decompress(content)
        return plain.startswith((*R_DATA, *R_OBJECT)) and b"rcid" in plain
    return delimited.read_delimited(content, *NEEDED, head=True) is not None


def read_roll_calls(content: Content, edition: str | None = None) -> Reading:
    """Read roll calls.

    Parameters
    ----------
    content : Content
        The R data or CSV file.
    edition : str, optional
        Month of release, as 2021-02. Left out, a month in the name of the file, or else the month of the last roll
        call, stands for it.

    Returns
    -------
    Reading
        Table ``un_agreement``, in place of every older row.

    Raises
    ------
    ImportRefusedError
        If the file holds no roll calls, does not say when it is, or holds what is not understood.
    """
    calls = _r_frame(content) if not _is_csv(content) else _csv_frame(content)
    names = Names("cow")
    votes, dates = _votes(calls, names)
    last = None if dates is None else dates.max()
    named = edition or month_in_name(content.name) or (None if last is None or pd.isna(last) else f"{last:%Y-%m}")
    if named is None:
        raise ImportRefusedError("file does not say when it is; give the month of its release as the edition")
    rows = agreement_of_pairs(votes)
    if rows.empty:
        raise ImportRefusedError("file has no roll call in which India or the United States voted", content.name)
    few = rows["n_votes"] < FEW
    identity = f"unvotes-{named}"
    rows = rows.assign(
        year=rows["session"] + FOUNDED, edition=named, sources=identity,
        confidence=few.map({True: "medium", False: "high"}), note=few.map({True: "Few votes", False: ""}),
    )  # fmt: skip
    title = f"United Nations General Assembly roll calls (Voeten), sessions {votes['session'].min()}-"
    title += f"{votes['session'].max()}" + ("" if edition else ", dated by its name or last roll call")
    described = source_row(identity, title, "Harvard Dataverse", named, ADDRESS)
    return Reading(named, {"un_agreement": rows}, {"un_agreement": ()}, described, names.left_out)


def agreement_of_pairs(votes: pd.DataFrame) -> pd.DataFrame:
    """Compute how often India and the United States vote as others do.

    Parameters
    ----------
    votes : DataFrame
        ``rcid``, ``session``, ``country``, ``vote`` (1 yes, 2 abstention, 3 no); one row per vote cast.

    Returns
    -------
    DataFrame
        ``country_a``, ``country_b``, ``session``, ``n_votes`` (roll calls in which both voted), ``agreement_pct``
        (same vote), ``opposite_pct`` (yes against no). The pair of India and the United States stands once.

    Examples
    --------
    >>> cast = pd.DataFrame({"rcid": [1, 1, 2, 2], "session": 1, "country": ["IND", "USA"] * 2, "vote": [1, 1, 1, 3]})
    >>> agreement_of_pairs(cast)[["n_votes", "agreement_pct", "opposite_pct"]].iloc[0].tolist()
    [2.0, 50.0, 50.0]
    """
    found = []
    for session, part in votes.groupby("session"):
        wide = part.set_index(["rcid", "country"])["vote"].unstack().astype("float64")  # noqa: PD010
        for first in (code for code in FOCAL if code in wide):
            others = wide.drop(columns=[code for code in FOCAL[: FOCAL.index(first) + 1] if code in wide])
            gap = others.sub(wide[first], axis=0).abs()
            both = gap.notna().sum()
            table = pd.DataFrame(
                {
                    "country_a": first,
                    "country_b": others.columns,
                    "session": session,
                    "n_votes": both.to_numpy(),
                    "agreement_pct": (100 * gap.eq(0).sum() / both.replace(0, np.nan)).round(4).to_numpy(),
                    "opposite_pct": (100 * gap.eq(NO - YES).sum() / both.replace(0, np.nan)).round(4).to_numpy(),
                }
            )
            found.append(table[table["n_votes"] > 0])
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _votes(calls: pd.DataFrame, names: Names) -> tuple[pd.DataFrame, pd.Series | None]:
    """Check the records, keep votes cast, and find the states; give the days of the roll calls too."""
    calls, numbers = calls.rename(columns=str), {}
    gone = calls["vote"].astype("str").str.strip().str.casefold().isin(MISSING) | calls["vote"].isna()
    if gone.any():
        names.left_out["record without a vote"] += int(gone.sum())
        calls = calls[~gone]
    for column in NEEDED:
        values = pd.to_numeric(calls[column], errors="coerce").astype("float64")
        wrong = values.isna() | values.ne(values.round()) | values.abs().gt(LARGEST_WHOLE)
        if wrong.any():
            at = int(wrong.to_numpy().argmax())
            value = calls[column].iloc[at]
            raise ImportRefusedError("is not a whole number", value, row=int(calls.index[at]), column=column)
        numbers[column] = values.astype("int64")
    frame = pd.DataFrame(numbers)
    unknown = ~frame["vote"].isin(CODES)
    if unknown.any():
        at = int(unknown.to_numpy().argmax())
        raise ImportRefusedError(
            "is no known vote (1, 2, 3, 8, 9)", frame["vote"].iloc[at], row=int(frame.index[at]), column="vote"
        )
    cast = frame[frame["vote"].isin([YES, ABSTAIN, NO])]
    keys = cast[["ccode", "session"]].drop_duplicates()
    codes: dict[tuple[int, int], str | None] = {}
    former: dict[tuple[int, int], bool] = {}
    for at, code, session in zip(keys.index, keys["ccode"], keys["session"], strict=True):
        match = names.find(str(code), year=session + FOUNDED, row=int(at), column="ccode")
        codes[code, session], former[code, session] = match.code, match.former
    pairs = list(zip(cast["ccode"], cast["session"], strict=True))
    cast = cast.assign(
        country=pd.Series([codes[p] for p in pairs], index=cast.index, dtype="str"),
        former=[former[p] for p in pairs],
    )
    cast = cast[cast["country"].notna()]
    both = cast.duplicated(["rcid", "country"], keep=False)
    if both.any():
        _count(names.left_out, cast[both & cast["former"]])
        cast = cast[~(both & cast["former"])]
    twice = cast[cast.duplicated(["rcid", "country"], keep=False)]
    if len(twice):
        raise ImportRefusedError(f"{twice['country'].iloc[0]} votes twice in roll call {twice['rcid'].iloc[0]}",
                                 row=int(twice.index[1]))  # fmt: skip
    dates = calls.get("date")
    days = None if dates is None else pd.to_datetime(dates, format="mixed", dayfirst=False, errors="coerce")
    return cast, days


def _count(left_out: Counter[str], gone: pd.DataFrame) -> None:
    for code, times in gone["country"].value_counts().items():
        left_out[f"{code}: vote of a former state beside its successor's"] += int(times)


def _is_csv(content: Content) -> bool:
    return not content.data.startswith((*R_DATA, *R_OBJECT, GZIP, BZIP2, XZ))


def _csv_frame(content: Content) -> pd.DataFrame:
    table = delimited.read_delimited(content, *NEEDED)
    if table is None:
        raise ImportRefusedError("is no table of roll calls", content.name)
    places = delimited.find_columns(table, *NEEDED, optional=("date",))
    lines = [record for record in table.records if record]
    for record in lines:
        if len(record.cells) <= max(places.values()):
            raise ImportRefusedError(f"line has {len(record.cells)} cells only", row=record.line)
    return pd.DataFrame(
        {name: [record.cells[place] for record in lines] for name, place in places.items()},
        index=[record.line for record in lines],
    )


def _r_frame(content: Content) -> pd.DataFrame:
    """Find the frame of roll calls in an R data file; the index counts records from 1."""
    plain = decompress(content)
    if not plain.startswith((*R_DATA, *R_OBJECT)):
        raise ImportRefusedError("is no R data file", content.name)
    try:
        with warnings.catch_warnings():
            # attributes that other packages left in the file are of no use here
            warnings.simplefilter("ignore")
            objects: Any = rdata.conversion.convert(rdata.parser.parse_data(plain))
    except RecursionError:
        raise
    except Exception as error:  # the parser raises whatever a broken byte leads it to
        raise ImportRefusedError(f"R data file is broken ({type(error).__name__})", content.name) from None
    given = list(objects.values()) if isinstance(objects, dict) else [objects]
    frames = [o for o in given if isinstance(o, pd.DataFrame)]
    found = [frame for frame in frames if set(NEEDED) <= {str(c).lower() for c in frame}]
    if len(found) != 1:
        held = "; ".join(", ".join(str(c) for c in frame) for frame in frames) or "no frame"
        raise ImportRefusedError(
            f"R data file has {len(found)} frames with columns {', '.join(NEEDED)}, not one; it holds", held
        )
    frame = found[0].rename(columns=lambda c: str(c).lower())
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0)
