"""What is handed to the ledgers, and what became of it."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

__all__ = ["NewDocument", "Status", "Taken"]

Status: TypeAlias = Literal["new", "same", "updated", "wrong"]


class NewDocument(NamedTuple):
    """A document of the sales or the finance system.

    ``number`` is its own there; of a target it is "": a customer has one a month. ``customer`` is a
    number of the customer, his file's or another. ``data`` is the rest, as JSON has it: ``on`` (a
    day) and what its table holds.
    """

    number: str
    customer: str
    data: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"NewDocument({self.number!r})"


class Taken(NamedTuple):
    """What became of a document: ``problem`` is a Chinese sentence about a wrong one.

    ``of_customer`` says whether that is about the customer, else it is about the number.
    """

    status: Status
    problem: str = ""
    of_customer: bool = False
