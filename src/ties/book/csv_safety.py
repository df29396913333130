"""Cells of a CSV that a spreadsheet would take for a formula, made text.

A spreadsheet runs a cell that begins with one of a few characters, also from a CSV. Downloads hold text from many
hands, so such a cell gets an apostrophe before it, which a spreadsheet reads as "this is text". Numbers stay as they
are, and so does every file without such a cell, to the byte.

References
----------
OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re

# the characters that OWASP names, their full-width forms too, at the start of a cell or of an element of a list:
# where the semicolon separates cells, an element becomes a cell
START = re.compile(r"(?:^|(?<=;))(?=[=+\-@\t\r\n＝＋－＠])")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|-?inf")


def harmless_cell(cell: str) -> str:
    """Write a cell so that a spreadsheet takes it for text.

    Examples
    --------
    >>> [harmless_cell(cell) for cell in ("=1+1", "-2.5", "-5 per cent", "@SUM(A1)", "IND;USA", "a;=b", "")]
    ["'=1+1", '-2.5', "'-5 per cent", "'@SUM(A1)", 'IND;USA', "a;'=b", '']
    """
    if not START.search(cell):
        return cell
    parts = cell.split(";")
    return ";".join(part if NUMBER.fullmatch(part) else START.sub("'", part) for part in parts)


def harmless(content: str) -> str:
    r"""Give a CSV in which no cell is a formula.

    Parameters
    ----------
    content : str
        A CSV with a header, separated by commas.

    Returns
    -------
    str
        The same text where no cell begins like a formula; otherwise the same cells, those made text.

    Examples
    --------
    >>> harmless('name,change\n=cmd|x,-3\n"a, b",1\n')
    'name,change\n\'=cmd|x,-3\n"a, b",1\n'
    """
    rows = list(csv.reader(io.StringIO(content, newline="")))
    mended = [[harmless_cell(cell) for cell in row] for row in rows]
    if mended == rows:
        return content
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(mended)
    return out.getvalue()
