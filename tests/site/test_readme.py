"""The picture in the README is the one that the book draws from the present tables."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.build

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_picture_is_that_of_the_book(site, mode):
    drawn = (site / "figures" / f"synthesis-verdict-tally-wide-{mode}.svg").read_bytes()
    assert (ROOT / "images" / f"verdict-tally-{mode}.svg").read_bytes() == drawn, "copy it from site/figures"
