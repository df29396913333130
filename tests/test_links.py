"""The weekly link check lists what is gone, and fails where too much is; no network is asked here."""

from __future__ import annotations

import csv
import importlib.util
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def links() -> ModuleType:
    spec = importlib.util.spec_from_file_location("links", Path(__file__).with_name("links.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    path = tmp_path / "sources.csv"
    rows = [(f"s{n}", f"https://{n}.example/") for n in range(10)] + [("book", "")]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "url"), *rows])
    return path


def answers(monkeypatch: pytest.MonkeyPatch, gone: set[str]) -> None:
    class Answer(SimpleNamespace):
        def __enter__(self) -> Answer:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    def opened(request: urllib.request.Request, timeout: float) -> Answer:
        if request.full_url in gone:
            raise urllib.error.HTTPError(request.full_url, 404, "Not Found", Message(), None)
        if request.full_url == "https://9.example/":
            raise urllib.error.HTTPError(request.full_url, 403, "Forbidden", Message(), None)
        return Answer(status=200)

    monkeypatch.setattr(urllib.request, "urlopen", opened)


def test_one_in_ten_gone_is_listed_and_passes(links, sources, tmp_path, monkeypatch) -> None:
    answers(monkeypatch, {"https://3.example/"})
    assert links.main(sources, tmp_path / "out.csv") == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "id,url,status\ns3,https://3.example/,404\n"


def test_more_than_one_in_ten_gone_fails_and_a_refusal_is_not_gone(links, sources, tmp_path, monkeypatch) -> None:
    answers(monkeypatch, {"https://3.example/", "https://4.example/"})
    assert links.main(sources, tmp_path / "out.csv") == 1
    assert "s9" not in (tmp_path / "out.csv").read_text(encoding="utf-8")
