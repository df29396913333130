"""The formats that can be imported, and how one is told from another: by content, never by the name of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ties.tables.importers import (
    comtrade,
    cow_capabilities,
    sipri_deliveries,
    sipri_milex,
    sipri_register,
    sipri_tiv,
    un_ideal_points,
    un_votes,
    us_census,
    world_bank_csv,
    world_bank_json,
)
from ties.tables.importers.content import Content
from ties.tables.importers.reading import ImportRefusedError, Reading


class Format(NamedTuple):
    """A format: its name on the command line, what it is, how to tell it, how to read it."""

    name: str
    title: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content, str | None], Reading]


FORMATS = (
    Format(
        "sipri-tiv", "SIPRI arms transfers, TIV table of the present site (CSV)",
        sipri_tiv.is_tiv_present, sipri_tiv.read_tiv_present,
    ),
    Format(
        "sipri-tiv-legacy", "SIPRI arms transfers, TIV table of the site to 2022 (CSV)",
        sipri_tiv.is_tiv_legacy, sipri_tiv.read_tiv_legacy,
    ),
    Format(
        "sipri-register", "SIPRI arms transfers, trade register (CSV)",
        sipri_register.is_register, sipri_register.read_register,
    ),
    Format(
        "sipri-deliveries", "SIPRI arms transfers, register by delivery year (CSV)",
        sipri_deliveries.is_deliveries, sipri_deliveries.read_deliveries,
    ),
    Format("sipri-milex", "SIPRI military expenditure (workbook)", sipri_milex.is_milex, sipri_milex.read_milex),
    Format(
        "world-bank-csv", "World Bank, download of a country or an indicator (CSV, also zipped)",
        world_bank_csv.is_world_bank_csv, world_bank_csv.read_world_bank_csv,
    ),
    Format(
        "world-bank-json", "World Bank, answer of the API, version 1 or 2 (JSON)",
        world_bank_json.is_world_bank_json, world_bank_json.read_world_bank_json,
    ),
    Format(
        "un-ideal-points", "UN General Assembly, ideal points (CSV, Stata)",
        un_ideal_points.is_ideal_points, un_ideal_points.read_ideal_points,
    ),
    Format(
        "un-votes", "UN General Assembly, roll calls (R data, CSV)",
        un_votes.is_roll_calls, un_votes.read_roll_calls,
    ),
    Format(
        "comtrade", "UN Comtrade, present site (CSV)",
        comtrade.is_comtrade_present, comtrade.read_comtrade_present,
    ),
    Format(
        "comtrade-legacy", "UN Comtrade, site to 2022 (CSV)",
        comtrade.is_comtrade_legacy, comtrade.read_comtrade_legacy,
    ),
    Format(
        "cow-capabilities", "Correlates of War, national material capabilities (CSV, also zipped)",
        cow_capabilities.is_capabilities, cow_capabilities.read_capabilities,
    ),
    Format(
        "us-census", "US Census Bureau, trade in goods by country (workbook, CSV)",
        us_census.is_us_trade, us_census.read_us_trade,
    ),
)  # fmt: skip


def formats() -> dict[str, Format]:
    """Give the formats by name.

    Examples
    --------
    >>> "sipri-tiv" in formats()
    True
    """
    return {form.name: form for form in FORMATS}


def detect(content: Content, name: str = "auto") -> Format:
    """Find the format of a file.

    Parameters
    ----------
    content : Content
        The file.
    name : str
        Name of a format, or ``auto``.

    Returns
    -------
    Format

    Raises
    ------
    ImportRefusedError
        If there is no format of that name, or the content is of none, or of more than one.
    """
    if name != "auto":
        if name not in formats():
            raise ImportRefusedError(f"no format of this name; there are: auto, {', '.join(formats())}", name)
        return formats()[name]
    found = [form for form in FORMATS if form.recognises(content)]
    if not found:
        raise ImportRefusedError(
            "format is not known; it can be named, and `ties import --help` lists them", content.name
        )
    if len(found) > 1:
        raise ImportRefusedError(f"could be {' or '.join(form.name for form in found)}; name it", content.name)
    return found[0]
