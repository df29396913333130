"""When papermill writes a notebook that runs to disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SAVE_INTERVAL_SECONDS = 0.5


@contextmanager
def throttled_autosave(nb_man: Any) -> Iterator[None]:
    """Save the notebook at most twice a second while its cells run; papermill saves it when they have run.

    papermill saves at the start and the end of every cell, which takes longer than many a cell.
    """
    save = nb_man.save

    def save_if_due(**options: Any) -> None:
        if (nb_man.now() - nb_man.last_save_time).total_seconds() >= SAVE_INTERVAL_SECONDS:
            save(**options)

    nb_man.save = save_if_due  # on the object: every other notebook that papermill runs is saved as ever
    try:
        yield
    finally:
        del nb_man.save
