"""Settings of all tests: a property holds or does not, however slow the machine; speed belongs in benchmarks."""

from hypothesis import settings

settings.register_profile("ties", deadline=None)
settings.load_profile("ties")
