"""What an act asks the archive to keep, and what it answers.

Apart from what the archive hands out, so that a look-up need not load them. What they print of
themselves in a traceback or a log is no customer's data.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from csdforms.errors import CsdformsError

__all__ = [
    "Done",
    "NewFile",
    "NewItem",
    "NewVersion",
    "Outcome",
    "Printed",
    "Receipt",
    "Waiting",
]

#: A filled Word file; of a new file also what prints it, once its number is known.
Printed: TypeAlias = bytes | Callable[[str], bytes]


class NewFile(NamedTuple):
    """A customer who is to get a file: the profile's data, and what the office decided on it."""

    form: str
    data: Mapping[str, Any]
    edition: str = ""
    document: Printed | None = None  # printing is done under the writer's lock
    parent: str = ""  # the file of the head office, for a branch
    distinct: str = ""  # why this is another customer than the one of the same name
    known: tuple[str, ...] = ()  # the files about which that was decided; empty: all
    papers: tuple[Mapping[str, Any], ...] = ()  # what was shown when it was opened

    def __repr__(self) -> str:
        return f"NewFile({self.form!r}, boxes={len(self.data)})"


class NewVersion(NamedTuple):
    """A profile that has changed, and what was proved or decided on it."""

    data: Mapping[str, Any]
    edition: str = ""
    document: Printed | None = None  # a new file's or version's is printed if it comes to that
    evidence: str = ""  # why another code or document is the same customer's
    distinct: str = ""  # as for a new file
    verified: bool = False  # whether it may say what the last one says: it was looked at again
    papers: tuple[Mapping[str, Any], ...] = ()  # what was shown for it

    def __repr__(self) -> str:
        return f"NewVersion(boxes={len(self.data)})"


class NewItem(NamedTuple):
    """A filled form that is to be filed: which form it is, its data and its document.

    ``tells_of`` are the numbers of files above 内部 that one of the department's own papers tells
    of: whoever may not know of one of them may not know of the paper.
    """

    form: str
    data: Mapping[str, Any]
    section: str
    title: str = ""
    edition: str = ""
    document: bytes | None = None
    tells_of: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"NewItem({self.form!r}, boxes={len(self.data)})"


class Receipt(NamedTuple):
    """The number under which something is kept now, and what should be looked at again."""

    number: str
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.number


class Waiting(Receipt):
    """What another person must confirm first; until then nothing has changed."""

    __slots__ = ()


class Done(NamedTuple):
    """What an act did under the writer's lock, and what its line is to say of it."""

    receipt: Receipt
    subject: str  # the number of the customer's file; "": the department's
    detail: dict[str, Any]

    def __repr__(self) -> str:
        return f"Done({str(self.receipt)!r}, {self.subject!r})"


class Outcome(NamedTuple):
    """What became of one row of a bulk import: a receipt, or the error that kept it out."""

    row: int  # counted from 1
    receipt: Receipt | None
    error: CsdformsError | None = None
