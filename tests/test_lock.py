"""The lock holds what every package needs on each Python and system that it is made for."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\$", re.M)
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}


def environments():
    for python in ("3.11", "3.12", "3.13"):
        for system, about in SYSTEMS.items():
            for machine in ("x86_64", "arm64" if system == "macos" else "aarch64"):
                about_python = {"python_version": python, "python_full_version": f"{python}.9"}
                yield pytest.param(
                    default_environment() | about | about_python | {"platform_machine": machine, "extra": ""},
                    id=f"{python}-{system}-{machine}",
                )


def pins():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = {canonicalize_name(name): (version, marker) for name, version, marker in PIN.findall(text)}
    assert len(found) == len(re.findall("^[^ #\n]", text, re.M)), "a package is pinned twice, or without a hash"
    return found


@pytest.mark.parametrize("environment", list(environments()))
def test_what_a_pinned_package_needs_is_pinned_there_too(environment):
    """As pip would say, "In --require-hashes mode, all requirements must have their versions pinned"."""
    here = {name: version for name, (version, m) in pins().items() if not m or Marker(m).evaluate(environment)}
    asked = [Requirement(line) for line in (ROOT / "requirements.in").read_text().splitlines() if line[:1].isalnum()]
    asked += [
        need
        for name in here
        for text in _needs(name)
        for need in [Requirement(text)]
        if not need.marker or need.marker.evaluate(environment)
    ]
    faults = {
        str(need)
        for need in asked
        if not need.specifier.contains(here.get(canonicalize_name(need.name), "0"), prereleases=True)
    }
    absent = {need.name for need in asked if canonicalize_name(need.name) not in here}
    assert (faults, absent) == (set(), set())


def _needs(name):
    """Give what the release that is installed here needs; what is for other systems only is not installed."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
