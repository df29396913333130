"""Joint patrols, tested event by event: a claim of several conditions holds where one event meets them all."""

from __future__ import annotations

import pandas as pd

CONDITIONS = {
    "both": "both took part",
    "command": "one command",
    "patrol": "an operation",
    "place": "Red Sea or Gulf of Aden",
    "houthi": "against the Houthis",
}


def patrol_tests(
    events: pd.DataFrame,
    judged: pd.DataFrame,
    *,
    pair: tuple[str, str] = ("IND", "USA"),
    place: str = "Red Sea|Gulf of Aden",
) -> pd.DataFrame:
    """Test each event against the conditions of a joint patrol by two states against the Houthis.

    Parameters
    ----------
    events : DataFrame
        Table ``red_sea``: ``id``, ``operation``, ``kind``, ``start``, ``area``, ``participants``, ``relation``.
        Rows of kind "claim" are not events and are left out.
    judged : DataFrame
        Judgement ``houthi_events``: ``event``, ``houthi`` ("yes" or "no").
    pair : tuple of str
        The two states.
    place : str
        Regular expression for the area; read generously, approaches included.

    Returns
    -------
    DataFrame
        ``id``, ``operation``, ``start``, a boolean for each of ``both``, ``command`` (joint, or one task force),
        ``patrol`` (an operation, rather than a rescue, exercise, refuelling or membership), ``place``, ``houthi``;
        and ``met``, how many hold. By date.

    Raises
    ------
    ValueError
        If an event is not judged.

    Examples
    --------
    >>> events = pd.DataFrame({"id": ["e"], "operation": ["Patrol"], "kind": ["operation"], "start": ["2024"],
    ...     "area": ["Red Sea"], "participants": ["IND;USA"], "relation": ["joint"]})
    >>> patrol_tests(events, pd.DataFrame({"event": ["e"], "houthi": ["yes"]}))["met"].item()
    5
    """
    real = events[events["kind"] != "claim"].sort_values(["start", "id"], ignore_index=True)
    unjudged = sorted(set(real["id"]) - set(judged["event"]))
    if unjudged:
        raise ValueError(f"not judged: {', '.join(unjudged)}")
    against = real["id"].map(judged.set_index("event")["houthi"])
    tests = real[["id", "operation", "start"]].assign(
        both=real["participants"].str.split(";").map(lambda states: set(pair) <= set(states)).astype(bool),
        command=real["relation"].isin(["joint", "combined_task_force"]),
        patrol=real["kind"] == "operation",
        place=real["area"].str.contains(place),
        houthi=against == "yes",
    )
    tests["met"] = tests[list(CONDITIONS)].sum(axis=1)
    return tests
