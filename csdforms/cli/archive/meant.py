"""Which fields a command is about: English names, the words on the sheet, or all of them."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["fields_meant"]

_ALL = {"*", "all", "全部"}


def fields_meant(given: Sequence[str], number: str) -> list[str]:
    """Return the English names of fields; ``*`` for all. Only words in Chinese load a form.

    Raises:
        BadParameter: if the sheet has no such box.
    """
    if _ALL.intersection(given):
        return ["*"]
    if all(name.isascii() for name in given):
        return list(given)
    from csdforms.cli.archive.fields import field_named

    return [name if name.isascii() else field_named(name, number) for name in given]
