"""From a customer's profile to the register card: what the customer is known and found by.

The rules are those of archive.md §3.3 and §3.4: identity numbers of 15 digits become those of 18,
telephones and accounts lose their spelling; what is masked is not known, so it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from csdforms.archive import terms
from csdforms.archive.store import Document
from csdforms.errors import UnknownForm, UnreadableInput

__all__ = ["CORPORATE", "FROM_PROFILE", "INDIVIDUAL", "card_of", "identity", "text_of"]

CORPORATE = "corporate_customer_profile"
INDIVIDUAL = "individual_customer_profile"

_SOLE_TRADER = "个体工商户"
#: The organisation code stands inside the unified code (GB 32100-2015).
_INSIDE_USCC = slice(8, 17)
_USCC_LENGTH = 18

#: Besides the customer's own name, what is asked for at the counter or on the telephone.
_NAMES = (
    "english_name",
    "name_pinyin",
    "invoice_title",
    "chairman",
    "general_manager",
    "finance_head",
)
#: Who speaks for the customer: blocks with a name and telephones.
_PEOPLE = ("contacts", "legal_representative", "authorised_agent", "guardian")
_PHONES = ("mobile", "phone")
_ACCOUNTS = ("bank_accounts", "bank_account")
#: What a card says in the profile's own words.
_PLAIN = {
    "short_name": "short_name",
    "region": "region_code",
    "grade": "customer_grade",
    "salesperson": "salesperson",
    "level": "confidentiality",
    "opened_on": "opened_on",
}

#: Everything on a card that the profile says; a new version says it anew.
FROM_PROFILE = frozenset(
    {"kind", "name", "names", "uscc", "org_code", "ids", "phones", "accounts", *_PLAIN}
)

#: Documents that bear the same number of the same person (GB 11643).
_IDENTITY_CARD = "居民身份证"
_IDENTITY_CARDS = frozenset(
    {"", _IDENTITY_CARD, "临时身份证", "户口簿", "港澳居民居住证", "台湾居民居住证"}
)
_MASKED = "*"


def card_of(form: str, data: Mapping[str, Any]) -> Document:
    """Return what the profile says of the card; absent values are absent keys.

    Args:
        form: the identifier of the profile's form, corporate or individual.
        data: its data, as JSON has them.

    Raises:
        UnknownForm: if it is no profile.
        UnreadableInput: if it has no customer's name.
    """
    if form not in (CORPORATE, INDIVIDUAL):
        raise UnknownForm(form, (CORPORATE, INDIVIDUAL))
    name = text_of(data.get("customer_name"))
    if not name:
        raise UnreadableInput("客户资料", "没有客户名称，请补填后再建档。")
    short_name = text_of(data.get("short_name"))
    person = identity(data.get("id_type"), data.get("id_no")) if form == INDIVIDUAL else ""
    body = data if form == CORPORATE else {}
    uscc = _normal("uscc", body.get("uscc"))
    people = list(_rows(data, _PEOPLE))
    others = [data.get(box) for box in _NAMES] + [someone.get("name") for someone in people]
    phones = [someone.get(box) for someone in (data, *people) for box in _PHONES]
    accounts = [account.get("account_no") for account in _rows(data, _ACCOUNTS)]
    inside = uscc[_INSIDE_USCC] if len(uscc) == _USCC_LENGTH else ""
    card = {
        "kind": _kind(form, data),
        "name": name,
        "names": [
            other for other in _known(map(text_of, others)) if other not in (name, short_name)
        ],
        "uscc": uscc,
        "org_code": inside or _normal("org_code", body.get("org_code")),
        "ids": [person] if person else [],
        "phones": _known(chain.from_iterable(map(_phones, phones))),
        "accounts": _known(_normal("account", account) for account in accounts),
    }
    card |= {key: text_of(data.get(source)) for key, source in _PLAIN.items()}
    return {key: value for key, value in card.items() if value}


def identity(kind: object, number: object) -> str:
    """Return a document's kind and number as the card has them, "" if there is none.

    Cards of 15 and of 18 digits are one, and so are all documents with the number of GB 11643.

    >>> identity("户口簿", "310199 890614 002")
    '居民身份证:310199198906140023'
    """
    plain, named = text_of(number), text_of(kind)
    if not plain or _MASKED in plain:
        return ""
    return terms.normal("id", f"{_IDENTITY_CARD if named in _IDENTITY_CARDS else named}:{plain}")


def text_of(value: object) -> str:
    """Return a text without the spaces around it; what is no text is none."""
    return value.strip() if isinstance(value, str) else ""


def _kind(form: str, data: Mapping[str, Any]) -> str:
    if form == INDIVIDUAL:
        return "Z"
    return "G" if data.get("org_kind") == _SOLE_TRADER else "F"


def _normal(kind: str, given: object) -> str:
    text = text_of(given)
    return terms.normal(kind, text) if text and _MASKED not in text else ""


def _phones(given: object) -> list[str]:
    text = text_of(given)
    return terms.phones(text) if text and _MASKED not in text else []


def _known(values: Iterable[str]) -> list[str]:
    """Return what there is, each once, in its order."""
    return [value for value in dict.fromkeys(values) if value]


def _rows(data: Mapping[str, Any], blocks: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a profile, and of the tables each row."""
    for block in blocks:
        given = data.get(block)
        for row in given if isinstance(given, list) else (given,):
            if isinstance(row, dict):
                yield row
