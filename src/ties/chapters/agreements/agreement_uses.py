"""Agreements: pacts against dated uses, with the uses claimed and denied."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ties.analysis.events.signatures import YEAR
from ties.analysis.events.uses import dated_uses, use_summary
from ties.analysis.networks.enablement import can_lapse, support_graph
from ties.plotting.style import GRID, INK, MUTED, PAPER, state
from ties.plotting.text import sentence, words
from ties.plotting.time_axis import decimal_year
from ties.records import Figure, Finding, Words, cannot_tell
from ties.tables.dates import bounds

FORMS = ("pact", "commercial")  # texts that can be used; others are shown if an event of theirs was found
LOOKS: dict[str, tuple[str, bool]] = {  # grade -> marker, filled
    "use": ("o", True),
    "meeting": ("s", False),
    "possible": ("o", False),
    "claimed": ("$?$", True),
    "denied": ("X", True),
}
NAMES = {
    "use": "dated use",
    "meeting": "meeting only",
    "possible": "possible use",
    "claimed": "claimed, disputed",
    "denied": "use denied",
}


def agreement_uses(
    agreements: pd.DataFrame,
    enablement: pd.DataFrame,
    relations: pd.DataFrame,
    dates: pd.DataFrame,
    visibility: pd.DataFrame,
    forms: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    as_of: str,
) -> Figure:
    """Show the dated events of each agreement in force of two states, from its signature on.

    Parameters
    ----------
    agreements, enablement : DataFrame
        The tables of these names.
    relations, dates, visibility, forms : DataFrame
        Judgements ``enablement_relations``, ``agreement_uses``, ``use_visibility`` and ``agreement_forms``.
    focal, partner : str
        The two states.
    as_of : str
        Last day that counts.

    Returns
    -------
    Figure
        Without data if the table of enablement covers no agreement of the two states that can be used.

    Examples
    --------
    >>> from ties import load
    >>> judgements = [load(f"judgements/{name}") for name in
    ...               ("enablement_relations", "agreement_uses", "use_visibility", "agreement_forms")]
    >>> sides = {"focal": "IND", "partner": "USA", "as_of": "2026-06-30"}
    >>> agreement_uses(load("agreements"), load("enablement"), *judgements, **sides).findings[0].key
    'used'
    """
    graph = support_graph(enablement, agreements, relations, as_of=as_of)
    can_use = can_lapse(graph, agreements, forms, focal=focal, partner=partner, as_of=as_of)
    data = prepare_agreement_uses(
        agreements, enablement, relations, dates, visibility, forms, can_use, focal=focal, as_of=as_of
    )
    text = words_agreement_uses(data) if len(data) else None
    found = findings_agreement_uses(data)
    return Figure(
        "uses", data, draw_agreement_uses, text, found, sources=data["sources"], height=5, narrow_height=4.8
    )


def prepare_agreement_uses(
    agreements: pd.DataFrame,
    enablement: pd.DataFrame,
    relations: pd.DataFrame,
    dates: pd.DataFrame,
    visibility: pd.DataFrame,
    forms: pd.DataFrame,
    can_use: Collection[str],
    *,
    focal: str,
    as_of: str,
) -> pd.DataFrame:
    """Give one row per event, and one for an agreement without any.

    Parameters
    ----------
    can_use : collection of str
        Agreements of the two states: :func:`ties.analysis.networks.enablement.can_lapse`.
    agreements, enablement, relations, dates, visibility, forms, focal, as_of
        As of :func:`agreement_uses`.

    Returns
    -------
    DataFrame
        ``row`` (0 at the top), ``id``, ``short_name``, ``kind``, ``signed``, ``visible``, ``uses`` (number of the
        agreement), ``activity``, ``date``, ``grade``, ``years``, ``sources``; empty if there is no such agreement.
    """
    found = dated_uses(enablement, agreements, relations, dates, as_of=as_of)
    usable = set(forms.loc[forms["form"].isin(FORMS), "id"]) | set(found["agreement"])
    compared = agreements[agreements["id"].isin(usable & set(can_use)) & agreements["status"].eq("in_force")]
    summary = use_summary(found, compared, visibility).reset_index(names="row").rename(columns={"use": "uses"})
    events = found.rename(columns={"agreement": "id", "sources": "event_sources"})
    data = summary.merge(events, on="id", how="left")
    data["sources"] = data["sources"] + ";" + data["event_sources"].fillna("")
    data.attrs.update(focal_code=focal, as_of=as_of)
    return data[
        [
            "row", "id", "short_name", "kind", "signed", "visible", "uses", "activity", "date", "grade", "years",
            "sources",
        ]
    ]  # fmt: skip


def draw_agreement_uses(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one line per agreement from its signature on, with its events; words where none was found."""
    own = state(data.attrs["focal_code"])
    last = decimal_year(pd.Timestamp(data.attrs["as_of"]))
    rows = data.drop_duplicates("row").sort_values("row")
    seen = set(data.loc[data["grade"].isin(LOOKS), "id"])
    for row in rows.to_dict("records"):
        signed = decimal_year(bounds(pd.Series([row["signed"]]))["earliest"].item())
        ax.plot([signed, last], [row["row"]] * 2, color=GRID, linewidth=1.4, zorder=1)
        ax.plot([signed], [row["row"]], marker="|", color=MUTED, markersize=8)
        if row["id"] not in seen:
            text = "none" if narrow else "not public" if row["visible"] == "no" else "no dated use"
            ax.text(last + 0.3, row["row"], text, fontsize=7 if narrow else 8, color=MUTED, va="center")
    for event in data[data["grade"].isin(LOOKS)].to_dict("records"):
        mark, filled = LOOKS[event["grade"]]
        colour = own if event["grade"] in ("use", "possible") else INK if filled else MUTED
        ax.plot(
            [decimal_year(bounds(pd.Series([event["date"]]))["earliest"].item())], [event["row"]], marker=mark,
            markersize=6.5, markerfacecolor=colour if filled else PAPER, markeredgecolor=colour, linestyle="",
            markeredgewidth=1 if mark != "$?$" else 0.3, zorder=3,
        )  # fmt: skip
    ax.set_yticks(rows["row"], rows["short_name"])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(right=last + (3.2 if narrow else 4.6))
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= last])  # none under the words at the right
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    handles = [
        Line2D(
            [], [], marker=mark, linestyle="", label=NAMES[grade],
            markerfacecolor=(own if grade == "use" else INK) if filled else PAPER,
            markeredgecolor=own if grade in ("use", "possible") else INK if filled else MUTED,
        )
        for grade, (mark, filled) in LOOKS.items()
    ]  # fmt: skip
    ax.legend(
        handles=handles, loc="lower right" if narrow else "lower left", bbox_to_anchor=(1 if narrow else 0, 1.0),
        ncols=3 if narrow else 5, fontsize=7 if narrow else 8, columnspacing=0.9,
        borderaxespad=0.1, handletextpad=0.1,
    )  # fmt: skip
    return ax


def words_agreement_uses(data: pd.DataFrame) -> Words:
    """Say how many agreements have a dated use, and which were denied or never seen in use."""
    rows = data.drop_duplicates("id")
    none = rows[rows["uses"] == 0]
    by_grade = {grade: data.loc[data["grade"] == grade, "short_name"].unique() for grade in ("denied", "claimed")}
    return words(
        "agreements", "uses", as_of=data.attrs["as_of"], rows=len(rows), total=int(rows["uses"].sum()),
        used=rows[rows["uses"] > 0].to_dict("records"), unused=len(none), secret=int((none["visible"] == "no").sum()),
        **by_grade,
    )  # fmt: skip


def findings_agreement_uses(data: pd.DataFrame) -> list[Finding]:
    """Give the agreements with a use, those that would be seen, first and last use of the most used."""
    if data.empty:
        keys = ["used", "unused_visible", "denied", "first_use", "since_last_use"]
        return cannot_tell(keys, sentence("agreements", "used-none"))
    rows = data.drop_duplicates("id")
    used = int((rows["uses"] > 0).sum())
    wide = data.loc[data["grade"].isin(["use", "meeting", "possible", "claimed"]), "id"].nunique()
    seen = rows[rows["visible"] == "yes"]
    unused = seen.loc[seen["uses"] == 0, "short_name"].tolist()
    denied = data[data["grade"] == "denied"]
    names, years = sorted(denied["short_name"].unique()), sorted(denied["date"].str[:4].unique())
    return [
        Finding(
            "used", used, sentence("agreements", "used", used=used, rows=len(rows)),
            unit=f"of {len(rows)} agreements", low=used, high=max(wide, used),
            interval="from dated uses alone to meetings, possible and disputed uses counted too",
        ),
        Finding(
            "unused_visible", ", ".join(unused) or "none",
            sentence("agreements", "unused_visible", seen=len(seen), unused=unused),
        ),
        Finding(
            "denied", len(denied), sentence("agreements", "denied", names=names, years=years), confidence="high"
        ),
        *_first_and_last(data[(data["id"] == rows.iloc[0]["id"]) & (data["grade"] == "use")], data.attrs["as_of"]),
    ]  # fmt: skip


def _first_and_last(uses: pd.DataFrame, as_of: str) -> list[Finding]:
    """Write when one agreement was first used, and how long ago last."""
    if uses.empty:
        return cannot_tell(["first_use", "since_last_use"], sentence("agreements", "first_use-none"))
    uses = uses.sort_values("date")
    last, name, first = uses["date"].iloc[-1], uses["short_name"].iloc[0], uses["years"].min()
    since = (pd.Timestamp(as_of) - bounds(uses["date"].tail(1))["latest"].item()).days / YEAR
    text = sentence("agreements", "first_use", name=name, years=first)
    late = sentence("agreements", "since_last_use", name=name, last=last[:4], years=since)
    return [
        Finding("first_use", first, text, unit="years", precision=1),
        Finding("since_last_use", since, late, unit="years", precision=1, confidence="low"),
    ]
