"""Every page asks no other host, has no console error, no serious axe violation, and fits a phone."""

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.build]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

# rule -> why it may stand
ALLOWED = {
    "label-content-name-mismatch": "the theme's own search buttons: their label says more than their text",
    "aria-required-children": "the list of references, as sphinxcontrib-bibtex marks it up",
}


def pages(site):
    """Every page but the one that only leads on to the first."""
    return sorted(
        p.relative_to(site).as_posix()
        for p in site.rglob("*.html")
        if "_static" not in p.parts and p != site / "index.html"
    )


@pytest.fixture(scope="session")
def visited(browser, site, address):
    """Visit every page once on a phone, in dark mode for every second one; keep what was seen."""
    seen = {}
    phone = {"width": 360, "height": 780}
    contexts = [browser.new_context(viewport=phone, color_scheme=scheme) for scheme in ("light", "dark")]
    for at, name in enumerate(pages(site.resolve())):
        page = contexts[at % 2].new_page()
        record = seen[name] = {"requests": [], "errors": []}
        page.on("request", lambda request, r=record: r["requests"].append(request.url))
        page.on(
            "console", lambda message, r=record: r["errors"].append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error, r=record: r["errors"].append(str(error)))
        page.goto(f"{address}/{name}", wait_until="load")
        record["overflow"] = page.evaluate(
            "[...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
            " && !e.closest('pre, .ties-table, .highlight, .pst-scrollable-table-container, mjx-container'))"
            ".slice(0, 3).map(e => e.outerHTML.slice(0, 120))"
        )
        record["width"] = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    for context in contexts:
        context.close()
    return seen


def test_no_page_asks_another_host(visited, address):
    outside = {
        name: [u for u in r["requests"] if not u.startswith((address, "data:"))] for name, r in visited.items()
    }
    assert {name: urls for name, urls in outside.items() if urls} == {}


def test_no_page_has_a_console_error(visited):
    assert {name: r["errors"] for name, r in visited.items() if r["errors"]} == {}


def test_no_page_scrolls_sideways_on_a_phone(visited):
    assert {name: (r["width"], r["overflow"]) for name, r in visited.items() if r["width"] > 360} == {}


@pytest.mark.parametrize(  # each scheme may have a worker of its own
    "scheme", [pytest.param(scheme, marks=pytest.mark.xdist_group(f"axe-{scheme}")) for scheme in ("light", "dark")]
)
def test_no_page_has_a_serious_axe_violation(browser, site, address, scheme):
    found = {}
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    names = [
        n
        for n in pages(site.resolve())
        if not n.startswith("book/data/") or n in ("book/data/index.html", "book/data/deals.html")
    ]
    page = context.new_page()  # one page for all: what scripts and styles it has loaded stays in its cache
    for name in names:
        page.goto(f"{address}/{name}", wait_until="load")
        page.add_script_tag(path=str(AXE))
        result = page.evaluate("axe.run({resultTypes: ['violations']})")
        serious = [
            f"{v['id']}: {v['nodes'][0]['html'][:160]}"
            for v in result["violations"]
            if v["impact"] in ("serious", "critical") and v["id"] not in ALLOWED
        ]
        if serious:
            found[name] = serious
    context.close()
    assert found == {}
