"""Uses: the dated events in which an agreement was used, and those in which its use was claimed or denied."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from ties.analysis.networks.enablement import support_graph
from ties.tables.dates import bounds

GRADES = ("use", "meeting", "possible", "claimed", "denied", "earlier")
NOT_MEANS = {"claimed": "sequence", "denied": "denied"}  # grade -> meaning of the edge that carries it


def dated_uses(
    enablement: pd.DataFrame,
    agreements: pd.DataFrame,
    relations: pd.DataFrame,
    dates: pd.DataFrame,
    *,
    as_of: str,
) -> pd.DataFrame:
    """Give the dated events of each running agreement, by the grade of their evidence.

    An event belongs to an agreement if the graph leads from the one to the other through capabilities alone, and its
    last step is a use ("demonstrated in", "carried out in"). A path through a platform does not count: an aircraft
    takes part in much that has nothing to do with the agreement.

    Parameters
    ----------
    enablement, agreements, relations
        As in :func:`ties.analysis.networks.enablement.support_graph`.
    dates : DataFrame
        Judgement ``agreement_uses``: ``activity``, ``agreement`` (only where the graph has no edge), ``date``,
        ``grade`` (use, meeting, possible, claimed, denied), ``sources``.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame
        ``agreement``, ``activity``, ``date``, ``grade`` ("earlier": before the agreement was signed), ``years`` (from
        signature to the event, middle of what the dates can mean), ``sources``; sorted.

    Raises
    ------
    ValueError
        If an event of use in the graph has no date in the judgement.
    """
    graph = support_graph(enablement, agreements, relations, as_of=as_of)
    kinds = dict(graph.nodes(data="kind"))
    meaning = relations.set_index("relation")["meaning"].to_dict()
    basis = graph.subgraph([node for node, kind in kinds.items() if kind in ("agreement", "capability")])
    rows = []
    uses = [
        (above, event)
        for above, event, relation in graph.edges(data="relation")
        if kinds[event] == "activity" and meaning[relation] == "use" and kinds[above] in ("agreement", "capability")
    ]
    for above, event in uses:
        holders = [node for node in (above, *nx.ancestors(basis, above)) if kinds[node] == "agreement"]
        rows += [(holder, event) for holder in holders]
    for grade, what in NOT_MEANS.items():
        listed = set(dates.loc[dates["grade"] == grade, "activity"])
        edges = enablement[enablement["relation"].map(meaning).eq(what) & enablement["target_node"].isin(listed)]
        for above, event in zip(edges["source_node"], edges["target_node"], strict=True):
            holders = nx.ancestors(graph, above) | {above} if above in graph else set()
            rows += [(holder, event) for holder in holders if kinds[holder] == "agreement"]
    found = pd.DataFrame(sorted(set(rows)), columns=["agreement", "activity"])
    undated = sorted(set(found["activity"]) - set(dates["activity"]))
    if undated:
        raise ValueError(f"events without a date in the judgement: {', '.join(undated)}")
    cited = enablement.groupby("target_node")["sources"].agg(";".join)
    found = found.merge(dates[["activity", "date", "grade"]], on="activity")
    found["sources"] = found["activity"].map(cited)
    held = {node for node, kind in kinds.items() if kind == "agreement"}
    added = dates[dates["agreement"].isin(held)][["agreement", "activity", "date", "grade", "sources"]]
    found = pd.concat([found, added], ignore_index=True)
    days, signed = bounds(found["date"]), bounds(found["agreement"].map(agreements.set_index("id")["signed"]))
    found["grade"] = found["grade"].mask(days["latest"] < signed["earliest"], "earlier")
    middle = [frame["earliest"] + (frame["latest"] - frame["earliest"]) / 2 for frame in (signed, days)]
    found["years"] = (middle[1] - middle[0]).dt.days / 365.2425
    found = found[days["earliest"] <= pd.Timestamp(as_of)]
    columns = ["agreement", "activity", "date", "grade", "years", "sources"]
    return found.sort_values(["agreement", "date", "activity"], ignore_index=True)[columns]


def use_summary(found: pd.DataFrame, agreements: pd.DataFrame, visibility: pd.DataFrame) -> pd.DataFrame:
    """Sum up the uses of each agreement.

    Parameters
    ----------
    found : DataFrame
        From :func:`dated_uses`.
    agreements : DataFrame
        Rows of table ``agreements`` that are summed up: ``id``, ``short_name``, ``kind``, ``signed``, ``sources``.
    visibility : DataFrame
        Judgement ``use_visibility``: ``kind``, ``visible`` (yes, partly, no): would a use be seen in the open?

    Returns
    -------
    DataFrame
        ``id``, ``short_name``, ``kind``, ``signed``, ``visible``, one column of counts per grade, ``first`` (years
        from signature to the first use), ``last`` (date of the last use), ``sources``; most uses first, then by
        signature.

    Examples
    --------
    >>> found = pd.DataFrame({"agreement": ["a"], "date": ["2017"], "grade": ["use"], "years": [1.0]})
    >>> table = pd.DataFrame({
    ...     "id": ["a", "b"], "short_name": ["A", "B"], "kind": "logistics", "signed": ["2016", "2018"],
    ...     "sources": "s",
    ... })
    >>> visible = pd.DataFrame({"kind": ["logistics"], "visible": ["yes"]})
    >>> use_summary(found, table, visible)[["id", "use", "denied", "last"]].values.tolist()
    [['a', 1, 0, '2017'], ['b', 0, 0, nan]]
    """
    counts = pd.crosstab(found["agreement"], found["grade"]).reindex(columns=list(GRADES), fill_value=0)
    used = found[found["grade"] == "use"].sort_values("date").groupby("agreement")
    table = agreements[["id", "short_name", "kind", "signed", "sources"]].copy()
    table["visible"] = table["kind"].map(visibility.set_index("kind")["visible"])
    table = table.merge(counts, left_on="id", right_index=True, how="left")
    table[list(GRADES)] = table[list(GRADES)].fillna(0).astype(int)
    table["first"], table["last"] = table["id"].map(used["years"].min()), table["id"].map(used["date"].last())
    return table.sort_values(["use", "meeting", "signed"], ascending=[False, False, True], ignore_index=True)
