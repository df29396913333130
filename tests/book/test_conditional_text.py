"""Lines of prose between conditions stand where the named parameters have their defaults, and nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.book.chapter_page import StrayOutputError, compose, defaults_hold
from ties.book.prose_lint import ProseNames, text_faults
from ties.book.source_index import SourceIndex
from ties.book.substitutions import MissingFindingError, fill
from ties.project.chapter_config import Chapter, Parameter

PARAMETERS = {
    "partner": Parameter("partner", "country", "USA", "Other side"),
    "window": Parameter("window", "integer", 5, "Years"),
}
CHAPTER = Chapter("one", "One", Path("one.ipynb"), (), PARAMETERS)
SOURCES = SourceIndex(None, {}, {})
DEFAULTS = {"partner": "USA", "window": 5}
TEXT = """It fell.
{% if defaults() %}
Russia's fell most.
{% endif %}
{% if defaults("window") %}
Five years are the custom.
{% endif %}
{% if defaults("partner", "window") %}
The pact is of 2016.
{% endif %}
{% if defaults("partner") %}
The call was in July.
{% endif %}
"""


def holding(text, parameters):
    return fill(text, {}, "page", defaults_hold(CHAPTER, parameters))


def faults(text):
    return list(text_faults(text, ProseNames({"one": CHAPTER}), "one"))


def test_with_the_defaults_all_stands_and_no_condition_is_seen():
    lines = [line for line in TEXT.splitlines() if not line.startswith("{%")]
    assert holding(TEXT, DEFAULTS).splitlines() == lines
    assert fill(TEXT, {}, "page").splitlines() == lines


@pytest.mark.parametrize(
    ("changed", "retained"),
    [
        ({"window": 10}, ["It fell.", "The call was in July."]),
        ({"partner": "JPN"}, ["It fell.", "Five years are the custom."]),
        ({"window": 10, "partner": "JPN"}, ["It fell."]),
    ],
)
def test_a_changed_parameter_takes_the_lines_that_name_it(changed, retained):
    assert holding(TEXT, {**DEFAULTS, **changed}).splitlines() == retained


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",))))
def test_text_without_braces_is_left_alone(text):
    normal = "\n".join(text.splitlines())  # Jinja writes every line end as one
    if "{" not in text and "](" not in text:
        assert holding(normal, {"window": 1, "partner": "JPN"}) == normal


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '{% if defaults("windw") %}\nIt fell.\n{% endif %}',
            "the condition names 'windw', which is no parameter of the chapter; did you mean window?",
        ),
        ("{% if defaults(window) %}\nIt fell.\n{% endif %}", "the condition names None, which is no parameter"),
        ("{% if window %}\nIt fell.\n{% endif %}", "line 1: a condition is {% if defaults(...) %}"),
        ("{% if defaults() %}\nIt fell.", "'It fell.' is not a reference that can be filled: Unexpected end"),
        ("{% for a in b %}\nIt fell.\n{% endfor %}", "line 1: a page knows no for, only if"),
        ("It fell. {% if defaults() %}\nSo it did.\n{% endif %}", "{% if defaults() %} does not stand on a line of"),
        ("`x` {% if defaults() %}\nSo it did.\n{% endif %}", "{% if defaults() %} does not stand on a line of"),
    ],
)
def test_a_condition_that_would_do_nothing_is_named(text, fault):
    found = faults(text)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_conditions_in_code_are_code():
    text = "Write `{% if defaults() %}` or\n\n```\n{% if x %}\n```\n"
    assert faults(text) == []
    assert holding(text, {**DEFAULTS, "window": 10}) == text


def cells(*texts):
    prose = [
        {"cell_type": "markdown", "id": f"c{at}", "metadata": {}, "source": text} for at, text in enumerate(texts)
    ]
    return [(cell, []) for cell in prose]


def test_a_page_has_no_parameters():
    assert list(text_faults("{% if defaults() %}\nSo.\n{% endif %}", ProseNames({"one": CHAPTER}))) == [
        "line 1: a page has no parameters that a condition could ask for"
    ]


def test_all_missing_findings_of_a_chapter_are_named_at_once_by_cell():
    with pytest.raises(MissingFindingError) as caught:
        compose(CHAPTER, DEFAULTS, cells("# One", "a {{ one.x }}", "b {{ one.y }}"), {}, SOURCES)
    assert [line.partition(": ")[0] for line in str(caught.value).splitlines()] == [
        "one.ipynb, cell c1",
        "one.ipynb, cell c2",
    ]


def test_what_a_cell_puts_out_beside_records_is_named_by_cell():
    code = {"cell_type": "code", "id": "count", "metadata": {}, "source": "5"}
    stray = [{"output_type": "execute_result", "data": {"text/plain": "5"}}]
    with pytest.raises(StrayOutputError, match=r"^one\.ipynb, cell count: shows an output that is not recorded"):
        compose(CHAPTER, DEFAULTS, [(code, stray)], {}, SOURCES)


def test_what_is_left_out_need_not_be_known_and_is_counted():
    """A finding that only the defaults give may stand in a line that only they show."""
    text = '{% if defaults("partner") %}\nIt is {{ one.share }}.\n\nSo.\n{% endif %}\nThat is all.'
    parameters = {"cell_type": "code", "id": "p", "metadata": {"tags": ["parameters"]}, "source": ""}
    prose = [*cells("# One", text), (parameters, [])]
    page = compose(CHAPTER, {**DEFAULTS, "partner": "JPN"}, prose, {}, SOURCES)
    assert page.notebook["cells"][1]["source"] == "That is all."
    assert "Left out of the prose: 2 lines that hold only" in page.notebook["cells"][2]["source"]
