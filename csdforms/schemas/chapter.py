"""How a chapter hands out its forms: by class name, imported when first used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from csdforms._lazy import lazily

__all__ = ["fetcher", "module_name"]


def module_name(class_name: str) -> str:
    """Return the module of a form's class, which is the form's identifier."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


def fetcher(package: str, class_names: Iterable[str]) -> Callable[[str], Any]:
    """Return a chapter's ``__getattr__``."""
    return lazily(package, {name: f"{package}.{module_name(name)}" for name in class_names})
