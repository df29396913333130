"""What is kept in git is small, is text in one form, and names no machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from ties import load
from ties.analysis.claim_tally import ORDER, outcome

ROOT = Path(__file__).parents[1]
LIMIT = 500_000  # bytes; what is larger is a build product or belongs to its publisher
EDITION = 4_000_000  # the rows and pages of an edition are kept so that later books can show them
BINARY = {".zip", ".woff", ".woff2", ".ttf", ".png", ".ico"}


@pytest.fixture(scope="module")
def kept() -> list[Path]:
    """List the files of the working copy that git would keep."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of files comes from git")
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file() and not path.is_symlink()]


def texts(paths: list[Path]) -> dict[Path, str]:
    return {path: path.read_bytes().decode("utf-8") for path in paths if path.suffix not in BINARY}


def test_no_file_is_large(kept: list[Path]) -> None:
    sizes = {path.relative_to(ROOT): path.stat().st_size for path in kept}
    assert {path: n for path, n in sizes.items() if n > (EDITION if path.parts[0] == "editions" else LIMIT)} == {}


def test_text_is_utf8_with_unix_line_ends_and_a_last_newline(kept: list[Path]) -> None:
    found = texts(kept)
    assert [path.name for path, text in found.items() if "\r" in text] == []
    assert [path.name for path, text in found.items() if text and not text.endswith("\n")] == []
    assert [path.name for path, text in found.items() if re.search(r"^(<{7}|>{7}) ", text, re.M)] == []


def test_no_build_product_is_kept(kept: list[Path]) -> None:
    names = {path.relative_to(ROOT).as_posix() for path in kept}
    assert [
        name for name in names if re.match(r"(_build|site|\.venv|book/(data|_extra)|book/.*\.ipynb$)", name)
    ] == []


def test_no_path_of_a_machine_and_no_package_index_stands_in_a_file(kept: list[Path]) -> None:
    marks = re.compile("/" + r"(home|Users|root|work)/\w+" + "|index" + r"-url|extra" + "-index" + "|file:" + "//")
    outside = {path: text for path, text in texts(kept).items() if path.name != "requirements.lock"}
    code = {path: text for path, text in outside.items() if path.suffix != ".csv"}  # addresses of sources are data
    allowed = {"Makefile"}  # it tells uv to leave the index out
    assert [
        p.relative_to(ROOT).as_posix() for p, t in code.items() if marks.search(t) and p.name not in allowed
    ] == []
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://", lock)


def test_actions_are_pinned_by_digest_and_rights_are_given_one_by_one() -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert {path.name for path in workflows} >= {"test.yml", "publish.yml", "links.yml"}
    for path in workflows:
        text = path.read_text(encoding="utf-8")
        uses = re.findall(r"uses: (\S+)(.*)", text)
        assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action, _ in uses), path.name
        assert all(re.fullmatch(r" # v\d+\.\d+\.\d+", comment) for _, comment in uses), path.name
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {}
        assert workflow["concurrency"]
        for job in workflow["jobs"].values():
            assert job["permissions"]
            assert job["timeout-minutes"]
            steps = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
            assert all(step["with"]["persist-credentials"] is False for step in steps)


def test_only_the_deployment_may_write() -> None:
    writes = [
        (path.name, name, right)
        for path in (ROOT / ".github/workflows").glob("*.yml")
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()
        for right, level in job["permissions"].items()
        if level == "write"
    ]
    assert sorted(writes) == [("publish.yml", "deploy", "id-token"), ("publish.yml", "deploy", "pages")]


def test_hooks_call_what_the_lock_pins() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    tools = {hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in hooks} - {"python", "ties"}
    packages = {"lint-imports": "import-linter"}
    assert [tool for tool in tools if f"\n{packages.get(tool, tool)}==" not in f"\n{lock}"] == []


def test_the_readme_counts_as_the_table_does() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    counts = outcome(load("claims")["verdict"]).value_counts().reindex(ORDER)
    failed = counts["unsupported"] + counts["contradicted"]
    wanted = (
        f"Of the {counts.sum()} claims, {counts['supported']} hold, {counts['partly_supported']} hold in part, "
        f"{failed} do not, and of {counts['cannot_tell']} the evidence cannot tell."
    )
    assert wanted in " ".join(text.split()), f"README.md should say: {wanted}"


def test_one_version_stands_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.fullmatch(r"20\d\d\.(1[0-2]|[1-9])\.\d+", version)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == version
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
