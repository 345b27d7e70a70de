"""What somebody from inside tries against the archive: each test is one attack that once worked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.customers import CORPORATE, Clock, company, open_company, other_company
from archive.hands import drafted, engage
from archive.secrecy.department import (
    classify,
    hire,
    leave,
    notes,
    opened,
    opened_person,
    passes,
    register,
    second,
)

from csdforms.archive import registering
from csdforms.archive.archive import Archive
from csdforms.archive.bags import export_bag, import_bag
from csdforms.archive.drafting.drafting import Drafting
from csdforms.archive.requests import Done, NewFile, NewItem, NewVersion, Receipt
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.secrecy.outgoing.sources import source_of
from csdforms.archive.store import Act, Work
from csdforms.errors import NotAuthorised, NotPermitted, UnknownFile, UnreadableInput

OLD, NEW = "13900006721", "13911112222"


@pytest.fixture(params=["memory"])
def archive(archive: Archive) -> Archive:
    return archive


# --- the clerk ------------------------------------------------------------------------------------


def test_the_history_tells_which_boxes_changed_and_not_what_they_held(archive: Archive) -> None:
    number = opened_person(archive, 1)
    hire(archive)
    data = {"customer_name": "李晓岚", "mobile": NEW, "id_type": "居民身份证"}
    data |= {"id_no": "310199198906140023", "confidentiality": "内部"}
    archive.revise(number, data, reason="更正", actor="zhou")
    told = [
        *archive.history(number, actor="chen", purpose="回访"),
        *archive.log(actor="he"),
        *archive.who_saw(number, actor="jie"),
    ]
    changes = [event.detail["fields"] for event in told if event.act == "revise"]
    assert changes == [["mobile", "confidentiality"]] * 3
    assert not any(value in str(event.detail) for event in told for value in (OLD, NEW))


def test_the_level_is_not_lowered_by_a_change_of_the_profile(archive: Archive) -> None:
    number = open_company(archive, confidentiality="秘密")
    hire(archive)
    for level in ("公开", "内部", "绝密", None):
        with pytest.raises(NotPermitted, match="密级不随资料变更"):
            archive.revise(number, company(confidentiality=level), reason="更正", actor="zhou")
    assert archive.find("屿泊", actor="chen") == []
    same = company(confidentiality="秘密", fax="021-1")
    assert archive.revise(number, same, reason="更正", actor="zhou").number == number


def test_the_only_keeper_writes_the_level_himself(archive: Archive) -> None:
    number = open_company(archive, confidentiality="秘密")
    archive.revise(number, company(confidentiality="内部"), reason="更正")
    assert archive.show(number).card.level == "内部"


def test_the_departments_own_papers_have_the_level_that_they_say(archive: Archive) -> None:
    def paper(level: str) -> str:
        data = {"confidentiality": level, "period": f"2026-03 {level}"}
        return archive.file("", "complaint_summary", data, section="3.5").number

    plain, secret, confidential, odd = (paper(one) for one in ("", "秘密", "机密", "★"))
    hire(archive)

    def listed(actor: str) -> list[str]:
        return [item.number for item in archive.list_items(actor=actor)]

    assert listed("chen") == [plain]
    assert listed("zhou") == [plain, secret]
    assert listed("qiang") == [plain, secret, confidential]
    assert listed("gao") == [plain, secret, confidential, odd]
    assert archive.item(plain, actor="chen", purpose="统计").masked
    for hidden in (secret, confidential, odd):
        with pytest.raises(UnknownFile):
            archive.item(hidden, actor="chen", purpose="统计")
        for given in (hidden, "BM/3.5-2026-0099"):
            with (
                pytest.raises(UnknownFile, match=given),
                archive.copies.printing(given, purpose="统计", actor="chen"),
            ):
                pass
    assert archive.item(secret, actor="zhou", purpose="统计").data["confidentiality"] == "秘密"
    for actor, purpose in (("jie", "统计"), ("zhou", "")):  # cleared, but it is not his to grant
        with pytest.raises(NotAuthorised):
            archive.item(secret, actor=actor, purpose=purpose)


def test_a_masked_name_is_not_stored_in_any_box() -> None:
    for hidden in ("张**", "李＊", "J***"):
        with pytest.raises(UnreadableInput):
            require_whole({"chairman": hidden})
    require_whole({"customer_grade": "A*", "remark": "张三* 见备注"})


def test_a_list_ends_for_whoever_leaves_while_he_reads_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdforms.archive.secrecy.inquiry._BATCH", 1)
    opened(archive, 1)
    second(archive)
    hire(archive)
    cards = archive.list_files(actor="chen", purpose="统计")
    next(cards)
    leave(archive, "chen")
    with pytest.raises(NotAuthorised):
        next(cards)


def test_a_draft_is_not_asked_for_by_a_files_number(archive: Archive) -> None:
    drafts = engage(archive)
    number = drafted(drafts)
    for given in ("KH-F-2026-000001-4", "CG-2026-0009", number):
        with pytest.raises(UnknownFile):
            drafts.show(given, actor="qiang")
    assert len(notes(archive, "refused")) == 3


def test_what_is_on_its_way_shows_no_data_in_a_traceback(archive: Archive) -> None:
    data = company(mobile=NEW)
    number = archive.open_file(data, form=CORPORATE).number
    with archive.store.writing() as work:
        checked = registering.check(work, NewFile(CORPORATE, other_company()), "2026-03-05")
        source = source_of(
            archive.office,
            work,
            archive.office.person(),
            number,
            version=None,
            at="2026-03-05",
            act="打印",
        )
    with archive.copies.printing(number, purpose="核对") as printout:
        shown = [
            NewFile(CORPORATE, data),
            NewVersion(data),
            NewItem(CORPORATE, data, "3.2"),
            Done(Receipt(number), number, {"fields": data}),
            checked,
            source,
            printout,
        ]
    assert [repr(one) for one in shown] == [
        f"NewFile('{CORPORATE}', boxes=5)",
        "NewVersion(boxes=5)",
        f"NewItem('{CORPORATE}', boxes=5)",
        f"Done('{number}', '{number}')",
        "Checked(found=0, warnings=0)",
        f"Source('{number}', '{CORPORATE}', boxes={len(source.data)})",
        f"Printout('{number}', copy_no=1)",
    ]


# --- the supervisor -------------------------------------------------------------------------------


def test_an_import_that_was_begun_alone_stops_when_separation_begins(archive: Archive) -> None:
    rows = archive.open_many([NewFile(CORPORATE, company(), "")])
    hire(archive)
    with pytest.raises(NotAuthorised):
        next(rows)
    assert archive.store.count("files") == 0


def test_a_supervisor_does_not_approve_his_own_customer_by_way_of_a_bag(
    archive: Archive, tmp_path: Path
) -> None:
    open_company(archive)
    export_bag(archive, tmp_path / "bag")
    with Archive.create(tmp_path / "target", actor="zhang", clock=archive.office.clock) as target:
        hire(target)
        for who in ("zhou", "qiang"):
            with pytest.raises(NotAuthorised, match="移入"):
                import_bag(tmp_path / "bag", target, actor=who)


def test_who_leaves_while_he_waits_for_the_lock_does_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(archive, 1)
    hire(archive)
    writing = archive.store.writing

    def left_before() -> Any:
        monkeypatch.setattr(archive.store, "writing", writing)
        leave(archive, "chen")
        return writing()

    monkeypatch.setattr(archive.store, "writing", left_before)
    with pytest.raises(NotAuthorised):
        archive.file(number, "f", {"a": "1"}, section="3.2", actor="chen")
    assert archive.store.count("items") == 0
    assert [note["who"] for note in notes(archive, "refused")] == ["chen"]


def test_other_roles_end_an_act_that_was_begun_with_the_old_ones(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = engage(archive)
    number = drafts.submit(drafted(drafts), actor="min").number
    writing = archive.store.writing

    def changed_before() -> Iterator[Work]:
        monkeypatch.setattr(archive.store, "writing", writing)
        register(archive, "fang", "王芳", ["info_specialist"], 1)
        return writing()  # type: ignore[return-value]

    monkeypatch.setattr(archive.store, "writing", changed_before)
    with pytest.raises(NotAuthorised):
        Drafting(archive.office).reject(number, reason="重复", actor="fang")
    with pytest.raises(NotAuthorised):
        drafts.reject(number, reason="重复", actor="fang")
    assert drafts.show(number, actor="min").state == "SUBMITTED"


def test_an_export_looks_at_the_level_again_when_it_is_its_turn(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(archive, 1)
    hire(archive)
    archive.grants.grant(number, "周明", purpose="移交", fields=["*"], actor="gao")
    writing = archive.store.writing

    def raised_before() -> Any:
        monkeypatch.setattr(archive.store, "writing", writing)
        classify(archive, number, 3)
        return writing()

    monkeypatch.setattr(archive.store, "writing", raised_before)
    with pytest.raises(NotAuthorised):
        export_bag(archive, tmp_path / "bag", [number], actor="zhou", purpose="移交")
    assert not (tmp_path / "bag").exists()
    assert archive.store.count("copies") == 0


def test_an_emergency_is_for_reading_and_carries_nothing_away(
    archive: Archive, tmp_path: Path
) -> None:
    number = opened(archive, 1)
    hire(archive)
    archive.grants.emergency(number, reason="客户突发疾病须立即联系", actor="zhou")
    assert not archive.show(number, actor="zhou", fields=("*",)).profile.masked
    with pytest.raises(NotAuthorised, match="凭紧急查阅导出"):
        export_bag(archive, tmp_path / "bag", [number], actor="zhou", purpose="移交")
    assert not (tmp_path / "bag").exists()
    archive.grants.grant(number, "高远", purpose="移交", fields=["*"], actor="qiang")
    exported = export_bag(archive, tmp_path / "bag", [number], actor="gao", purpose="移交")
    assert exported == [number]


# --- whoever turns the clock ----------------------------------------------------------------------


def test_a_clerk_does_not_release_files_by_a_clock_set_forward(
    archive: Archive, clock: Clock
) -> None:
    number = open_company(archive)
    archive.open_file(other_company(), form=CORPORATE)
    secrecy = {"level": 2, "until": "2029-03-05", "by": "赵强", "power": 2}
    [key] = archive.store.find("files", "number", number)
    classify(archive, number, 2)
    hire(archive)
    with archive.store.writing() as work:
        card = work.get("files", key) or {}
        work.put("files", key, card | {"secrecy": secrecy})
        work.record(Act("test", "tests", archive.office.moment()))
    passes(clock, days=5000)
    for who in ("chen", "lin"):
        with pytest.raises(NotAuthorised):
            archive.secrecy.settle_due(actor=who)
    assert archive.secrecy.settle_due(actor="zhou") == ()  # the level is not his
    assert effective(archive.store.get("files", key) or {}) == 2
    [done] = archive.secrecy.settle_due(actor="qiang")
    assert (done.number, done.level) == (number, 0)
