"""What both customer profiles ask of a person: the document that proves who it is, a telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Protocol

from csdforms.schemas import settings
from csdforms.schemas.fields import customer
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, warning
from csdforms.schemas.types.identity import full_id_number, id_card_problem

__all__ = [
    "FOREIGN_DOCUMENTS",
    "AnyPhone",
    "Identified",
    "document_problems",
    "expired",
    "identity_number",
]

FOREIGN_DOCUMENTS = frozenset({"外国护照", "外国人永久居留身份证", "其他"})
#: Documents whose number is an identity number (GB 11643).
_ID_CARDS = frozenset({"居民身份证", "临时身份证", "户口簿", "港澳居民居住证", "台湾居民居住证"})
_LENGTH = 18

#: The only box for a person's telephone, mobile or not.
AnyPhone = Annotated[customer.ContactPhone, PrintedAs("电话", *customer.MOBILE_LABELS)]


class Identified(Protocol):
    """Whoever is known by a document."""

    @property
    def id_type(self) -> customer.IdTypeWord | None: ...
    @property
    def id_no(self) -> str | None: ...
    @property
    def id_valid_until(self) -> dt.date | None: ...


def expired(day: dt.date | None, today: dt.date) -> bool:
    """Whether the last day of something is past; what has none never expires."""
    return day is not None and day < today


def document_problems(person: Identified, today: dt.date) -> Iterator[Problem]:
    """Yield the problems of a document; its kind decides which rule the number obeys."""
    if person.id_no is not None and person.id_type is None:
        yield error("id_type", "填了证件号码，这一栏不能空着。")
    if text := _number_problem(person, today):
        yield error("id_no", text)
    if expired(person.id_valid_until, today):
        yield warning("id_valid_until", "证件已过期，请补收有效证件并更新资料。")


def identity_number(person: Identified, today: dt.date) -> str | None:
    """Return a person's sound identity number with its 18 digits, ``None`` if there is none."""
    number = person.id_no
    if number is None or "*" in number or not _is_identity_number(person):
        return None
    if _number_problem(person, today):
        return None
    return number if len(number) == _LENGTH else full_id_number(number)


def _is_identity_number(person: Identified) -> bool:
    # Permanent residence cards of 2023 bear such a number from 9 on, older ones letters.
    permanent = person.id_type == "外国人永久居留身份证" and (person.id_no or "").startswith("9")
    return person.id_type in _ID_CARDS or permanent


def _number_problem(person: Identified, today: dt.date) -> str | None:
    if person.id_no is None or not _is_identity_number(person):
        return None
    legacy = settings.current().old_identity_cards
    return id_card_problem(person.id_no, today, legacy=legacy)
