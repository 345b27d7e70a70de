"""Filing a form (归档): as an item of a customer's file, or among the department's own papers.

Works under the writer's lock and refuses before it writes (archive.md §10, K02, K03, K09).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from typing import Any

from csdforms.archive import serials, terms
from csdforms.archive.card import identity, text_of
from csdforms.archive.links import links_of, period_of
from csdforms.archive.lookup import get_file, is_called, is_number_of, keys_with
from csdforms.archive.records import Reader
from csdforms.archive.requests import Done, NewItem, Receipt
from csdforms.archive.states import CLOSED, require
from csdforms.archive.store import Document, Work
from csdforms.errors import AlreadyFiled, ForeignItem

__all__ = ["digest_of", "file_item"]

_PERSON = "Z"


def file_item(
    work: Work,
    key: int | None,
    new: NewItem,
    at: str,
    keep: Callable[[bytes], str],
    *,
    by: str,
    sees: Callable[[Document], bool],
) -> Done:
    """File a form; ``key`` is the file's, None for the department's own papers.

    Whether a closed file takes it in is the caller's question (:mod:`csdforms.archive.usable`).
    ``by`` is the person who files it: a case of his own may come of it. ``sees`` tells of which
    files he may know; of all others he is told nothing.
    See :meth:`csdforms.archive.archive.Archive.file`.
    """
    year = int(at[:4])
    file = ""
    warnings: tuple[str, ...] = ()
    if key is not None:
        card = get_file(work, key)
        file = card["number"]
        require(file, card["state"], "file-closed" if card["state"] in CLOSED else "file")
        warnings = _check_customer(work, key, card, new.data, sees)
    digest = digest_of(new.data)
    _refuse_twice(work, file, new.form, digest)
    number = serials.next_item(work, key, new.section, year)
    item = {
        "number": number,
        "file": file,
        "form": new.form,
        "section": new.section,
        "edition": new.edition,
        "title": new.title,
        "data": dict(new.data),
        "digest": digest,
        "links": links_of(new.data),
        "filed_at": at,
        "period": period_of(new.data, at),
        "filed_by": by,
    }
    if new.tells_of:
        item["tells_of"] = list(new.tells_of)
    if new.document is not None:
        item["document"] = keep(new.document)
    work.put("items", work.last_key("items") + 1, item)
    detail = {"item": number, "form": new.form, "title": new.title}
    return Done(Receipt(number, warnings), file, detail)


def digest_of(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a form's data, whatever the order of its boxes."""
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_twice(reader: Reader, file: str, form: str, digest: str) -> None:
    for key in reader.find("items", "digest", digest):
        item = reader.get("items", key)
        if item and item["file"] == file and item["form"] == form:
            raise AlreadyFiled(item["number"])


def _check_customer(
    reader: Reader,
    key: int,
    card: Document,
    data: Mapping[str, Any],
    sees: Callable[[Document], bool],
) -> tuple[str, ...]:
    """Refuse another customer's sheet by what identifies; return a warning for another name."""
    uscc = terms.normal("uscc", text_of(data.get("uscc")))
    person = identity(data.get("id_type"), data.get("id_no")) if card["kind"] == _PERSON else ""

    def is_own(kind: str, value: str, known: Collection[str]) -> bool:
        """Whether a sheet may say this: nothing, what the card says, or what no other one has."""
        if not value or known:
            return not value or value in known
        return not any(sees(get_file(reader, other)) for other in keys_with(reader, kind, value))

    own = {
        "客户编号": is_number_of(reader, key, text_of(data.get("customer_no"))),
        "档案号": is_number_of(reader, key, text_of(data.get("file_no"))),
        "统一社会信用代码": is_own("uscc", uscc, [card["uscc"]] if "uscc" in card else []),
        "证件号码": is_own("id", person, card.get("ids", [])),
    }
    if foreign := [label for label, is_his in own.items() if not is_his]:
        raise ForeignItem(card["number"], foreign)
    name = text_of(data.get("customer_name"))
    if name and not is_called(card, name):
        return (f"表上的客户名称与档案 {card['number']} 不同，请核对档案号。",)
    return ()
