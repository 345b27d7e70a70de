"""A group whose commands are imported when they are called: most need one module of many."""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import click

__all__ = ["LazyGroup", "importing"]


@contextlib.contextmanager
def importing() -> Iterator[None]:
    """Look for no garbage meanwhile: modules stay, and the search costs a look-up a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class LazyGroup(click.Group):
    """A group that knows of each command only the module in which it stands."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and return the command."""
        if cmd_name not in self._modules:
            return None
        with importing():
            members = vars(importlib.import_module(self._modules[cmd_name])).values()
        commands = (member for member in members if isinstance(member, click.Command))
        return next(command for command in commands if command.name == cmd_name)
