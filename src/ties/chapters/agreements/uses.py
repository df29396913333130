"""Agreements: pacts against dated uses, with the uses claimed and denied."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ties.analysis.events.uses import dated_uses, use_summary
from ties.chapters.agreements.timeline import decimal_year
from ties.plotting.style import GRID, INK, MUTED, PAPER, state
from ties.plotting.text import untold
from ties.records import Words
from ties.tables.dates import bounds

FORMS = ("pact", "commercial")  # texts that can be used; others are shown if an event of theirs was found
LOOKS: dict[str, tuple[str, bool]] = {  # grade -> marker, filled
    "use": ("o", True),
    "meeting": ("s", False),
    "possible": ("o", False),
    "claimed": ("$?$", True),
    "denied": ("X", True),
}
UNUSED = "The table of enablement covers no agreement of the two states that can be used, so use cannot be told."
NAMES = {
    "use": "dated use",
    "meeting": "meeting only",
    "possible": "possible use",
    "claimed": "claimed, disputed",
    "denied": "use denied",
}


def prepare_uses(
    enablement: pd.DataFrame,
    agreements: pd.DataFrame,
    relations: pd.DataFrame,
    dates: pd.DataFrame,
    visibility: pd.DataFrame,
    forms: pd.DataFrame,
    can_use: Collection[str],
    *,
    focal: str,
    as_of: str,
) -> pd.DataFrame:
    """Give the dated events of each agreement in force, one row per event, and one for an agreement without any.

    Parameters
    ----------
    enablement, agreements, relations, dates
        As in :func:`ties.analysis.events.uses.dated_uses`.
    visibility, forms : DataFrame
        Judgements ``use_visibility`` and ``agreement_forms``.
    can_use : collection of str
        Agreements of the two states: :func:`ties.analysis.networks.enablement.can_lapse`.
    focal : str
        State, for the colour.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame
        ``row`` (0 at the top), ``id``, ``short_name``, ``kind``, ``signed``, ``visible``, ``uses`` (number of the
        agreement), ``activity``, ``date``, ``grade``, ``years``, ``sources``; empty if there is no such agreement.
    """
    found = dated_uses(enablement, agreements, relations, dates, as_of=as_of)
    usable = set(forms.loc[forms["form"].isin(FORMS), "id"]) | set(found["agreement"])
    known = agreements[agreements["id"].isin(usable & set(can_use)) & agreements["status"].eq("in_force")]
    summary = use_summary(found, known, visibility).reset_index(names="row").rename(columns={"use": "uses"})
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


def draw_uses(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= last])
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


def words_uses(data: pd.DataFrame) -> Words:
    """Say how many agreements have a dated use, and which were denied or never seen in use."""
    rows = data.drop_duplicates("id")
    used, none = rows[rows["uses"] > 0], rows[rows["uses"] == 0]
    most = rows.iloc[0]
    denied = data.loc[data["grade"] == "denied", "short_name"].unique()
    secret = int((none["visible"] == "no").sum())
    claimed = data.loc[data["grade"] == "claimed", "short_name"].unique()
    return Words(
        title=(
            f"{len(used)} of {len(rows)} agreements in force have a dated use"
            + (f", {most['short_name']} {most['uses']} of the {used['uses'].sum()}" if len(used) else "")
        ),
        subtitle=(
            "Events in which an agreement was used, by date, from signature to "
            f"{data.attrs['as_of']}; agreements in "
            "force that both sides or their firms signed, and others with an event"
        ),
        caption=(
            "A tick marks the signature. A use is an event that a source ties to what the agreement "
            "provides. A meeting "
            "prepares use. Possible: the event fits, but no source says that the agreement was used. "
            "No dated use does "
            "not mean no use: fuel and data change hands without a notice. Events before the "
            "signature are left out."
        ),
        alt=(
            f"Chart of {len(rows)} agreements as lines from their signature, with events as marks. "
            f"{len(used)} have at least one dated use: "
            + ", ".join(f"{r['short_name']} {r['uses']}" for r in used.to_dict("records"))
            + f". {len(none)} have none, {secret} of them of kinds whose use is not public. "
            + (f"A use of {', '.join(denied)} was denied" if len(denied) else "No use was denied")
            + (f", and one of {', '.join(claimed)} is disputed." if len(claimed) else ".")
        ),
    )


def findings_uses(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the findings: agreements with a use, those that would be seen, first and last use of the most used."""
    if data.empty:
        return untold(["used", "unused_visible", "denied", "first_use", "since_last_use"], UNUSED)
    rows = data.drop_duplicates("id")
    used = rows[rows["uses"] > 0]
    wide = data.loc[data["grade"].isin(["use", "meeting", "possible", "claimed"]), "id"].nunique()
    seen = rows[rows["visible"] == "yes"]
    unused = seen.loc[seen["uses"] == 0, "short_name"].tolist()
    denied = data[data["grade"] == "denied"]
    top = data[(data["id"] == rows.iloc[0]["id"]) & (data["grade"] == "use")].sort_values("date")
    name = rows.iloc[0]["short_name"]
    found: list[dict[str, Any]] = [
        {
            "key": "used", "value": len(used), "unit": f"of {len(rows)} agreements", "figure": "uses",
            "interval": (len(used), max(wide, len(used))), "confidence": "medium",
            "interval_means": "from dated uses alone to meetings, possible and disputed uses counted too",
            "sentence": f"{len(used)} of {len(rows)} agreements in force have a dated use in the evidence.",
        },
        {
            "key": "unused_visible", "value": ", ".join(unused) or "none", "figure": "uses", "confidence": "medium",
            "sentence": (
                f"Of the {len(seen)} agreements whose use would be seen, {len(unused)} have no dated use"
                + (f": {', '.join(unused)}." if unused else ".")
            ),
        },
        {
            "key": "denied", "value": len(denied), "figure": "uses", "confidence": "high",
            "sentence": (
                f"A use of {', '.join(sorted(denied['short_name'].unique()))} was publicly denied in "
                f"{', '.join(sorted(denied['date'].str[:4].unique()))}."
                if len(denied)
                else "No use was publicly denied."
            ),
        },
    ]  # fmt: skip
    if top.empty:
        nothing = {"value": None, "confidence": "cannot tell", "sentence": "No dated use is in the evidence."}
        return [*found, {"key": "first_use", **nothing}, {"key": "since_last_use", **nothing}]
    since = (pd.Timestamp(data.attrs["as_of"]) - bounds(top["date"].tail(1))["latest"].item()).days / 365.2425
    return [
        *found,
        {
            "key": "first_use", "value": top["years"].min(), "unit": "years", "precision": 1, "figure": "uses",
            "confidence": "medium",
            "sentence": f"{name} was first used {top['years'].min():.1f} years after its signature.",
        },
        {
            "key": "since_last_use", "value": since, "unit": "years", "precision": 1, "figure": "uses", "confidence": "low",
            "sentence": (
                f"The last dated use of {name} in the evidence is of {top['date'].iloc[-1][:4]}, "
                f"{since:.1f} years before the last day that counts."
            ),
        },
    ]  # fmt: skip
