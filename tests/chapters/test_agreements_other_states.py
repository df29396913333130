"""The chapter on agreements holds for any two states: the same findings, without a value where tables are silent."""

from __future__ import annotations

import pytest

from ties import load
from ties.analysis.events.partner_grid import first_pacts
from ties.analysis.events.signatures import signed_by
from ties.analysis.networks.enablement import can_lapse, support_graph
from ties.chapters.agreements import graph as agreements_graph
from ties.chapters.agreements import grid as agreements_grid
from ties.chapters.agreements import losses as agreements_losses
from ties.chapters.agreements import membership as agreements_membership
from ties.chapters.agreements import ministerials as agreements_ministerials
from ties.chapters.agreements import removal as agreements_removal
from ties.chapters.agreements import tempo as agreements_tempo
from ties.chapters.agreements import timeline as agreements_timeline
from ties.chapters.agreements import uses as agreements_uses
from ties.chapters.agreements import waits as agreements_waits
from ties.findings.record import Finding

AS_OF = "2026-06-30"
NAMES = load("countries").set_index("code")["name"]
FORMS, RELATIONS = load("judgements/agreement_forms"), load("judgements/enablement_relations")


def found(focal: str, partner: str) -> dict[str, Finding]:
    """Give every finding of the chapter, by its key."""
    agreements, enablement, lineage = load("agreements"), load("enablement"), load("judgements/draft_lineage")
    pair = {"focal": focal, "partner": partner}
    sides, years = {**pair, "as_of": AS_OF}, {"start_year": 1984, "end_year": 2026}
    support = support_graph(enablement, agreements, RELATIONS, as_of=AS_OF)
    names = can_lapse(support, agreements, FORMS, **sides)
    pacts = [p for p in first_pacts(signed_by(agreements, FORMS, **sides)) if p in names]
    labels = agreements_graph.labels_of(support, agreements, load("judgements/enablement_labels"))
    readings = agreements_losses.prepare_readings(enablement, agreements, RELATIONS, names, **sides)
    dialogues, kinds = load("dialogues"), load("judgements/dialogue_kinds")
    choice = {**sides, **years, "seed": 1}
    timeline = agreements_timeline.prepare_timeline(agreements, FORMS, lineage, **sides, **years, names=NAMES)
    grid = agreements_grid.prepare_grid(agreements, hub=partner, focal=focal, as_of=AS_OF, names=NAMES)
    back = agreements_grid.prepare_grid(agreements, hub=focal, focal=partner, as_of=AS_OF, names=NAMES)
    removal = agreements_removal.prepare_removal(support, names, agreements, draws=50, seed=1, focal=focal)
    dates, visible = load("judgements/agreement_uses"), load("judgements/use_visibility")
    uses = agreements_uses.prepare_uses(
        enablement, agreements, RELATIONS, dates, visible, FORMS, names, focal=focal, as_of=AS_OF
    )
    membership = agreements_membership.prepare_membership(
        load("memberships"), load("judgements/groupings"), load("judgements/membership_roles"),
        focal=focal, others=["USA"], as_of=AS_OF, names=NAMES, **years,
    )  # fmt: skip
    obligations = agreements_membership.prepare_obligations(
        load("alliances"), focal=focal, others=["USA"], names=NAMES
    )
    missing = load("judgements/dialogue_missing")
    said = [
        agreements_timeline.findings_timeline(timeline),
        agreements_waits.findings_waits(agreements_waits.prepare_waits(agreements, lineage, **sides, names=NAMES)),
        agreements_grid.findings_grid(grid, "grid", "partner"),
        agreements_grid.findings_grid(back, "grid-back", "focal"),
        agreements_graph.findings_graph(agreements_graph.prepare_graph(support, pacts, labels, **sides)),
        agreements_losses.findings_losses(
            agreements_losses.prepare_losses(support, names, agreements, **sides), readings
        ),
        agreements_removal.findings_removal(removal),
        agreements_uses.findings_uses(uses),
        agreements_tempo.findings_tempo(
            agreements_tempo.prepare_tempo(dialogues, kinds, draws=50, **choice),
            agreements_tempo.prepare_tempo_readings(dialogues, kinds, missing, **choice),
        ),
        agreements_ministerials.findings_ministerials(
            agreements_ministerials.prepare_ministerials(dialogues, **sides)
        ),
        agreements_membership.findings_membership(membership),
        agreements_membership.findings_obligations(obligations),
    ]
    return {finding["key"]: Finding(**_sound(finding)) for part in said for finding in part}


def _sound(finding: dict[str, object]) -> dict[str, object]:
    """Leave out what `record` turns into other fields."""
    return {key: value for key, value in finding.items() if key not in ("interval", "interval_means")}


@pytest.fixture(scope="module")
def usual() -> dict[str, Finding]:
    """What the chapter finds of India and the United States."""
    return found("IND", "USA")


@pytest.mark.parametrize(
    "pair", [("IND", "JPN"), ("IND", "AUS"), ("JPN", "USA"), ("PAK", "USA"), ("IND", "CHN"), ("BRA", "USA")]
)
def test_prose_finds_every_finding_whatever_the_states(pair, usual):
    assert found(*pair).keys() == usual.keys()


def test_two_states_that_no_table_knows_get_no_number_at_all():
    assert {finding.value for finding in found("BRA", "ARG").values()} == {None}


def test_what_the_tables_hold_of_japan_is_counted_and_the_rest_cannot_be_told(usual):
    japan = found("IND", "JPN")
    # equipment and information in 2015, supplies in 2020; beside them four texts of the Quad
    assert (japan["signed_texts"].value, japan["declarations"].value) == (3, 4)
    for key in ("largest_loss", "worst_falls", "used", "tempo_change", "open_gap", "longest_wait"):
        assert japan[key].value is None
        assert japan[key].confidence == "cannot tell"
        assert usual[key].value is not None
    assert japan["largest_loss"].sentence.startswith("The table of enablement does not cover")


def test_no_duty_to_defend_is_said_only_of_the_state_whose_promises_are_coded(usual):
    """Japan and the United States have had one since 1952, and the table, which is India's, does not hold it."""
    assert usual["defence_obligations"].value == 0
    assert found("JPN", "USA")["defence_obligations"].value is None
