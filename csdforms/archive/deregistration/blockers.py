"""What stands in the way of a deregistration: one open matter, and whose business it is."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from typing import NamedTuple

__all__ = ["Blocker"]


class Blocker(NamedTuple):
    """An open matter; it names numbers and kinds, never amounts or people."""

    line: str  # of the joint check, G1 to G12
    text: str  # "投诉 TS-20261101-001 尚未结案"
    owner: str  # the title of the role whose business it is
    source: str = ""  # the number of the item, loan, request … that it comes from

    def __str__(self) -> str:
        return f"{self.line} {self.text}（{self.owner}）"
