"""What the model knows of drafts, files, and everything that is under way about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from archive.life.rules import LINES

__all__ = [
    "Appraisal",
    "Case",
    "Draft",
    "File",
    "List",
    "Merger",
    "Request",
    "Revival",
    "Seal",
    "days",
    "years",
]


def days(day: str, count: int) -> str:
    """Return the day some days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=count)).isoformat()


def years(day: str, count: int) -> str:
    """Return the day some years later; 29 February becomes the 28th."""
    one = dt.date.fromisoformat(day)
    last = min(one.day, 28) if one.month == 2 else one.day
    leap = one.replace(year=one.year + count, day=last)
    if (one.month, one.day) == (2, 29) and leap.year % 4 == 0:
        leap = leap.replace(day=29)
    return leap.isoformat()


@dataclass
class Draft:
    """A draft, and whose hands it went through."""

    number: str
    kind: str
    no: int  # of the customer
    owner: str
    begun: str
    state: str = "DRAFT"
    returns: int = 0
    acceptor: str = ""


@dataclass
class File:
    """A file as it should be."""

    number: str
    kind: str
    no: int
    created: str
    last: str  # the day of the last dealings
    touched: str = ""  # of what may or may not be one
    state: str = "ACTIVE"
    before: str = ""  # what it was when it was frozen
    frozen: tuple[str, str] = ("", "")  # by which role, until when
    holds: set[str] = field(default_factory=set)
    restricted: set[str] = field(default_factory=set)
    quiet: set[str] = field(default_factory=set)  # because of what nobody calls
    voiding: tuple[str, str] = ("", "")  # who proposed it, in which role
    items: int = 0
    complaints: set[str] = field(default_factory=set)
    until: str = ""
    code: str = ""
    seal: Seal | None = None
    case: str = ""
    on: str = ""  # the list of destruction
    changed: bool = False  # since it was listed
    into: str = ""
    absorbed: list[str] = field(default_factory=list)


@dataclass
class Seal:
    """A seal: by whom, when, of which case."""

    hands: tuple[str, str]
    day: str
    case: str


@dataclass
class Case:
    """An application for deregistration."""

    number: str
    file: str
    trigger: str
    applicant: str
    before: str
    request: str = ""
    checks: list[str] = field(default_factory=list)
    approvals: list[str] = field(default_factory=list)
    lines: dict[str, tuple[str, bool, str]] = field(default_factory=dict)  # by whom, clear, balance
    signed: dict[str, str] = field(default_factory=dict)  # the day
    settled: set[str] = field(default_factory=set)
    since: str = ""  # suspended
    stock: tuple[str, int] = ("", 0)  # who took it, of how many items
    written: dict[str, str] = field(default_factory=dict)  # role: person

    @property
    def final(self) -> bool:
        """Whether the general manager decides (§6.4)."""
        return self.trigger == "D5" or len(self.written) == 2

    def is_over(self, today: str) -> bool:
        """Whether it waited for ninety days."""
        return bool(self.since) and days(self.since, 90) <= today

    def unclear(self) -> set[str]:
        """Return the lines that are signed as open; a debt that is written off is none."""
        return {
            line
            for line, (_, clear, balance) in self.lines.items()
            if not clear or (balance != "0.00" and len(self.written) < 2)
        }

    def unsigned(self, today: str) -> set[str]:
        """Return the lines without a fresh signature."""
        return {
            one for one in LINES if one not in self.signed or days(self.signed[one], 30) < today
        }


@dataclass
class Merger:
    """Two files that become one."""

    number: str
    file: str
    into: str
    by: tuple[str, str]  # person and role
    state: str = "proposed"
    day: str = ""
    before: str = ""
    came: tuple[set[str], set[str], set[str]] = field(default_factory=lambda: (set(), set(), set()))
    after: set[str] = field(default_factory=set)  # the survivor's holds after it
    tail: list[str] = field(default_factory=list)  # what the survivor absorbed then
    undoing: tuple[str, str] = ("", "")


@dataclass
class Request:
    """A request about personal data."""

    number: str
    file: str
    taker: str
    answered: bool = False


@dataclass
class Revival:
    """An application for a revival."""

    number: str
    file: str
    trigger: str
    hands: list[str]
    state: str = "applied"


@dataclass
class Appraisal:
    """A group's report."""

    number: str
    lines: dict[int, str]  # the file of each line that is live
    outcomes: dict[int, str] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    state: str = "open"


@dataclass
class List:
    """A list of destruction."""

    number: str
    files: list[str]  # that are live
    makers: set[str]  # who proposed it, and sat in the group
    by: str
    state: str = "proposed"
    approvals: list[str] = field(default_factory=list)
    until: str = ""
    executor: str = ""
    witnesses: set[str] = field(default_factory=set)
    counts: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    request: str = ""  # whose deletion it carries out
