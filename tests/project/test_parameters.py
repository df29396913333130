"""Unknown, ill-typed and out-of-range parameters are all named before anything runs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.project.chapter_config import Chapter, DeclarationError, Parameter, read_chapters
from ties.project.parameters import ParameterError, resolve_parameters

ROOT = Path(__file__).parents[2]

PARAMETERS = {
    "window": Parameter("window", "integer", 5, "Years", minimum=1, maximum=20),
    "share": Parameter("share", "number", 0.2, "Share", minimum=0, maximum=1),
    "recipient": Parameter("recipient", "country", "IND", "Who buys"),
    "suppliers": Parameter("suppliers", "countries", ["RUS"], "Who sells"),
    "as_of": Parameter("as_of", "date", "2026-06-30", "Last day"),
    "basis": Parameter("basis", "choice", "current", "Prices", choices=("current", "constant")),
    "bases": Parameter("bases", "choices", ["current"], "Prices", choices=("current", "constant")),
    "weighted": Parameter("weighted", "boolean", True, "Weigh"),
}
CHAPTERS = {"one": Chapter("one", "One", Path("one.ipynb"), (), PARAMETERS)}


def test_defaults_stand_where_nothing_is_set():
    assert resolve_parameters(CHAPTERS) == {"one": {name: p.default for name, p in PARAMETERS.items()}}


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        ("window", "10", 10),
        ("share", "0.4", 0.4),
        ("share", "1", 1.0),
        ("recipient", "NOR", "NOR"),  # YAML 1.1 reads NO as false; a code stays text
        ("suppliers", "[USA, FRA]", ["USA", "FRA"]),
        ("as_of", "2025-07-01", "2025-07-01"),
        ("basis", "constant", "constant"),
        ("bases", "[current, constant]", ["current", "constant"]),
        ("weighted", "false", False),
        ("share", "4e-1", 0.4),
        ("share", "4.0e-1", 0.4),
    ],
)
def test_text_from_a_command_line_is_read_by_type(setting, text, value):
    read = resolve_parameters(CHAPTERS, {f"one.{setting}": text})["one"][setting]
    assert read == value
    assert type(read) is type(value)


WRONG = {
    "one.window": "five",
    "one.share": "1.5",
    "one.recipient": "India",
    "one.suppliers": "RUS",
    "one.as_of": "2026",
    "one.basis": "nominal",
    "one.bases": "[nominal]",
    "one.weighted": "perhaps",
    "one.windw": "5",
    "two.window": "5",
}


@pytest.mark.parametrize(("setting", "text"), WRONG.items())
def test_each_wrong_setting_is_refused(setting, text):
    with pytest.raises(ParameterError, match=rf"(?m)^{setting}: "):
        resolve_parameters(CHAPTERS, {setting: text})


@pytest.mark.parametrize("text", ["010", "08", "0x0A", "0b11", "0o7", "1_0", "0:0.3", "1.", ".5", "٣", "1e1", "~"])
def test_a_number_is_decimal_or_refused(text):
    """YAML would read eight, ten, three; a digit of another script is none here."""
    with pytest.raises(ParameterError, match=r"one\.window: is "):
        resolve_parameters(CHAPTERS, {"one.window": text})


@pytest.mark.parametrize("text", [".inf", ".nan", "inf", "nan", "00.4", "0x0", "0.4.", "0_1"])
def test_a_share_is_a_number_that_ends(text):
    with pytest.raises(ParameterError, match=r"one\.share: is "):
        resolve_parameters(CHAPTERS, {"one.share": text})


@pytest.mark.parametrize("text", ["yes", "on", "True", "1", "y"])
def test_only_true_and_false_are_so(text):
    with pytest.raises(ParameterError, match=r"one\.weighted: is "):
        resolve_parameters(CHAPTERS, {"one.weighted": text})


@pytest.mark.parametrize("text", ["2025-02-29", "2025-13-01", "2025-04-31", "2025-2-1", "1 July", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(text):
    with pytest.raises(ParameterError, match=rf"one\.as_of: is '{text}', not a day"):
        resolve_parameters(CHAPTERS, {"one.as_of": text})


def test_all_wrong_settings_are_named_at_once():
    with pytest.raises(ParameterError) as caught:
        resolve_parameters(CHAPTERS, WRONG)
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == list(WRONG)


def test_a_near_miss_is_suggested():
    with pytest.raises(ParameterError, match=r"did you mean one\.window\?"):
        resolve_parameters(CHAPTERS, {"one.windw": 5})


@given(st.integers())
def test_an_integer_is_taken_just_inside_its_range(value):
    assert (PARAMETERS["window"].fault(value) is None) == (1 <= value <= 20)


@given(st.floats(allow_nan=True))
def test_a_number_is_taken_just_inside_its_range(value):
    assert (PARAMETERS["share"].fault(value) is None) == (0 <= value <= 1)


def test_true_is_not_an_integer():
    assert PARAMETERS["window"].fault(True) is not None


def test_the_declaration_names_all_its_faults(tmp_path):
    (tmp_path / "chapters.toml").write_text(
        """
[one]
title = "One"
notebook = "one.ipynb"
colour = "red"
[two]
title = "Two"
notebook = "two.ipynb"
after = ["three"]
[two.parameters.window]
type = "integer"
default = 25
maximum = 20
description = "Years"
[two.parameters.speed]
type = "velocity"
default = 1
description = "Speed"
[two.parameters.bare]
type = "integer"
"""
    )
    with pytest.raises(DeclarationError) as caught:
        read_chapters(tmp_path)
    for fault in (
        "one: unknown entry 'colour'",
        "two: no notebook two.ipynb",
        "two: runs after unknown chapter 'three'",
        "two.window: its default is 25, above the maximum 20",
        "two.speed: unknown type 'velocity'",
        "two.bare: missing 2 required positional arguments",
    ):
        assert fault in str(caught.value)


SOUND = '[one]\ntitle = "One"\nnotebook = "one.ipynb"\n'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<<<<<<< ours\n" + SOUND, "Invalid statement"),
        (b"\xff" + SOUND.encode(), "codec can't decode"),
        ('title = "x"\n' + SOUND, "title: stands above the first chapter, or is none"),
        (SOUND + "parameters = 3\n", "one: parameters is not a table"),
        (SOUND + "[one.parameters]\nwindow = 5\n", "one.window: is not a table with type, default and description"),
        (SOUND + 'after = "two"\n', "one: after is not a list"),
        (SOUND + "[one.variants]\nx = 5\n", "one.variants.x: is not a table with title, reason"),
        (
            SOUND + '[one.parameters.day]\ntype = "date"\ndefault = "2026-02-30"\ndescription = "Day"\n',
            "one.day: its default is '2026-02-30', not a day",
        ),
    ],
    ids=["conflict", "latin-1", "top-level", "parameters", "parameter", "after", "variant", "day"],
)
def test_a_declaration_that_cannot_be_read_is_named(tmp_path, content, fault):
    (tmp_path / "one.ipynb").touch()
    path = tmp_path / "chapters.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DeclarationError) as caught:
        read_chapters(tmp_path)
    assert str(caught.value).startswith(f"{path}:")
    assert fault in str(caught.value)


def test_a_byte_order_mark_is_read_over(tmp_path):
    (tmp_path / "one.ipynb").touch()
    (tmp_path / "chapters.toml").write_bytes(b"\xef\xbb\xbf" + SOUND.encode())
    assert list(read_chapters(tmp_path)) == ["one"]


def test_the_book_declares_sound_chapters_of_tables_that_exist():
    from ties.project.fingerprints import readable_tables

    chapters = read_chapters(ROOT)
    assert {"agreements", "industry", "deterrence", "challenges", "synthesis"} <= chapters.keys()
    assert {table for chapter in chapters.values() for table in chapter.tables} <= set(readable_tables())
