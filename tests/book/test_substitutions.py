"""Findings are filled into prose by name; a value is only ever text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ties.book.finding_texts import escaped, finding_texts
from ties.book.prose_lint import ProseNames, text_faults
from ties.book.substitutions import MissingFindingError, fill, references
from ties.records import Finding

SHARE = Finding(
    "share", 36.04, "It is 36.0 per cent.", unit="per cent", low=34.0, high=38.5, precision=1, confidence="high"
)


def test_every_form_of_a_finding_is_filled_in():
    context = finding_texts("industry", [SHARE])
    text = (
        "{{ industry.share }} | {{ industry.share|value }} | {{industry.share|interval}} | {{ industry.share|full }}"
    )
    assert fill(text, context, "page") == (
        "36.0 per cent | 36.0 | 34.0 to 38.5 per cent | 36.0 per cent (34.0 to 38.5)"
    )
    assert fill("## It is {{ industry.share }}", context, "page") == "## It is 36.0 per cent"


def test_a_cited_finding_says_how_sure_it_is_and_leads_to_its_figure():
    shown = Finding("share", 36.0, "It is *one*.", confidence="high", figure="shares")
    unknown = Finding("share", None, "Nobody knows.", confidence="cannot tell")
    assert fill("{{ industry.share|cited }}", finding_texts("industry", [shown]), "page") == (
        r'It is \*one\*. <span class="ties-sure">(high confidence; '
        '<a href="industry.html#industry-shares">figure</a>)</span>'
    )
    assert fill("{{ industry.share|cited }}", finding_texts("industry", [unknown]), "page") == (
        'Nobody knows. <span class="ties-sure">(the data cannot tell; <a href="industry.html">chapter</a>)</span>'
    )


def test_a_list_of_another_page_is_filled_in_as_a_block():
    block = '<div class="ties-block">1</div>'
    assert fill("{{ table('synthesis.findings') }}", {"table:synthesis.findings": block}, "page") == block
    with pytest.raises(MissingFindingError, match=r"table:synthesis\.gone"):
        fill("{{ table('synthesis.gone') }}", {}, "page")


def test_all_missing_names_are_named():
    with pytest.raises(MissingFindingError) as caught:
        fill("{{ a.b }} {{ figure('a.c') }} {{ industry.shar|full }}", finding_texts("industry", [SHARE]), "page")
    assert str(caught.value).splitlines() == [
        "page: no finding a.b",
        "page: no finding figure:a.c",
        "page: no finding industry.shar|full; did you mean industry.share|full?",
    ]


def test_a_form_that_there_is_not_is_named():
    with pytest.raises(MissingFindingError, match=r"^page: No filter named 'colour'"):
        fill("{{ a.b }} {{ industry.share|colour }}", finding_texts("industry", [SHARE]), "page")


@pytest.mark.parametrize(
    "text", ["{{ Industry share }}", "{{ a.b", "{% if a %}", "{{ a.b|value|full }}", "{{ 1 + 1 }}"]
)
def test_braces_that_are_no_reference_are_a_fault(text):
    assert list(text_faults(text, ProseNames({})))
    with pytest.raises(MissingFindingError):
        fill(f"{text} {{{{ a.c }}}}", {"a.b": "5"}, "page")


@pytest.mark.parametrize("text", ["{{ a.b.__class__ }}", "{{ a._lookup }}", "{{ cycler }}", "{{ range(3) }}"])
def test_a_template_reaches_nothing_but_texts(text):
    with pytest.raises(MissingFindingError):
        fill(text, {"a.b": "5"}, "page")


def test_an_anchor_of_myst_is_no_comment():
    assert fill("## A {#anchor} {{ a.b }}\n\n{#x}\n", {"a.b": "5"}, "page") == "## A {#anchor} 5\n\n{#x}\n"


def test_code_is_left_alone():
    text = "`{{ a b }}`\n`{{ a.b }}`\n\n```markdown\n{{ a.c }}\n```\nEnd.\n"
    assert references(text) == []
    assert fill(text, {}, "page") == text


def test_directives_are_filled_in():
    assert fill("```{note}\n{{ a.b }}\n```", {"a.b": "5"}, "page") == "```{note}\n5\n```"


def test_a_value_that_looks_like_a_reference_is_not_filled_in_again():
    context = finding_texts("a", [Finding("b", "{{ a.c }}{% if x %}", "Text.")])
    filled = fill("{{ a.b }}", context, "page")
    assert filled == r"\{\{ a.c \}\}\{% if x %\}"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_escaped_text_is_text_to_markdown(text):
    """Rendered as Markdown, an escaped value gives no element but one paragraph, and its own words."""
    tokens = MarkdownIt("commonmark").parseInline("x" + escaped(text))[0].children
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == "x" + " ".join(text.split())


@pytest.mark.parametrize("name", ["__init__", "Key", "1st", "a-b", ""])
def test_a_finding_needs_a_name_that_prose_can_hold(name):
    with pytest.raises(ValueError, match="key"):
        Finding(name, 1, "One.")


@pytest.mark.parametrize(
    ("about", "fault"),
    [
        ({"value": float("nan")}, "value is nan"),
        ({"value": None}, "cannot tell"),
        ({"low": 1.0}, "both ends"),
        ({"low": 2.0, "high": 1.0}, "upside down"),
        ({"sentence": "No stop"}, "full stop"),
        ({"confidence": "very"}, "confidence"),
    ],
)
def test_an_unsound_finding_is_refused(about, fault):
    with pytest.raises(ValueError, match=fault):
        Finding(**{"key": "share", "value": 1.0, "sentence": "One.", **about})


def test_years_in_an_interval_are_no_thousands():
    year = Finding("half", "2030", "It falls under one half.", low=2020.0, high=2037.0)
    assert year.text("full") == "2030 (2020 to 2037)"
    assert Finding("tonnes", 2030, "So many.", low=2020.0, high=2037.0).text("full") == "2,030 (2,020 to 2,037)"


def test_what_cannot_be_told_says_so():
    assert Finding("share", None, "Nobody knows.", confidence="cannot tell").text() == "cannot tell"


def test_a_finding_survives_json():
    from dataclasses import asdict

    assert Finding(**json.loads(json.dumps(asdict(SHARE)))) == SHARE
