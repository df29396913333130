"""Agreements: what the focal state and others have promised each other by treaty."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ties.analysis.networks.obligations import KINDS, obligations_in_force
from ties.plotting.text import sentence
from ties.records import Finding, Table, cannot_tell

COLUMNS = ["name", "defence", "neutrality", "nonaggression", "consultation", "since"]


def alliance_obligations(
    alliances: pd.DataFrame, countries: pd.DataFrame, *, focal: str, others: Sequence[str]
) -> Table:
    """Show the obligations coded as in force in the last year of the alliance data, one row per state.

    Parameters
    ----------
    alliances, countries : DataFrame
        The tables of these names.
    focal : str
        The state compared.
    others : sequence of str
        States with which it is compared; not with itself.

    Returns
    -------
    Table
        Without data if the obligations of the state are not coded.

    Examples
    --------
    >>> from ties import load
    >>> alliance_obligations(load("alliances"), load("countries"), focal="IND", others=["USA"]).findings[0].value
    0
    """
    data = prepare_alliance_obligations(alliances, countries, focal=focal, others=others)
    found = findings_alliance_obligations(data)
    headers = {"name": "State", "since": "in force since"}
    caption = found[0].sentence
    return Table("obligations", data, caption, found, headers=headers, sources=alliances["sources"])


def prepare_alliance_obligations(
    alliances: pd.DataFrame, countries: pd.DataFrame, *, focal: str, others: Sequence[str]
) -> pd.DataFrame:
    """Give one row per state; parameters as of :func:`alliance_obligations`.

    Columns: ``name``, ``defence``, ``neutrality``, ``nonaggression``, ``consultation`` ("yes" or "no"), ``since``
    (first year of what is in force; missing if nothing is). ``attrs``: ``year``.
    """
    others = [other for other in others if other != focal]
    if not others or focal not in set(alliances["country_a"]):
        return pd.DataFrame(columns=COLUMNS)
    force = obligations_in_force(alliances, focal=focal, others=others)
    force[KINDS] = force[KINDS].map({True: "yes", False: "no"}.get)
    force["name"] = force["other"].map(countries.set_index("code")["name"])
    data = force.rename(columns={"defense": "defence"})[COLUMNS]
    data.attrs.update(year=int(alliances["end_year"].max()))
    return data


def findings_alliance_obligations(data: pd.DataFrame) -> list[Finding]:
    """Give with how many states there is a duty to defend."""
    if data.empty:
        return cannot_tell(["defence_obligations"], sentence("agreements", "defence_obligations-none"))
    bound = data.loc[data["defence"] == "yes", "name"].tolist()
    names = data["name"].tolist()
    text = sentence("agreements", "defence_obligations", bound=bound, names=names, year=data.attrs["year"])
    return [Finding("defence_obligations", len(bound), text, confidence="high")]
