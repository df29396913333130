"""A papermill engine whose kernels are forked: ``papermill --engine ties-warm``.

Starting a kernel and importing the scientific stack take most of a short run. Here each run gets a process forked
from one that has done the imports (:mod:`ties.engine.fork_server`). In it ipykernel sets up a kernel of its own
(:mod:`ties.engine.kernel_process`), and nbclient executes the cells and collects the outputs as in papermill's
default engine (:mod:`ties.engine.nbclient_adapter`). We replace the start and the wire between the two: one pipe for
five network sockets and their polling. What makes outputs is theirs. Forked kernels behind those sockets took over
six times as long as the bare cells (measured beforehand); cells run in a plain shell would take a little less than
now, but streams, displays and errors would then be our imitation.

Each run is a process: its own namespace, environment, working directory, random state, threads and open files. What
it shares is what was imported. So a variable that a module reads when it is imported has to be set before the run,
not in a cell, and runs of one fork server share the seed of hashes.

Limits: seconds for a cell (``execution_timeout``), and megabytes for the run (``memory``): the resident sets of the
kernel and its children together, looked at ten times a second. A limit on address space would count what is reserved
and never used, and would show as whatever a library makes of a failed allocation.

Where processes cannot be forked safely, or the kernel asked for is not this Python's, papermill's own engine runs the
notebook, and a warning says so.
"""

from __future__ import annotations

from typing import Any


class Engine:
    """The engine, as papermill finds it by its entry point.

    papermill loads it whenever papermill is imported, also by the module that does the work: so that one is imported
    when a notebook runs.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook (see :class:`ties.engine.nbclient_adapter.ForkedKernelEngine`)."""
        from ties.engine.nbclient_adapter import ForkedKernelEngine  # papermill itself is still being imported before

        return ForkedKernelEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Name the kernel of a notebook, as papermill does."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Name the language of a notebook, as papermill does."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))
