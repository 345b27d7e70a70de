"""What of a document can be found: its exact terms, and the names by which it is searched.

A term is a kind and a normal value. :func:`normal` is the one rule for both sides: what a document
says and what somebody asks for meet if they are the same number, however each is spelt.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from csdforms.archive import names, numbers
from csdforms.archive.store import LEDGERS, PROCEEDINGS, SCHEDULES, Document
from csdforms.errors import InvalidNumber

__all__ = ["guess", "normal", "phones", "terms", "texts"]

_NUMBER = re.compile(r"KH-[FGZ]-[0-9]{4}-[0-9]{6}-[0-9X]")
_INSIDE_USCC = slice(8, 17)  # the organisation code (GB 32100-2015)
_REGIONS = (2, 4, 6)  # digits of a province, a city, a county (GB/T 2260)
_LONGEST = 200
_MASKED = "*"

_DASHES = re.compile(r"[‐‑‒–—―−]")
_BETWEEN_PHONES = re.compile(r"[/、;,\n]|或")
_EXTENSION = re.compile(r"(.+?)(?:转接?|分机号?|ext\.?|x|#):?([0-9]{1,6})", re.IGNORECASE)
#: 010-62345678-8001: behind a whole number a hyphen means an extension.
_HYPHENATED = re.compile(
    r"(\(?0[0-9]{2,3}\)?-?[0-9]{7,8}|1[0-9]{10}|[48]00-?[0-9]{3}-?[0-9]{4})-([0-9]{1,6})"
)
_PHONE = re.compile(r"[+()0-9.-]*[0-9][()0-9.-]*")
_ABROAD = re.compile(r"^00(?=[1-9])")
_CHINA = re.compile(r"86([1-9][0-9]{9,10})")
_NO_AREA_CODE = re.compile(r"1[3-9][0-9]{9}|[48]00[0-9]{7}")
_MOBILE = re.compile(r"0(1[3-9][0-9]{9})")
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_OLD_CARD = re.compile(r"[0-9]{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}")
_IDENTITY_CARD = "居民身份证"


def terms(table: str, document: Document) -> Iterator[tuple[str, str]]:
    """Return the kinds and normal values under which a document is found exactly, each once.

    - files: number, customer_no, uscc, org_code, id (with and without its kind of document), phone
      (with and without extension), account, name, former_name, loose_name (of both), state,
      region (province, city, county), grade, level, salesperson, opened (year, month), kind,
      parent;
    - items: number, file, form, period (year, month), digest, document, ``link:<name>`` and link;
    - profiles: file;
    - acts: file (those that its detail names);
    - what is sealed: sealed (:mod:`csdforms.archive.sealing.sealer`).
    """
    found: list[tuple[str, str]] = []
    for kind, field, few in _FIELDS.get(table, ()):
        of = _of_few if few else _of
        given = document.get(field)
        if isinstance(given, str):
            found += of(kind, given)
        elif given:
            for value in _texts(given):
                found += of(kind, value)
    if table == "items":
        found += _of_links(document.get("links"))
    elif table == "acts":
        found += _of_files(document.get("detail"))
    if "sealed" in document:
        found += [("sealed", digest) for digest in _texts(document.get("terms"))]
    return iter(dict.fromkeys([term for term in found if term[1]]))


#: Of each table: the kind of term, the field, and whether the field has few values in all.
_FIELDS: Mapping[str, Sequence[tuple[str, str, bool]]] = {
    "files": (
        ("number", "number", False),
        ("customer_no", "customer_nos", False),
        ("uscc", "uscc", False),
        ("org_code", "org_code", False),
        ("id", "ids", False),
        ("phone", "phones", False),
        ("account", "accounts", False),
        ("name", "name", False),
        ("former_name", "former_names", False),
        ("state", "state", True),
        ("region", "region", True),
        ("grade", "grade", True),
        ("level", "level", True),
        ("salesperson", "salesperson", True),
        ("opened", "opened_on", True),
        ("kind", "kind", True),
        ("parent", "parent", False),
    ),
    "items": (
        ("number", "number", False),
        ("file", "file", False),
        ("form", "form", True),
        ("period", "period", True),
        ("digest", "digest", False),
        ("document", "document", False),
    ),
    "profiles": (("file", "file", False), ("document", "document", False)),
    "drafts": (
        ("number", "number", False),
        ("owner", "owner", False),
        ("state", "state", True),
        ("uscc", "uscc", False),
        ("org_code", "org_code", False),
        ("id", "ids", False),
        ("phone", "phones", False),
        ("account", "accounts", False),
        ("name", "name", False),
    ),
    "alarms": (("person", "person", False),),
    "staff": (("login", "account", False), ("person", "person", False)),
    "grants": (
        ("number", "number", False),
        ("file", "file", False),
        ("reader", "reader", False),
    ),
    "loans": (
        ("number", "number", False),
        ("file", "file", False),
        ("borrower", "borrower", False),
    ),
    "releases": (("person", "person", False),),
    **dict.fromkeys(
        (*LEDGERS, *PROCEEDINGS), (("number", "number", False), ("file", "file", False))
    ),
    **dict.fromkeys(SCHEDULES, (("number", "number", False), ("file", "files", False))),
    "cases": (("file", "file", False),),
    "copies": (("file", "file", False), ("reader", "reader", False), ("day", "day", True)),
}


def _texts(given: Any) -> Iterable[str]:
    """Return the texts of a field; what else a document may hold has no terms."""
    if isinstance(given, str):
        return (given,)
    return (value for value in given if isinstance(value, str)) if isinstance(given, list) else ()


def _of(kind: str, value: str) -> list[tuple[str, str]]:
    """Return the terms of one text; what is masked has none."""
    if _MASKED in value:
        return []
    term = normal(kind, value)
    if kind in _PARTS:
        return [(kind, part) for part in _PARTS[kind](term)]
    found = [(kind, term)]
    if kind == "uscc":
        found.append(("org_code", term[_INSIDE_USCC]))
    elif kind in ("name", "former_name"):
        found.append(("loose_name", names.loose(value)))
    return found


_of_few = functools.lru_cache(maxsize=10_000)(_of)


def _of_links(links: Any) -> Iterator[tuple[str, str]]:
    for name, given in links.items() if isinstance(links, dict) else ():
        for value in _texts(given):
            yield f"link:{name}", normal("link", value)
            yield "link", normal("link", value)


def _of_files(detail: Any) -> Iterator[tuple[str, str]]:
    for number in _texts(detail.get("files")) if isinstance(detail, dict) else ():
        yield "file", normal("file", number)


def texts(table: str, document: Document) -> Iterator[str]:
    """Yield the names by which a document is searched, as they are written."""
    if table == "files":
        for field in ("name", "short_name", "former_names", "names"):
            yield from _texts(document.get(field))


def normal(kind: str, value: str) -> str:
    """Return the value as :func:`terms` writes it; doing so twice changes nothing."""
    if rule := _RULES.get(kind):
        return rule(value)
    return _plain(value) if kind.startswith("link") else value


def _plain(value: str) -> str:
    """Return a number that somebody gave out: capitals, half width, no spaces, one hyphen."""
    if value.isascii():
        return "".join(value[:_LONGEST].split()).upper()
    folded = unicodedata.normalize("NFKC", value[:_LONGEST])
    compact = _DASHES.sub("-", "".join(folded.split())).upper()
    return unicodedata.normalize("NFKC", compact)  # an accent may have lost its space


def _code(value: str) -> str:
    return _plain(value).replace("-", "")


def _number(value: str) -> str:
    """Return a file's or an item's number; a wrong one stays as it is and is found nowhere."""
    if _NUMBER.fullmatch(value):
        return value
    try:
        return numbers.read_item(value) if "/" in value or "／" in value else numbers.read(value)
    except InvalidNumber:
        return _plain(value)


def _identity(value: str) -> str:
    """Return a personal document's number, behind its kind if that is said.

    An identity card's 15 digits become the 18 of today (GB 11643), so that both are one person.
    """
    kind, colon, number = _plain(value).rpartition(":")
    number = number.replace("-", "")
    if kind in ("", _IDENTITY_CARD) and _OLD_CARD.fullmatch(number):
        body = f"{number[:6]}19{number[6:]}"
        number = body + numbers.check_character(body)
    return f"{kind}{colon}{number}"


def phones(value: str) -> list[str]:
    """Return the telephone numbers in a box: digits alone, ``转`` before an extension.

    >>> phones("021-62345678转8001 / +86 138 0013 8000")
    ['02162345678转8001', '13800138000']

    Nothing is checked here: what was accepted when the form was filled is only spelt alike. A
    number abroad keeps the digits of its country without the plus sign.
    """
    if _PLAIN_MOBILE.fullmatch(value):
        return [value]
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", value[:_LONGEST]))
    found = map(_phone, _BETWEEN_PHONES.split(folded))
    return [number for number in found if number]


def _phone(text: str) -> str:
    compact = "".join(text.split())
    parts = _EXTENSION.fullmatch(compact) or _HYPHENATED.fullmatch(compact)
    main, extension = parts.groups() if parts else (compact, "")
    if not _PHONE.fullmatch(main):
        return ""
    digits = _ABROAD.sub("", re.sub(r"[^0-9]", "", main))
    if national := _CHINA.fullmatch(digits):
        digits = national[1]
        if not _NO_AREA_CODE.match(digits):
            digits = f"0{digits}"
    elif mobile := _MOBILE.fullmatch(digits):
        digits = mobile[1]
    return f"{digits}转{extension}" if extension else digits


_RULES: Mapping[str, Callable[[str], str]] = {
    "number": _number,
    "file": _number,
    "parent": _number,
    "customer_no": _plain,
    "uscc": _code,
    "org_code": _code,
    "id": _identity,
    "phone": lambda value: " / ".join(phones(value)),
    "account": _code,
    "name": names.normal,
    "former_name": names.normal,
    "loose_name": names.loose,
    "salesperson": names.normal,
    "region": _plain,
    "grade": _plain,
    "kind": _plain,
    "opened": _plain,
    "period": _plain,
}


#: What the normal value of each kind looks like, likeliest first.
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(r"KH-[FGZ]-[0-9]{4}-[0-9]{6}-[0-9X](?:/.+)?|[A-Z]{2}/.+"),
    "uscc": re.compile(r"[0-9A-Z]{18}"),
    "org_code": re.compile(r"[0-9A-Z]{8}[0-9X]"),
    "id": re.compile(r"(?:[^:]+:)?[0-9A-Z()]{5,30}"),
    "phone": re.compile(r"[0-9]{3,20}(?:转[0-9]+)?"),
    "account": re.compile(r"[0-9A-Z]{8,32}"),
    "customer_no": re.compile(r".*[0-9A-Z].*"),
    "link": re.compile(r".*[0-9A-Z].*"),
    "name": re.compile(r".+"),
    "former_name": re.compile(r".+"),
}


def _with_and_without_extension(term: str) -> Iterator[str]:
    for number in term.split(" / "):
        yield number
        yield number.partition("转")[0]


#: Kinds under which not only the whole is found.
_PARTS: Mapping[str, Callable[[str], Iterable[str]]] = {
    "phone": _with_and_without_extension,
    "region": lambda term: (term[:digits] for digits in _REGIONS if len(term) >= digits),
    "opened": lambda term: (term[:4], term[:7]),  # year and month
    "period": lambda term: (term[:4], term[:7]),
    "id": lambda term: (term, normal("id", term.rpartition(":")[2])),
}


def guess(text: str) -> list[tuple[str, str]]:
    """Return what a single search box may mean: kinds and normal values, likeliest first.

    ``number`` is a file's or an item's, ``link`` an item's, all others are a file's. Whatever is
    found under none of them is searched as a name (``Store.find_text``). A wrong file number is
    found nowhere: where :func:`csdforms.archive.numbers.looks_like` one,
    :func:`csdforms.archive.numbers.read` says why.
    """
    given = ((kind, normal(kind, text)) for kind in _SHAPES)
    return [(kind, value) for kind, value in given if _SHAPES[kind].fullmatch(value)]
