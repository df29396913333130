"""Settings of all tests: a property holds or does not, however slow the machine; speed belongs in benchmarks."""

import pytest
from hypothesis import settings

settings.register_profile("ties", deadline=None)
settings.load_profile("ties")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Keep together, where tests run side by side, those that build the same book: only one build may be at work."""
    for item in items:
        place = item.path.parent.name
        if place == "site":
            item.add_marker(pytest.mark.xdist_group("site"))
        elif place == "publish":
            item.add_marker(pytest.mark.xdist_group(item.path.name))
