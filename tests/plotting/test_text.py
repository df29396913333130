"""A template that asks for what it is not given is named with its place."""

import jinja2
import pytest

from ties.plotting import text


@pytest.mark.parametrize("template", ["The last has {{ lats }}.", "The last has {{ lats|fixed }}."])
def test_what_is_not_given_is_named_with_file_and_entry(monkeypatch, template):
    monkeypatch.setattr(text, "_texts", lambda chapter: {"sentences": {"share": template}})
    wanted = r"^industry/text\.toml \[sentences\] share: lats is not given; given: first and last$"
    with pytest.raises(jinja2.UndefinedError, match=wanted):
        text.sentence("industry", "share", first=1, last=2)


def test_a_value_of_the_wrong_kind_keeps_its_own_error(monkeypatch):
    monkeypatch.setattr(text, "_texts", lambda chapter: {"sentences": {"share": "{{ last|fixed }}."}})
    with pytest.raises(ValueError, match="format code"):
        text.sentence("industry", "share", last="two")
