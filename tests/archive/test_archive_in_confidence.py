"""The archive's acts where several people act: who may do what, with which file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, company, other_company, person
from archive.secrecy.department import (
    ABSENT,
    classify,
    hire,
    notes,
    opened,
    opened_person,
    register,
)

from csdforms.archive.archive import Archive
from csdforms.archive.bags import export_bag, import_bag
from csdforms.archive.drafting.drafting import Drafting
from csdforms.archive.requests import NewFile
from csdforms.archive.secrecy.classifying.classifying import Classifying
from csdforms.archive.secrecy.granting.cases import Cases
from csdforms.archive.secrecy.granting.granting import Granting
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.outgoing.copies import Copies
from csdforms.archive.secrecy.outgoing.lending import Lending
from csdforms.archive.secrecy.staff import Staff
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, UnknownFile


def change(archive: Archive, number: str, actor: str) -> object:
    data = company(fax=actor, confidentiality="内部")
    return archive.revise(number, data, reason="更正", actor=actor)


ACTS: dict[str, Callable[[Archive, str, str], object]] = {
    "keep": change,
    "alias": lambda a, number, who: a.add_alias(number, f"XS-{who}", actor=who),
    "file": lambda a, number, who: a.file(number, "f", {"a": who}, section="3.2", actor=who),
    "to revise": lambda a, number, who: a.to_revise(number, actor=who),
}
KEEPERS = {"chen", "zhou"}
FILERS = {"chen", "zhou", "qiang", "wang", "liu", "lin", "qiang2"}
EVERYBODY = (*sorted(FILERS), "gao", "jie", "sun", "he")


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("act", ACTS)
def test_who_may_change_and_file(archive: Archive, act: str) -> None:
    number = opened(archive, 1)
    hire(archive)
    for who in EVERYBODY:
        before = archive.store.last()
        if who in (FILERS if act == "file" else KEEPERS):
            ACTS[act](archive, number, who)
            continue
        with pytest.raises(NotAuthorised):
            ACTS[act](archive, number, who)
        assert archive.store.last() == before


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("level", [2, 3])
def test_s09_a_hidden_file_is_absent_for_every_act(archive: Archive, act: str, level: int) -> None:
    number = opened(archive, level, ("高远",))
    hire(archive)
    register(archive, "chen", "陈静", ["info_specialist"], level - 1 if level == 2 else 3)
    before, said = archive.store.last(), []
    for given in (number, ABSENT):
        with pytest.raises(UnknownFile) as refusal:
            ACTS[act](archive, given, "chen")
        said.append(str(refusal.value).replace(given, ""))
    assert said[0] == said[1]
    assert archive.store.last() == before
    assert [one["subject"] for one in notes(archive, "refused")] == [number, ""]


def test_a_named_specialist_edits_a_secret_file(archive: Archive) -> None:
    number = opened(archive, 3, ("陈静",))
    hire(archive)
    register(archive, "chen", "陈静", ["info_specialist"], 3)
    change(archive, number, "chen")
    register(archive, "chen", "陈静", ["info_specialist"], 2)
    with pytest.raises(UnknownFile):
        change(archive, number, "chen")


def test_with_a_registry_nobody_opens_a_file_alone(archive: Archive) -> None:
    hire(archive)
    before = archive.store.last()
    for who in ("chen", "gao", "sun"):
        with pytest.raises(NotAuthorised, match="直接建档"):
            archive.open_file(company(), form=CORPORATE, actor=who)
        with pytest.raises(NotAuthorised, match="直接建档"):
            archive.open_many([NewFile(CORPORATE, company())], actor=who)
    with pytest.raises(NotAuthorised, match="使用本档案库"):
        archive.open_file(company(), form=CORPORATE)  # who made it is not registered
    assert archive.store.last() == before


def test_filing_names_the_person_and_no_other(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    item = archive.file(number, "f", {"a": "1"}, section="3.2", actor="qiang2").number
    [key] = archive.store.find("items", "number", item)
    assert (archive.store.get("items", key) or {})["filed_by"] == "赵强"
    assert archive.store.last().actor == "qiang2"


def test_a_form_brings_its_level_along(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    with archive.store.writing() as work:
        rule = {
            "form": "f",
            "level": 2,
            "term": "3年",
            "by": "赵强",
            "power": 2,
            "on": "2026-03-05",
        }
        work.put("form_levels", 1, rule | {"reason": "含授信", "basis": "定密清单", "circle": []})
        work.record(Act("test", "tests", archive.office.moment()))
    archive.file(number, "g", {"a": "1"}, section="3.2", actor="chen")
    archive.file(number, "f", {"a": "1"}, section="3.2", actor="chen")
    [key] = archive.store.find("files", "number", number)
    assert effective(archive.store.get("files", key) or {}) == 2
    with pytest.raises(UnknownFile):
        archive.show(number, actor="chen", purpose="回访")


def test_compacting_is_for_those_who_maintain_the_archive(archive: Archive) -> None:
    hire(archive)
    for who in ("gao", "he", "chen"):
        with pytest.raises(NotAuthorised, match="压缩"):
            archive.compact(actor=who)
    archive.compact(actor="sun", reason="月末")
    last = archive.store.last()
    assert (last.act, last.actor) == ("compact", "sun")


def test_the_parts_of_the_archive(archive: Archive) -> None:
    parts = {
        "staff": Staff,
        "drafts": Drafting,
        "secrecy": Classifying,
        "grants": Granting,
        "cases": Cases,
        "loans": Lending,
        "copies": Copies,
    }
    for name, kind in parts.items():
        assert isinstance(getattr(archive, name), kind)
        assert getattr(archive, name) is getattr(archive, name)


# --- files that leave and come --------------------------------------------------------------------


def test_only_who_sees_everything_exports(archive: Archive, tmp_path: Path) -> None:
    number = opened(archive, 1)
    hire(archive)
    for who in ("chen", "wang", "sun", "he"):
        with pytest.raises(NotAuthorised, match="导出档案"):
            export_bag(archive, tmp_path / "bag", [number], actor=who, purpose="移交")
    with pytest.raises(NotAuthorised, match="原文"):
        export_bag(archive, tmp_path / "bag", [number], actor="zhou", purpose="移交")
    classify(archive, number, 3)
    for given in (number, ABSENT):
        with pytest.raises(UnknownFile, match=given):
            export_bag(archive, tmp_path / "bag", [given], actor="zhou", purpose="移交")
    assert export_bag(archive, tmp_path / "bag", actor="zhou", purpose="移交") == []
    assert not (tmp_path / "bag").exists()


def test_nobody_who_prepares_or_checks_files_takes_a_bag_in(
    archive: Archive, tmp_path: Path
) -> None:
    first = archive.open_file(other_company(), form=CORPORATE).number
    second = opened_person(archive, 3)
    item = archive.file(second, "f", {"a": "1"}, section="3.2").number
    secrecy = {"level": 2, "circle": ["高远"], "items": {item: {"level": 3}}}
    [key] = archive.store.find("files", "number", second)
    with archive.store.writing() as work:
        work.put("files", key, (work.get("files", key) or {}) | {"secrecy": secrecy})
        work.record(Act("test", "tests", archive.office.moment()))
    export_bag(archive, tmp_path / "bag", [first, second])
    with Archive.create(tmp_path / "target", actor="zhang", clock=archive.office.clock) as target:
        stranger = person(id_no="E12345678", mobile="13900000000", customer_name="甲乙")
        target.open_file(stranger, form=INDIVIDUAL)
        hire(target)
        for who in ("chen", "zhou", "qiang", "sun"):
            with pytest.raises(NotAuthorised, match="移入"):
                import_bag(tmp_path / "bag", target, actor=who)
        moves = import_bag(tmp_path / "bag", target, actor="gao")
        taken = {one.number: one.receipt for one in moves}
        receipt = taken[second]
        assert receipt is not None
        [key] = target.store.find("files", "number", receipt.number)
        card = target.store.get("files", key) or {}
        moved = receipt.number + item.removeprefix(second)
        assert card["secrecy"] == {"level": 2, "items": {moved: {"level": 3}}}
        assert target.find("李晓岚", actor="gao") == []  # its circle is to be named anew
