"""The chapter on agreements holds for any two states: the same findings, without a value where tables are silent."""

from __future__ import annotations

import pytest

from ties import load
from ties.chapters.agreements.agreement_falls import agreement_falls
from ties.chapters.agreements.agreement_timeline import agreement_timeline
from ties.chapters.agreements.agreement_uses import agreement_uses
from ties.chapters.agreements.alliance_obligations import alliance_obligations
from ties.chapters.agreements.enablement_graph import enablement_graph
from ties.chapters.agreements.lapse_losses import lapse_losses
from ties.chapters.agreements.meeting_tempo import meeting_tempo
from ties.chapters.agreements.ministerial_gaps import ministerial_gaps
from ties.chapters.agreements.partner_kinds import partner_kinds
from ties.chapters.agreements.shared_groupings import shared_groupings
from ties.chapters.agreements.signature_waits import signature_waits
from ties.records import Figure, Finding, Table

AS_OF = "2026-06-30"


def shown(focal: str, partner: str) -> list[Figure | Table]:
    """Make every figure and table of the chapter."""
    agreements, enablement, countries = load("agreements"), load("enablement"), load("countries")
    forms, relations = load("judgements/agreement_forms"), load("judgements/enablement_relations")
    lineage, labels = load("judgements/draft_lineage"), load("judgements/enablement_labels")
    dates, visibility = load("judgements/agreement_uses"), load("judgements/use_visibility")
    dialogues, kinds, missing = (
        load(name) for name in ("dialogues", "judgements/dialogue_kinds", "judgements/dialogue_missing")
    )
    groupings, roles = load("judgements/groupings"), load("judgements/membership_roles")
    sides = {"focal": focal, "partner": partner, "as_of": AS_OF}
    period = {"start_year": 1984, "end_year": 2026}
    back = {"hub": focal, "focal": partner, "as_of": AS_OF, "name": "grid-back", "prefix": "focal"}
    return [
        agreement_timeline(agreements, forms, lineage, countries, **sides, **period),
        signature_waits(agreements, lineage, countries, **sides),
        partner_kinds(agreements, countries, hub=partner, focal=focal, as_of=AS_OF),
        partner_kinds(agreements, countries, **back),
        enablement_graph(agreements, enablement, relations, forms, labels, **sides),
        lapse_losses(agreements, enablement, relations, forms, **sides),
        agreement_falls(agreements, enablement, relations, forms, **sides, draws=50, seed=1),
        agreement_uses(agreements, enablement, relations, dates, visibility, forms, **sides),
        meeting_tempo(dialogues, kinds, missing, **sides, **period, draws=50, seed=1),
        ministerial_gaps(dialogues, **sides),
        shared_groupings(
            load("memberships"), groupings, roles, countries, focal=focal, others=["USA"], as_of=AS_OF, **period
        ),
        alliance_obligations(load("alliances"), countries, focal=focal, others=["USA"]),
    ]


def found(focal: str, partner: str) -> dict[str, Finding]:
    """Give every finding of the chapter, by its key."""
    return {finding.key: finding for item in shown(focal, partner) for finding in item.findings}


@pytest.fixture(scope="module")
def default() -> dict[str, Finding]:
    """What the chapter finds of India and the United States."""
    return found("IND", "USA")


def test_a_figure_without_data_has_no_words_and_findings_that_cannot_tell():
    items = shown("BRA", "ARG")
    assert [item.name for item in items if len(item.data)] == []
    assert [item.name for item in items if isinstance(item, Figure) and item.words is not None] == []
    assert {finding.confidence for item in items for finding in item.findings} == {"cannot tell"}


@pytest.mark.parametrize(
    "pair", [("IND", "JPN"), ("IND", "AUS"), ("JPN", "USA"), ("PAK", "USA"), ("IND", "CHN"), ("BRA", "USA")]
)
def test_prose_finds_every_finding_whatever_the_states(pair, default):
    assert found(*pair).keys() == default.keys()


def test_two_states_that_no_table_knows_get_no_number_at_all():
    assert {finding.value for finding in found("BRA", "ARG").values()} == {None}


def test_what_the_tables_hold_of_japan_is_counted_and_the_rest_cannot_be_told(default):
    japan = found("IND", "JPN")
    # equipment and information in 2015, supplies in 2020; beside them four texts of the Quad
    assert (japan["signed_texts"].value, japan["declarations"].value) == (3, 4)
    for key in ("largest_loss", "worst_falls", "used", "tempo_change", "open_gap", "longest_wait"):
        assert japan[key].value is None
        assert japan[key].confidence == "cannot tell"
        assert default[key].value is not None
    assert japan["largest_loss"].sentence.startswith("The table of enablement does not cover")


def test_no_duty_to_defend_is_said_only_of_the_state_whose_promises_are_coded(default):
    """Japan and the United States have had one since 1952, and the table, which is India's, does not hold it."""
    assert default["defence_obligations"].value == 0
    assert found("JPN", "USA")["defence_obligations"].value is None
