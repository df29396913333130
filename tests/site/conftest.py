"""The built book in a browser: Debian's chromium, on loopback."""

import functools
import http.server
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site():
    """The published site of this checkout, built anew where it is stale; another worker's build is waited for."""
    from ties.build.build import BuildError, build

    give_up = time.monotonic() + 900
    while True:
        try:
            return build(ROOT)
        except BuildError as error:
            if "another build is at work" not in str(error) or time.monotonic() > give_up:
                raise
        time.sleep(0.5)


@pytest.fixture(scope="session")
def address(site):
    """The address of a server of the site."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium."""
    program = shutil.which("chromium")
    if program is None:
        message = "chromium is not installed (Debian: apt-get install chromium); the checks in a browser need it"
        if os.environ.get("TIES_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
