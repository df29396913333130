"""Tables of votes begin with the first session of the General Assembly, in January 1946."""

import pytest

from ties.tables.contracts import contracts


@pytest.mark.parametrize("table", ["un_voting", "un_agreement"])
def test_the_first_year_is_that_of_the_first_session(table):
    checks = contracts()[table].to_schema().columns["year"].checks
    lowest = max(check.statistics["min_value"] for check in checks if "min_value" in check.statistics)
    assert lowest == 1946
