"""Two files of one customer become one (archive.md §5; K05, K06, S28)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.custody.keepers import KEEPERS, engage, goes_to, last_act, row
from archive.customers import CORPORATE, Clock, change_card, company, other_company
from archive.secrecy.department import ABSENT, acts, card, classify, hire, notes

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.archive.secrecy.granting.cases import open_cases
from csdforms.archive.secrecy.levels import effective
from csdforms.errors import Held, NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

WHY = "同一客户建了两份"


@pytest.fixture
def files(archive: Archive) -> list[str]:
    """Return three files of one company, as a takeover from elsewhere leaves them."""
    found: list[str] = []
    for name in ("临江市望塔五金厂", "望塔五金经营部", "望塔五金门市"):
        data = other_company(customer_name=name, uscc=None, phone=f"0571-880000{len(found)}")
        number = archive.open_file(data, form=CORPORATE).number
        change_card(archive, number, uscc="91310199MA0000001A", org_code="MA0000001")
        classify(archive, number, 1)
        found.append(number)
    return found


@pytest.fixture
def custody(archive: Archive, files: list[str]) -> Custody:
    assert files  # they are opened while there is one keeper
    return engage(archive)


def merge(custody: Custody, file: str, into: str, **named: Any) -> str:
    """Merge two files, as two persons do; return the merger's number."""
    custody.merge(file, into, reason=WHY, actor="zhou", **named)
    return custody.merge(file, into, reason="属实", actor="qiang").number


def unmerge(custody: Custody, number: str) -> None:
    custody.unmerge(number, reason="认错", actor="qiang")
    custody.unmerge(number, reason="属实", actor="zhou")


@pytest.mark.parametrize(("first", "second"), [("zhou", "qiang"), ("qiang", "zhou")])
def test_supervisor_and_manager_merge_together(
    archive: Archive, custody: Custody, files: list[str], first: str, second: str
) -> None:
    gone, stays, _ = files
    proposed = custody.merge(gone, stays, reason=WHY, actor=first)
    assert (proposed.number, proposed.state, proposed.ground) == (
        "HB-2026-0001",
        "proposed",
        "uscc",
    )
    assert card(archive, gone)["state"] == "ACTIVE"
    assert [one.number for one in custody.mergers(actor=second)] == ["HB-2026-0001"]
    done = custody.merge(gone.lower(), stays, reason="属实", actor=second)
    assert (done.number, done.state, done.undo_until) == ("HB-2026-0001", "merged", "2026-04-04")
    assert (card(archive, gone)["state"], card(archive, gone)["merged_into"]) == ("MERGED", stays)
    kept = card(archive, stays)
    assert (kept["number"], kept["absorbed"]) == (stays, [gone])
    assert "临江市望塔五金厂" in kept["former_names"]
    assert [act["subject"] for act in acts(archive, "merge")] == [stays, gone]
    assert [*custody.mergers(actor="zhou"), *custody.due(kind="merge", actor="zhou")] == []
    assert [one.state for one in custody.mergers(every=True, actor="zhou")] == ["merged"]


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize(("first", "second"), [("zhou", "zhou"), ("zhou", "zhou2")])
def test_one_person_does_not_under_any_account(
    archive: Archive, custody: Custody, files: list[str], first: str, second: str
) -> None:
    custody.merge(files[0], files[1], reason=WHY, actor=first)
    with pytest.raises(NotAuthorised, match="另一位"):
        custody.merge(files[0], files[1], reason=WHY, actor=second)
    assert card(archive, files[0])["state"] == "ACTIVE"


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("who", sorted(set(KEEPERS) - {"zhou", "zhou2", "qiang", "qiang2"}))
def test_nobody_else_merges(custody: Custody, files: list[str], who: str) -> None:
    with pytest.raises(NotAuthorised, match="合并档案"):
        custody.merge(files[0], files[1], reason=WHY, actor=who)
    with pytest.raises(NotAuthorised, match="撤销合并"):
        custody.unmerge("HB-2026-0001", reason=WHY, actor=who)


def test_k05_another_code_is_another_customer(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    change_card(archive, files[0], uscc="91310115MAXX0Y0XXT", org_code="MAXX0Y0XX")
    before = archive.store.last()
    with pytest.raises(NotPermitted, match="不能认定为同一"):
        custody.merge(files[0], files[1], reason=WHY, actor="zhou")
    assert archive.store.last() == before


@pytest.mark.parametrize(
    ("shared", "ground"),
    [
        ({"uscc": "12310199MA00000017"}, "org_code"),
        ({"uscc": "", "org_code": "", "ids": ["护照:E1"], "kind": "Z"}, "id"),
    ],
)
def test_k05_what_proves_that_they_are_one(
    archive: Archive, custody: Custody, files: list[str], shared: Any, ground: str
) -> None:
    change_card(archive, files[0], **shared)
    if ground == "id":
        change_card(archive, files[1], ids=["护照:E1"])
    done = custody.merge(files[0], files[1], reason=WHY, actor="zhou")
    assert done.ground == ground


def test_k05_a_registered_absorption_needs_its_paper(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    change_card(archive, files[0], uscc="91310115MAXX0Y0XXT", org_code="MAXX0Y0XX")
    number = merge(custody, files[0], files[1], absorption="准予合并登记通知书 88 号")
    [done] = custody.mergers(every=True, actor="zhou")
    assert (done.ground, done.paper, done.to_inform) == (
        "absorption",
        "准予合并登记通知书 88 号",
        True,
    )
    [due] = custody.due(kind="inform", actor="zhou")
    assert (due.number, due.day) == (number, "2026-03-05")
    with pytest.raises(NotPermitted, match="方式"):
        custody.inform(number, how=" ", actor="zhou")
    assert custody.inform(number, how="2026-03-06 短信", actor="zhou").to_inform is False
    assert custody.due(kind="inform", actor="zhou") == ()
    with pytest.raises(NotPermitted, match="没有须告知"):
        custody.inform(number, how="又一次", actor="zhou")


def test_who_confirms_an_absorption_is_reminded_of_the_people(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    change_card(archive, files[0], uscc="91310115MAXX0Y0XXT", org_code="MAXX0Y0XX")
    custody.merge(files[0], files[1], reason=WHY, absorption="通知书", actor="zhou")
    done = custody.merge(files[0], files[1], reason=WHY, actor="qiang")
    assert "个人信息保护法第22条" in done.warnings[0]


def test_k05_a_person_is_not_absorbed(archive: Archive, custody: Custody, files: list[str]) -> None:
    change_card(archive, files[0], uscc="", org_code="", kind="Z")
    with pytest.raises(NotPermitted, match="个人客户"):
        custody.merge(files[0], files[1], reason=WHY, absorption="通知书", actor="zhou")


def test_k05_every_bar_comes_over(archive: Archive, custody: Custody, files: list[str]) -> None:
    gone, stays, _ = files
    archive.add_alias(gone, "XS-1", actor="chen")
    hold = custody.hold(gone, "（2026）1号", reason=WHY, actor="fang").number
    longer = {"code": "D30", "from": "2026-12-31", "until": "2056-12-31"}
    change_card(
        archive,
        gone,
        restricted=["QQ-2026-0001"],
        do_not_call=True,
        blacklist=True,
        retention=longer,
    )
    change_card(archive, stays, restricted=["QQ-2026-0002"])
    merge(custody, gone, stays)
    kept = card(archive, stays)
    assert kept["holds"] == [hold]
    assert kept["restricted"] == ["QQ-2026-0002", "QQ-2026-0001"]
    assert (kept["do_not_call"], kept["blacklist"], kept["retention"]) == (True, True, longer)
    assert kept["customer_nos"] == ["XS-1"]
    custody.lift(hold, "（2026）2号", reason="撤诉", actor="fang")
    assert "holds" not in card(archive, stays) | card(archive, gone)


def test_s28_a_file_that_is_merged_with_a_top_secret_one_is_top_secret(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    gone, stays, _ = files
    classify(archive, gone, 4, ("周明", "赵强"))
    hire(archive, {"zhou": ("周明", ["info_supervisor"], 4), "qiang": ("赵强", ["cs_manager"], 4)})
    merge(custody, gone, stays)
    assert effective(card(archive, stays)) == effective(card(archive, gone)) == 4
    for given in (gone, stays):
        with pytest.raises(UnknownFile):
            archive.show(given, actor="chen", purpose="核对")


def test_k06_a_merged_number_leads_to_the_survivor_with_its_papers(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    gone, stays, _ = files
    items = [
        archive.file(one, "f", {"a": one}, section="3.2", actor="chen").number
        for one in (gone, stays)
    ]
    merge(custody, gone, stays)
    for given in (gone, stays):
        file = archive.show(given, actor="chen", purpose="核对")
        assert file.card.number == stays
        assert [one.number for one in file.items] == items[::-1]
    assert archive.item(items[0], actor="chen", purpose="核对").file == gone
    classify(archive, stays, 2)
    with pytest.raises(UnknownFile):
        archive.item(items[0], actor="chen", purpose="核对")
    with pytest.raises(UnknownFile):
        archive.add_alias(gone, "XS-9", actor="chen")


def test_k06_no_ring_and_no_second_step(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    first, middle, last = files
    merge(custody, first, middle)
    with pytest.raises(NotPermitted, match="同一份档案"):
        custody.merge(middle, first, reason=WHY, actor="zhou")
    with pytest.raises(NotPermitted, match="同一份档案"):
        custody.merge(middle, middle, reason=WHY, actor="zhou")
    with pytest.raises(NotAllowedNow, match="已合并"):
        custody.merge(first, last, reason=WHY, actor="zhou")
    custody.merge(last, first, reason=WHY, actor="zhou")  # leads to the survivor
    custody.merge(last, middle, reason=WHY, actor="qiang")
    assert card(archive, last)["merged_into"] == middle
    assert card(archive, middle)["absorbed"] == [first, last]


def test_k06_a_chain_ends_at_its_last_file(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    first, middle, last = files
    merge(custody, first, middle)
    merge(custody, middle, last)
    assert card(archive, last)["absorbed"] == [middle, first]
    assert archive.show(first, actor="chen", purpose="核对").card.number == last


def test_a_case_goes_on_in_the_survivor(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    gone, stays, _ = files
    box = {"complaint_no": "TS-1"}
    archive.file(gone, "complaint_register_one", box, section="3.2", actor="liu")
    merge(custody, gone, stays)
    assert list(open_cases(archive.store, "刘洋", stays)) == ["TS-1"]
    archive.cases.close(stays, "TS-1", reason="办结", actor="liu")
    assert list(open_cases(archive.store, "刘洋", stays)) == []


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("state", ["FROZEN", "DEREG_APPLIED", "SETTLED", "SEALED", "VOID"])
@pytest.mark.parametrize("which", [0, 1])
def test_what_is_not_in_use_is_not_merged(
    archive: Archive, custody: Custody, files: list[str], state: str, which: int
) -> None:
    change_card(archive, files[which], state=state)
    with pytest.raises(NotAllowedNow, match="不能合并"):
        custody.merge(files[0], files[1], reason=WHY, actor="zhou")


def test_what_a_change_waits_for_is_not_merged(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    data = other_company(confidentiality="内部", customer_name="新名")
    archive.revise(files[0], data, reason="更名", evidence="通知书", actor="chen")
    with pytest.raises(Held, match="BG-2026-0001"):
        custody.merge(files[0], files[1], reason=WHY, actor="zhou")


@pytest.mark.parametrize("which", [0, 1])
def test_a_hidden_file_is_as_if_absent(
    archive: Archive, custody: Custody, files: list[str], which: int
) -> None:
    custody.merge(files[0], files[1], reason=WHY, actor="zhou")
    classify(archive, files[which], 4, ("高远",))
    for pair in (files[:2], [ABSENT, files[1 - which]]):
        with pytest.raises(UnknownFile):
            custody.merge(*pair, reason=WHY, actor="zhou")
    with pytest.raises(UnknownFile, match="没有合并"):
        custody.refuse_merger("HB-2026-0001", reason=WHY, actor="zhou")
    assert [*custody.mergers(actor="zhou"), *custody.due(kind="merge", actor="zhou")] == []
    said = [one["detail"]["wanted"] for one in notes(archive, "refused")]
    assert said == ["合并档案", "合并档案", "不同意合并"]


def test_a_merger_is_refused_and_may_be_proposed_anew(custody: Custody, files: list[str]) -> None:
    custody.merge(files[0], files[1], reason=WHY, actor="zhou")
    assert [one.number for one in custody.due(kind="merge", actor="qiang")] == ["HB-2026-0001"]
    refused = custody.refuse_merger("HB-2026-0001", reason="不是一家", actor="qiang")
    assert refused.state == "refused"
    with pytest.raises(NotAllowedNow, match="未同意"):
        custody.refuse_merger("HB-2026-0001", reason="又", actor="qiang")
    assert custody.merge(files[0], files[1], reason=WHY, actor="qiang").number == "HB-2026-0002"
    with pytest.raises(NotAllowedNow, match="待确认"):
        custody.unmerge("HB-2026-0002", reason=WHY, actor="zhou")


def test_both_write_why(custody: Custody, files: list[str]) -> None:
    with pytest.raises(NotPermitted, match="理由"):
        custody.merge(files[0], files[1], reason=" ", actor="zhou")
    with pytest.raises(NotPermitted, match="理由"):
        custody.unmerge("HB-2026-0001", reason="", actor="zhou")


def test_undone_each_is_what_it_was(archive: Archive, custody: Custody, files: list[str]) -> None:
    gone, stays, _ = files
    change_card(archive, gone, state="DORMANT", do_not_call=True, customer_nos=["XS-1"])
    before = [card(archive, one) for one in (gone, stays)]
    number = merge(custody, gone, stays)
    custody.unmerge(number, reason="认错", actor="qiang")
    assert card(archive, gone)["state"] == "MERGED"
    with pytest.raises(NotAuthorised, match="确认撤销"):
        custody.unmerge(number, reason="认错", actor="qiang")
    assert [one.undo_proposed_by for one in custody.mergers(actor="zhou")] == ["赵强"]
    assert custody.unmerge(number, reason="属实", actor="zhou").state == "undone"
    assert [card(archive, one) for one in (gone, stays)] == before
    assert [*custody.mergers(actor="zhou"), *custody.due(kind="merge", actor="zhou")] == []
    with pytest.raises(NotAllowedNow, match="已撤销"):
        custody.unmerge(number, reason="又", actor="qiang")


def test_undone_what_is_new_stays_where_it_is(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    gone, stays, _ = files
    hold = custody.hold(gone, "（2026）1号", reason=WHY, actor="fang").number
    other = custody.hold(gone, "（2026）2号", reason=WHY, actor="fang").number
    own = archive.file(gone, "f", {"a": "1"}, section="3.2", actor="chen").number
    number = merge(custody, gone, stays)
    archive.file(stays, "f", {"a": "2"}, section="3.2", actor="chen")
    archive.add_alias(stays, "XS-2", actor="chen")
    custody.lift(hold, "（2026）3号", reason="撤诉", actor="fang")
    items = {own: {"level": 2}}
    change_card(archive, stays, do_not_call=True, secrecy={"level": 2, "items": items})
    unmerge(custody, number)
    kept, back = card(archive, stays), card(archive, gone)
    assert (kept["items"], kept["customer_nos"], kept["do_not_call"]) == (1, ["XS-2"], True)
    assert ("holds" in kept, back["holds"]) == (False, [other])
    assert (kept["secrecy"], effective(back)) == ({"level": 2}, 2)
    assert back["secrecy"]["items"] == items
    assert back["state"] == "ACTIVE"


def test_undoing_is_refused_too(archive: Archive, custody: Custody, files: list[str]) -> None:
    number = merge(custody, files[0], files[1])
    custody.unmerge(number, reason="认错", actor="qiang")
    assert custody.refuse_merger(number, reason="没有认错", actor="zhou").state == "merged"
    assert custody.mergers(actor="zhou") == ()
    assert "undoing_refused" in row(archive, "mergers")


def test_undone_within_thirty_days(custody: Custody, clock: Clock, files: list[str]) -> None:
    number = merge(custody, files[0], files[1])
    goes_to(clock, "2026-04-04")
    custody.unmerge(number, reason="认错", actor="qiang")
    goes_to(clock, "2026-04-05")
    with pytest.raises(NotPermitted, match="30 天"):
        custody.unmerge(number, reason="属实", actor="zhou")


def test_undone_only_as_long_as_nothing_rests_on_it(
    archive: Archive, custody: Custody, files: list[str]
) -> None:
    number = merge(custody, files[0], files[1])
    hold = custody.hold(files[1], "（2026）1号", reason=WHY, actor="fang").number
    with pytest.raises(Held, match="法律保全"):
        custody.unmerge(number, reason="认错", actor="zhou")
    custody.lift(hold, "（2026）2号", reason="撤诉", actor="fang")
    later = merge(custody, files[2], files[1])
    with pytest.raises(Held, match="并入了别的档案"):
        custody.unmerge(number, reason="认错", actor="zhou")
    unmerge(custody, later)
    change_card(archive, files[1], state="SEALED")
    with pytest.raises(NotAllowedNow, match="封存"):
        custody.unmerge(number, reason="认错", actor="zhou")


def test_the_only_keeper_does_both_alone(archive: Archive, files: list[str]) -> None:
    done = archive.custody.merge(files[0], files[1], reason=WHY)
    assert done.state == "merged"
    assert last_act(archive)[0] == "merge"
    assert archive.custody.unmerge(done.number, reason="认错").state == "undone"
    assert "absorbed" not in card(archive, files[1])


def test_a_merger_tells_no_reason_in_a_traceback(custody: Custody, files: list[str]) -> None:
    done = custody.merge(files[0], files[1], reason=WHY, actor="zhou")
    assert repr(done) == f"Merger('HB-2026-0001', '{files[0]}', '{files[1]}', 'proposed')"
    assert company()["customer_name"] not in repr(done)
