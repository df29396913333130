"""The synthesis of the built book: the ten findings, the ledger as data, both pages from one choice."""

import json
import re

import pytest

from ties import load

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def recorded(site):
    records = json.loads((site / "downloads" / "findings.json").read_text(encoding="utf-8"))
    return {f"{record['chapter']}.{record['key']}": record for record in records}


def listed(page):
    """Give the sentences of the list of findings on a page, in order."""
    part = re.search(r'<ol class="ties-findings">(.*?)</ol>', page, re.S)
    return re.findall(r'<li><a href="([^"]+)">(.*?)</a>', part[1]) if part else []


def test_every_chosen_finding_has_a_figure_and_an_interval_or_says_why_not(recorded):
    for row in load("judgements/headlines").itertuples():
        found = recorded[row.key]
        assert (found["low"] is not None and found["interval"]) or isinstance(row.no_interval, str), row.key
        assert found["figure"], row.key


def test_the_first_page_and_the_synthesis_show_the_same_ten_findings(site):
    pages = [(site / "book" / f"{name}.html").read_text(encoding="utf-8") for name in ("index", "synthesis")]
    first, second = map(listed, pages)
    assert len(first) == 10
    assert first == second
    for address, _ in first:
        chapter, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in (site / "book" / chapter).read_text(encoding="utf-8")


def test_the_ledger_as_json_is_whole_and_its_addresses_lead_to_claims_and_figures(site):
    claims = json.loads((site / "downloads" / "claims.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in claims] == load("claims")["id"].tolist()
    pages = {}
    for claim in claims:
        assert claim["computed"] or claim["reason"]
        for address in filter(None, (claim["address"], claim["figure_address"])):
            name, _, anchor = address.partition("#")
            page = pages.setdefault(name, (site / "book" / name).read_text(encoding="utf-8"))
            assert f'id="{anchor}"' in page, (claim["id"], address)


def test_every_finding_that_a_rule_reads_is_recorded(recorded):
    rules = load("judgements/verdict_rules").query("rule == 'finding_value'")
    cells = [*rules["inputs"], *rules["alternatives"].dropna()]
    keys = {key for cell in cells for key in re.findall(r"finding[:=] ?([a-z0-9_.]+)", cell)}
    assert keys
    assert keys <= set(recorded)
