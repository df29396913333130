"""A program that ends when the build that started it ends, however that ends.

A build that is killed cannot stop what it started. Jupyter Book would go on, and write into the folder in which the
next build is at work by then. This file also runs as a script, without the package, so that the guard costs no time.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
PARENT_POLL_SECONDS = 0.2  # where the system has no such call


def kill_with_parent(*program: str | Path) -> list[str]:
    r"""Give the command that runs a program until this process ends.

    Parameters
    ----------
    *program : str or Path
        The program, as a path, and its arguments.

    Returns
    -------
    list of str
        A command for :func:`subprocess.run`; output, input and status are those of the program.

    Examples
    --------
    >>> subprocess.run(kill_with_parent(sys.executable, "-c", "print(2)"), capture_output=True, text=True).stdout
    '2\n'
    """
    return [sys.executable, "-IS", __file__, str(os.getpid()), *map(str, program)]


def run_beside_parent(parent: int, program: Sequence[str], poll_seconds: float = PARENT_POLL_SECONDS) -> int:
    """Run a program beside this process, and kill it once the parent of this process is another one."""
    if os.getppid() != parent:
        return 1
    with subprocess.Popen(program) as child:
        while child.poll() is None:
            if os.getppid() != parent:
                child.kill()
            time.sleep(poll_seconds)
        return child.returncode


def main(parent: int, program: list[str]) -> int:
    """Become the program, bound to the parent by the system; without such a system, watch over it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:  # otherwise it ended before the call
            os.execv(program[0], program)
    return run_beside_parent(parent, program)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
