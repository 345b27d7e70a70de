"""What tests of the command line share: whose account it runs under, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from click.testing import Result

#: Lets the commands run under another account.
Become: TypeAlias = Callable[[str], None]


def run_as(account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the operating system tell this account."""
    for module in ("archive", "office"):
        monkeypatch.setattr(f"csdforms.archive.{module}.account", lambda: account)


def answer(result: Result, exit_code: int = 0) -> Any:
    """Return what a command says in JSON that ends like this."""
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout_bytes.decode("utf-8"))
