"""Names of states stand with an article where English wants one."""

import pytest

from ties import load
from ties.plotting.country_names import at_start, in_prose

WITH = {
    "United States", "United Kingdom", "United Arab Emirates", "United States Minor Outlying Islands", "Philippines",
    "Netherlands", "Maldives", "Bahamas", "Gambia", "Comoros", "Seychelles", "DR Congo", "European Union",
    "Soviet Union", "Central African Republic", "Dominican Republic", "Holy See", "French Southern Territories",
    "British Indian Ocean Territory",
}  # fmt: skip


def test_the_states_of_the_table_that_take_an_article_are_these_and_the_islands():
    names = load("countries")["name"]
    found = {name for name in names if in_prose(name).startswith("the ")}
    assert {name for name in found if not name.endswith("Islands") and "(" not in name} == WITH - {
        "United States Minor Outlying Islands"
    }
    assert {name for name in names if name.endswith("Islands")} - found == {
        "South Georgia and the South Sandwich Islands",
        "Heard Island and McDonald Islands",
    }


@pytest.mark.parametrize("name", ["India", "Russia", "Nicaragua", "Saint Vincent and the Grenadines", "Congo"])
def test_others_take_none(name):
    assert in_prose(name) == at_start(name) == name
