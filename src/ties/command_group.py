"""How every command begins and ends: output that any terminal takes, and one sentence where something is amiss."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from ties.project.checkout import CheckoutError


class CommandGroup(click.Group):
    """A group of commands that ends in one sentence where the installation, not the command, is at fault."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command (see :meth:`click.Group.invoke`)."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # not where a test or a notebook has put another
                stream.reconfigure(errors="replace")  # a terminal of ASCII shows ? for a letter, not a traceback
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            if (error.name or "ties").partition(".")[0] == "ties":
                raise  # ours, and no package that could be installed
            click.echo(f"This needs {error.name}, which is not installed: pip install '.[book]'", err=True)
        except CheckoutError as error:
            click.echo(str(error), err=True)
        sys.exit(1)
