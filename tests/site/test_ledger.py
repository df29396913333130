"""The ledger of claims narrows by verdict and theme with no script at all, and an address always shows its claim."""

from pathlib import Path

import pytest

import ties
from ties.analysis.claim_tally import tally
from ties.findings import ledger

pytestmark = pytest.mark.browser

STYLE = Path(ties.__file__).parent / "book" / "static" / "ties.css"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write the ledger of all claims as a page, as the book styles it."""
    shown = []
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: shown.append(bundle["text/html"]))
    ledger.show_claims(ties.load("claims"), name="ledger", sources=ties.load("sources"))
    path = tmp_path / "synthesis.html"
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style><main>{shown[0]}</main></html>",
        encoding="utf-8",
    )
    return path.as_uri()


@pytest.fixture
def page(browser, written):
    """The ledger on a phone, in a browser that runs no script."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    opened = context.new_page()
    opened.goto(written)
    yield opened
    context.close()


def visible(page):
    return sum(claim.is_visible() for claim in page.locator("article.claim").all())


def test_without_a_choice_every_claim_is_in_view(page):
    assert visible(page) == len(ties.load("claims"))


def test_choices_of_verdict_and_theme_narrow_together(page):
    counts = tally(ties.load("claims"))
    page.locator('input[name="ledger-outcome"][value="contradicted"]').check()
    assert visible(page) == counts["contradicted"].sum()
    page.locator('input[name="ledger-theme"][value="challenges"]').check()
    assert visible(page) == counts.loc["challenges", "contradicted"]
    page.locator('input[name="ledger-outcome"][value="all"]').check()
    assert visible(page) == counts.loc["challenges"].sum()


def test_every_choice_is_obeyed_by_the_style_sheet(page):
    for what in ("outcome", "theme"):
        for value in (i.get_attribute("value") for i in page.locator(f'input[name="ledger-{what}"]').all()):
            page.locator(f'input[name="ledger-{what}"][value="{value}"]').check()
            left = (
                page.locator(f"article.claim.{what}-{value}").count() if value != "all" else len(ties.load("claims"))
            )
            assert visible(page) == left, (what, value)
        page.locator(f'input[name="ledger-{what}"][value="all"]').check()


def test_an_address_shows_its_claim_whatever_is_chosen(page, written):
    page.goto(f"{written}#claim-01")
    page.locator('input[name="ledger-outcome"][value="contradicted"]').check()
    assert page.locator("#claim-01").is_visible()
    assert not page.locator("#claim-03").is_visible()


def test_grounds_open_without_script_and_links_stay_inside_the_screen(page):
    details = page.locator("#claim-22 details")
    assert not details.locator("ul").is_visible()
    details.locator("summary").click()
    assert details.locator("ul").is_visible()
    boxes = [box for link in page.locator("#claim-22 a").all() if (box := link.bounding_box())]
    assert boxes
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
