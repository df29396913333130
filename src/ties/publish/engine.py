"""A papermill engine that gives the kernel its own environment, so that chapters can run side by side in threads."""

from __future__ import annotations

import logging
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.utils import merge_kwargs, remove_args


class Engine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with two more arguments: ``env``, the kernel's environment, ``stderr``, its file."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the notebook that papermill manages (see :class:`papermill.engines.NBClientEngine`)."""
        launch = {name: kwargs.pop(name) for name in ("env", "stderr") if kwargs.get(name) is not None}
        timeout = kwargs.pop("execution_timeout", None)
        start = kwargs.pop("start_timeout", 60)
        options = merge_kwargs(
            remove_args(["input_path", "timeout", "startup_timeout"], **kwargs),
            timeout=timeout,
            startup_timeout=start,
            kernel_name=kernel_name,
            log=logging.getLogger("papermill"),
        )
        client = PapermillNotebookClient(nb_man, **options)
        return client.execute(**launch)
