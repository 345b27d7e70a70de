"""A customer's file on its way from one archive to another: one JSON object, and its documents.

What comes in is judged like any new customer. The card is drawn up anew from the newest profile, so
that no file can come in under another customer's identity; versions, items and their dates are kept
as they were, and the history becomes the detail of the act that takes the file in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from csdforms.archive import numbers, serials
from csdforms.archive.card import card_of
from csdforms.archive.duplicates import OPEN, Guard, decide, matches
from csdforms.archive.items import digest_of as digest_of_data
from csdforms.archive.line import digest_of
from csdforms.archive.lookup import keys_with
from csdforms.archive.records import Event
from csdforms.archive.registering import refuse_owned
from csdforms.archive.requests import Done, Receipt
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.states import STATES, is_on_file
from csdforms.archive.store import Document, Store, Work
from csdforms.errors import InvalidNumber, NotAllowedNow, UnreadableInput

__all__ = ["FORMAT", "content_of", "take_in"]

#: What a file's JSON says that it is.
FORMAT = "csdforms-file 1"

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00", re.ASCII)
_PROFILE = {"version": int, "form": str, "edition": str, "data": dict}
_ITEM = {
    "number": str,
    "form": str,
    "section": str,
    "edition": str,
    "title": str,
    "data": dict,
    "digest": str,
    "links": dict,
    "filed_at": str,
    "period": str,
}


def content_of(store: Store, card: Document) -> Document:
    """Return all that an archive holds of a customer: card, profiles, items, history."""
    number = card["number"]

    def having(table: str) -> list[Document]:
        found = (store.get(table, key) for key in store.find(table, "file", number))
        return [document for document in found if document is not None]

    history = [
        Event.of(line, store.get("acts", line.no))._asdict() for line in store.history(number)
    ]
    return {
        "format": FORMAT,
        "source": {"archive": store.archive, "anchor": store.last().anchor},
        "card": card,
        "profiles": having("profiles"),
        "items": having("items"),
        "history": history,
    }


def take_in(
    work: Work,
    content: Any,
    at: str,
    *,
    read: Callable[[str], bytes],
    keep: Callable[[bytes], str],
    distinct: str = "",
    guard: Guard = OPEN,
) -> Done:
    """File a customer anew, with every version and item; all of it, or nothing.

    What was decided about its secrecy comes along; readers are named anew.

    The old number stays if it is free here. If not, the file gets a new one, its items too, and the
    old number becomes an alias unless it is another customer's.

    Args:
        work: what is being written.
        content: what :func:`content_of` gave.
        at: the moment.
        read: gives a document by its SHA-256.
        keep: keeps a document.
        distinct: why this is not the customer of the same name who is on file.
        guard: who asks, and what he may be told.

    Raises:
        UnreadableInput: if the content is not in order.
        DuplicateCustomer: if the customer, or one of its other numbers, is on file already.
        NotAllowedNow: if the file was destroyed, merged or void where it comes from.
        InvalidNumber: if the year's numbers are used up.
    """
    old, state = _checked(content)
    newest = content["profiles"][-1]
    card = card_of(newest["form"], newest["data"])
    if not is_on_file(state) or state == "MERGED":
        raise NotAllowedNow(old, STATES[state].title, "移入")
    found = matches(work, card, guard=guard)
    warnings = decide(found, distinct, guard=guard)
    aliases = list(content["card"].get("customer_nos", []))
    for alias in aliases:
        refuse_owned(work, keys_with(work, "customer_no", alias), guard)

    number = _number(work, old, card["kind"], int(at[:4]))
    if number != old:
        warnings += (f"原档案号 {old} 在这里不能用，已另编 {number}。",)
        aliases += [] if work.find("files", "number", old) else [old]
    profiles = [_chosen(profile, _PROFILE) for profile in content["profiles"]]
    items = [_chosen(item, _ITEM) for item in content["items"]]
    for item in items:
        item["number"] = number + item["number"].removeprefix(old)
    _keep_documents([*profiles, *items], read, keep)

    kept = {
        "created_at": _moment(content["card"], at),
        "versions": len(profiles),
        "items": len(items),
        "former_names": content["card"].get("former_names"),
        "customer_nos": aliases,
        "serials": _serials(items),
    }
    card = {"number": number, "state": state, **card}
    card |= {name: value for name, value in kept.items() if value or value == 0}
    if "secrecy" in content["card"]:
        card["secrecy"] = _secrecy(content["card"]["secrecy"], old, number)
    work.put("files", work.last_key("files") + 1, card)
    for table, documents in (("profiles", profiles), ("items", items)):
        for key, document in enumerate(documents, start=work.last_key(table) + 1):
            work.put(table, key, {"file": number, **document})
    detail = {"from": {**content["source"], "number": old}, "history": content["history"]}
    if found and distinct:
        detail["distinct"] = distinct
    return Done(Receipt(number, warnings), number, detail)


def _checked(content: Any) -> tuple[str, str]:
    """Return the file's number and state where it comes from, after looking at everything."""
    try:
        if content["format"] != FORMAT:
            raise _unreadable("不是案卷，或格式比本程序新")
        old = numbers.read(content["card"]["number"])
        state = content["card"]["state"]
        profiles, items = content["profiles"], content["items"]
        for document in (*profiles, *items):
            require_whole(document["data"])
        in_order = (
            state in STATES
            and isinstance(content["source"], dict)
            and isinstance(content["history"], list)
            and all(_is(profile, _PROFILE) for profile in profiles)
            and [profile["version"] for profile in profiles] == [*range(1, len(profiles) + 1)]
            and bool(profiles)
            and all(_is(item, _ITEM) and _is_item_of(item, old) for item in items)
            and len({item["number"] for item in items}) == len(items)
            and _is_texts(content["card"].get("customer_nos", []))
            and _is_texts(content["card"].get("former_names", []))
        )
    except (InvalidNumber, KeyError, TypeError, RecursionError):
        in_order = False
    if not in_order:
        raise _unreadable("案卷的内容不全，或被改动过")
    return old, state


def _unreadable(reason: str) -> UnreadableInput:
    return UnreadableInput("file.json", reason)


def _is(document: Any, kinds: Mapping[str, type]) -> bool:
    return isinstance(document, dict) and all(
        type(document.get(name)) is kind for name, kind in kinds.items()
    )


def _is_item_of(item: Document, file: str) -> bool:
    number = item["number"]
    return (
        numbers.read_item(number) == number
        and number.startswith(f"{file}/{item['section']}-")
        and digest_of_data(item["data"]) == item["digest"]
        and _is_texts([*item["links"].values()])
    )


def _is_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _chosen(document: Document, kinds: Mapping[str, type]) -> Document:
    """Return what we know of a document, and nothing else."""
    return {name: document[name] for name in (*kinds, "document") if name in document}


def _secrecy(given: Any, old: str, number: str) -> Any:
    """Return what was decided about the file's secrecy; whose circle it was, is nobody's here."""
    if not isinstance(given, dict):
        return given  # counts as the highest level
    secrecy = {name: value for name, value in given.items() if name != "circle"}
    if isinstance(items := secrecy.get("items"), dict):
        secrecy["items"] = {number + item.removeprefix(old): said for item, said in items.items()}
    return secrecy


def _number(work: Work, old: str, kind: str, year: int) -> str:
    """Return the old number if it can be had, or a new one."""
    try:
        serials.check_free(work, old, kind, year)
    except InvalidNumber:
        return serials.allocate(work, kind, year)
    serials.claim(work, old)
    return old


def _keep_documents(
    documents: list[Document], read: Callable[[str], bytes], keep: Callable[[bytes], str]
) -> None:
    """Keep the Word files, when each is what was filed; a sealed archive calls them otherwise."""
    having = [document for document in documents if "document" in document]
    for document in having:
        if digest_of(read(document["document"])) != document["document"]:
            raise _unreadable("一份 Word 文档的内容与登记的不同")
    kept: dict[str, str] = {}
    for document in having:
        digest = document["document"]
        if digest not in kept:
            kept[digest] = keep(read(digest))
        document["document"] = kept[digest]


def _moment(card: Document, at: str) -> str:
    """Return when the file was opened, as far as that is a moment."""
    opened = str(card.get("created_at", ""))
    return opened if _MOMENT.fullmatch(opened) else at


def _serials(items: list[Document]) -> dict[str, int]:
    """Return how far each section and year has been counted."""
    highest: dict[str, int] = {}
    for item in items:
        series, _, sequence = item["number"].rpartition("/")[2].rpartition("-")
        highest[series] = max(int(sequence), highest.get(series, 0))
    return highest
