"""Who sees a part is shown nothing of the rest, anywhere, in no spelling (M06, M07, M11, M12)."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, Clock, change_card
from archive.leaking import hire, told
from archive.memory_store import MemoryStore
from support import sample

from csdforms.archive import names
from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.masking.masks import disclosed
from csdforms.archive.store import Act
from csdforms.copies import print_copy
from csdforms.errors import CsdformsError
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import parse

WHY: dict[str, Any] = {"purpose": "回访"}
#: Of each customer, forms that are about him.
FORMS = {
    INDIVIDUAL: ("complaint_handling", "complaint_handling_report", "after_sales_evaluation"),
    CORPORATE: ("customer_credit_analysis", "customer_credit_change", "inbound_call_record"),
}
_SHORTEST = 5  # characters of what is looked for; of names two


class Kept(NamedTuple):
    """An archive with one file, and what of it is hidden from whoever reads it masked."""

    archive: Archive
    number: str
    items: list[str]
    hidden: set[str]
    cases: list[str]


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


def is_looked_for(value: str) -> bool:
    """Whether a value, found somewhere, can be nothing but this."""
    name = re.fullmatch(r"[\u4e00-\u9fff]{3}", value)
    return bool(name) or (len(value) >= _SHORTEST and any(map(str.isdecimal, value)))


@pytest.fixture(params=[INDIVIDUAL, CORPORATE])
def kept(request: pytest.FixtureRequest) -> Kept:
    """A file 内部 with a profile, a second version and items, as the samples say them."""
    clock = Clock()
    archive = Archive(
        MemoryStore(Act("init", "zhang", moment(clock()))), actor="zhang", clock=clock
    )
    form = request.param
    kind = "Z" if form == INDIVIDUAL else "F"
    said: list[tuple[str, dict[str, Any]]] = []

    def stored(identifier: str, **changes: Any) -> dict[str, Any]:
        given = {box: one for box, one in (sample(identifier) | changes).items() if one is not None}
        data = parse(find(identifier), given).stored()
        said.append((identifier, data))
        return data

    plain = {"confidentiality": "内部"}
    data = stored(form, **plain)
    number = archive.open_file(
        data, form=form, edition=str(find(form).edition), document=b"whole"
    ).number
    newer = {"mobile": "13900006799"} if kind == "Z" else {"phone": "021-62345699"}
    archive.revise(
        number,
        stored(form, **plain, **newer),
        reason=f"{data['customer_name']}本人（{_person(data)}）来电，改为 13900006799",
        distinct=f"{_person(data)}",
        edition=str(find(form).edition),
    )
    items = []
    cases = []
    for other in FORMS[form]:
        entry = find(other)
        filed = stored(other, **({"customer_no": number} if "customer_no" in sample(other) else {}))
        cases += [str(filed[box]) for box in ("complaint_no", "call_no") if filed.get(box)]
        items.append(
            archive.file(
                number, other, filed, b"paper", section=entry.section, title=entry.title(),
                edition=str(entry.edition), reason=f"{_person(data)}交来",
            ).number
        )  # fmt: skip
    change_card(archive, number, secrecy={"level": 1, "by": "赵强", "reason": "见目录"})
    hire(archive)
    shown = {leaf for name, one in said for leaf in leaves(disclosed(name, one, kind=kind))}
    whole = {leaf for _, one in said for leaf in leaves(one)}
    hidden = {leaf for leaf in whole - shown if is_looked_for(leaf)}
    open_text = "\n".join(shown)
    return Kept(archive, number, items, {one for one in hidden if one not in open_text}, cases)


def _person(data: dict[str, Any]) -> str:
    return str(data.get("chairman") or data["customer_name"])


def spellings(value: str) -> Iterator[str]:
    """Yield how a value might be spelt."""
    yield value
    yield "".join(value.split())
    yield " ".join(value)
    yield value.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    yield re.sub(r"[\s-]", "", value)
    if re.fullmatch(r"[\u4e00-\u9fff]+", value):
        yield "".join(next(iter(names.readings(char)), char) for char in value)
        yield value.encode("unicode-escape").decode()
    if re.fullmatch(r"\d{11}", value):
        yield f"{value[:3]} {value[3:7]} {value[7:]}"
        yield f"{value[:3]}-{value[3:7]}-{value[7:]}"


def hunted(kept: Kept, text: str) -> set[str]:
    """Return what is found of the hidden values in a text."""
    plain = unicodedata.normalize("NFKC", text)
    return {
        value
        for value in kept.hidden
        if any(spelt in text or spelt in plain for spelt in spellings(value))
    }


def everything(kept: Kept, actor: str) -> Iterator[tuple[str, str]]:
    """Yield all that somebody can be told of the file, with the name of the function."""
    archive = kept.archive
    who: dict[str, Any] = {"actor": actor}
    calls: dict[str, Any] = {
        "show": lambda: archive.show(kept.number, **WHY, **who),
        "version": lambda: archive.show(kept.number, 1, **WHY, **who),
        "links": lambda: archive.show(kept.number, **WHY, **who).links,
        "refused": lambda: archive.show(kept.number, **who),
        "no version": lambda: archive.show(kept.number, 9, **WHY, **who),
        "list_files": lambda: archive.list_files(**who),
        "list_items": lambda: archive.list_items(**who),
        "purpose": lambda: archive.list_items(**WHY, **who),
        "history": lambda: archive.history(kept.number, **WHY, **who),
        "who_saw": lambda: archive.who_saw(kept.number, **who),
        "log": lambda: archive.log(**who),
        "document": lambda: archive.document(kept.items[0], **WHY, **who),
        "copies": lambda: archive.copies.of(kept.number, **who),
        "due": lambda: archive.secrecy.due(**who),
        "again": lambda: archive.file(kept.number, "f", {"uscc": "9"}, section="1", **who),
        "grants": lambda: archive.grants.grants(**who),
        "loans": lambda: archive.loans.loans(every=True, **who),
        "waiting": lambda: archive.drafts.waiting(**who),
        "staff": lambda: archive.staff.list(**who),
    }
    for item in kept.items:
        calls[f"item {item}"] = lambda item=item: archive.item(item, **WHY, **who)
    for value in sorted(kept.hidden):
        calls[f"find {value}"] = lambda value=value: archive.find(value, **who)
    for case in kept.cases:
        calls[f"linked {case}"] = lambda case=case: archive.linked("complaint_no", case, **who)
    for name, call in calls.items():
        try:
            result = call()
        except CsdformsError as error:
            result = error
        yield name, json.dumps(told(result), ensure_ascii=False)


READERS = ("info_specialist", "info_supervisor", "dpo", "sales", "phone_agent", "auditor")


@pytest.mark.parametrize("actor", READERS)
def test_m12_nothing_that_is_hidden_is_told_in_any_spelling(kept: Kept, actor: str) -> None:
    assert len(kept.hidden) > 10
    found = {name: hunted(kept, text) for name, text in everything(kept, actor)}
    assert {name: values for name, values in found.items() if values} == {}


def test_the_hunt_finds_what_the_archive_keeps(kept: Kept) -> None:
    rows = [row for table in ("profiles", "items") for _, row in kept.archive.store.rows(table)]
    assert hunted(kept, str(rows)) == kept.hidden


def test_m07_a_printed_copy_holds_nothing_hidden_in_any_part(kept: Kept, tmp_path: Path) -> None:
    for number in (kept.number, *kept.items):
        path = tmp_path / "副本.docx"
        print_copy(
            kept.archive, number, path, actor="info_specialist", overwrite=True, purpose="核对"
        )
        with zipfile.ZipFile(path) as document:
            assert hunted(kept, "".join(document.namelist())) == set()
            for part in document.namelist():
                raw = document.read(part)
                text = raw.decode("utf-8", "replace")
                assert hunted(kept, text) == set(), part
                assert hunted(kept, re.sub(r"<[^>]*>", "", text)) == set(), part
                assert hunted(kept, raw.decode("utf-16-le", "replace")) == set(), part


@pytest.mark.parametrize("actor", ["info_specialist", "auditor"])
def test_m11_the_log_of_access_holds_nothing_hidden(kept: Kept, actor: str) -> None:
    before = len(list(kept.archive.store.notes()))
    list(everything(kept, actor))
    told_of = [said for _, said in kept.archive.store.notes(before + 1)]
    assert hunted(kept, json.dumps(told_of, ensure_ascii=False)) == set()
