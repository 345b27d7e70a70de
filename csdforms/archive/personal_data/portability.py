"""Somebody's own data, whole and machine-readable, for himself (查阅、复制、转移; L-PIPL 45).

What stands in his file about himself is given unmasked: the boxes of his profile, what papers say
of him, and to whom his data were given. Other people in it, his family, who guards him, our own
staff, are masked. A company's contact person gets what the company's papers hold of himself alone.

It is a copy like any other, in the log and in the register before it exists, and counts towards
what one may carry away in a day. The release that other exports of 秘密 files need is not asked
for: whose data they are has a right to them.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.personal_data.desk import ANSWER, Desk, require_state
from csdforms.archive.personal_data.own import contact_of, contact_values, own_of, own_values
from csdforms.archive.personal_data.records import ANSWERED, REQUESTS
from csdforms.archive.personal_data.relations import CONTACT
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.outgoing.bulk import Records, records_of, require_within
from csdforms.archive.secrecy.outgoing.copy_register import CopyRegister
from csdforms.archive.store import Act, Document, Store
from csdforms.errors import NotPermitted

__all__ = ["Portable", "export"]

_HANDED_OUT = frozenset({"read", "copy", "transfer"})
#: What a customer is told of a giving of his data.
_TOLD = ("to", "fields", "basis", "abroad")


class Portable(NamedTuple):
    """What is handed out."""

    request: str
    file: str
    copy_no: int
    at: str
    data: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Portable({self.request!r}, copy_no={self.copy_no})"


def export(office: Office, number: str, *, actor: str = "") -> Portable:
    """Hand somebody's own data out for him, once his request for them was granted.

    Args:
        office: the archive's.
        number: the request's.
        actor: who hands them out: the person in charge of personal data.

    Raises:
        NotAuthorised: if he has no right to it, or has carried away as much today as one may.
        UnknownFile: if there is no such request for him.
        NotAllowedNow: if it is not answered yet.
        NotPermitted: if it asked for something else, or was not granted.
    """
    act = "提供个人信息副本"
    person = office.person(actor)
    office.require(person, ANSWER, act)
    desk = Desk(office)
    with office.writing(person) as (work, at):
        key, row = desk.row(work, person, number, at, act)
        require_state(row, (ANSWERED,), act)
        granted = row["answer"]["outcome"] in ("granted", "partly")
        card = desk.card_of(work, row)
        if row["kind"] not in _HANDED_OUT or not granted or card is None:
            raise NotPermitted(f"没有办理：{row['number']} 不是已同意的查阅、复制或转移请求。")
        profile, items = _kept(work, card["number"])
        as_contact = row["requester"]["relation"] == CONTACT
        forms = [profile, *items]
        if as_contact:
            own = contact_values(row["requester"]["name"], profile)
            shown = [contact_of(one, own) for one in forms]
        else:
            own = own_values(card, profile)
            shown = [own_of(one, own, card["kind"], day_of(at)) for one in forms]
        counted = (
            records_of(one["form"], what) for one, what in zip(forms, shown, strict=True) if what
        )
        records = functools.reduce(Records.plus, counted, Records())
        require_within(office, person, records)
        _, copy = CopyRegister(work, person, at).add(card["number"], "", "export", records)
        detail = {"request": row["number"], "copy_no": copy.copy_no}
        subject, purpose = card["number"], f"答复 {row['number']}"
        office.note("export", person, subject=subject, purpose=purpose, **detail)
        row["exports"] = [
            *row.get("exports", ()),
            {"copy_no": copy.copy_no, "by": person.person, "at": at},
        ]
        work.put(REQUESTS, key, row)
        work.record(Act("export", person.account, at, subject, purpose, "", detail))
    data = {
        "request": row["number"],
        "file": subject,
        "copy_no": copy.copy_no,
        "at": at,
        "note": "仅供请求人本人使用；他人的个人信息已隐去。",
        "profile": shown[0],
        "items": [
            {"number": item["number"], "title": item["title"], "filed_at": item["filed_at"]}
            | {"data": what}
            for item, what in zip(items, shown[1:], strict=True)
            if what
        ],
        "given_to": list(_given(office.store, subject)) if not as_contact else [],
        "kept": card.get("retention", {}),
    }
    return Portable(row["number"], subject, copy.copy_no, at, data)


def _kept(reader: Reader, file: str) -> tuple[Document, list[Document]]:
    """Return a file's profile in its newest version, and its items."""
    profile = reader.get("profiles", reader.find("profiles", "file", file)[-1])
    assert profile is not None
    items = (reader.get("items", key) for key in reader.find("items", "file", file))
    return profile, [item for item in items if item]


def _given(store: Store, file: str) -> Iterator[Document]:
    """Yield to whom somebody's data were given, and what for (archive.md §4.5)."""
    for line in store.history(file):
        if line.act == "disclose" and (act := store.get("acts", line.no)):
            detail = act["detail"]
            told = {name: detail[name] for name in _TOLD if name in detail}
            yield {"day": day_of(line.at), "purpose": act["purpose"], **told}
