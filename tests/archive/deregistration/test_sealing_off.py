from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256

import pytest
from archive.customers import Clock, change_card, company
from archive.deregistration.sealed import application, seal, seal_row, settle
from archive.secrecy.department import (
    acts,
    card,
    classify,
    hire,
    notes,
    opened,
    opened_person,
    passes,
)

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.inventory import strike_off
from csdforms.archive.deregistration.sealing_off import Seals
from csdforms.archive.items import digest_of
from csdforms.archive.store import Act
from csdforms.errors import (
    Held,
    NotAllowedNow,
    NotAuthorised,
    NotCleared,
    NotPermitted,
    UnknownFile,
)

COMPLAINT = {"complaint_no": "TS-20260305-001", "complaint_content": "包装破损"}


def filed(archive: Archive, number: str, **changes: object) -> str:
    """File a complaint; return the item's number."""
    data = {**COMPLAINT, **changes}
    return archive.file(
        number, "complaint_register_one", data, section="3.2", title="登记表"
    ).number


@pytest.fixture
def company_file(archive: Archive) -> str:
    """A company's file, 内部, with one item in it, in a department."""
    number = opened(archive, 1)
    archive.file(
        number,
        "after_sales_evaluation",
        {"evaluation_no": "PJ-1"},
        b"PK",
        section="2.4",
        title="评价表",
    )
    hire(archive)
    return number


# Sealing


def test_two_persons_seal_a_file(archive: Archive, company_file: str) -> None:
    zx = settle(archive, company_file)
    first = archive.seals.prepare(company_file, actor="zhou")
    assert (first.number, first.state, first.papers) == ("FC-2026-0001", "prepared", 2)
    assert card(archive, company_file)["state"] == "SETTLED"
    last = archive.seals.confirm(company_file, actor="chen")
    assert (last.state, last.prepared_by, last.sealed_by) == ("sealed", "周明", "陈静")
    assert last.digest == first.digest
    now = card(archive, company_file)
    assert now["state"] == "SEALED"
    assert now["sealed"] == {
        "number": "FC-2026-0001",
        "at": last.sealed_at,
        "day": "2026-03-05",
        "deregistration": zx,
    }
    assert now["retention"] == {"code": "D10", "from": "2026-12-31", "until": "2036-12-31"}
    assert now["do_not_call"] is True
    assert "restricted" not in now
    assert "deregistration" not in now
    row = application(archive, company_file)
    assert (row["state"], row["ended_at"]) == ("sealed", last.sealed_at)
    [act] = acts(archive, "seal-file")
    assert (act["subject"], act["detail"]["papers"]) == (company_file, 2)
    assert [one.number for one in archive.seals.seals(actor="zhou")] == ["FC-2026-0001"]


def test_the_inventory_tells_every_paper_by_hash(archive: Archive, company_file: str) -> None:
    settle(archive, company_file)
    classify(archive, company_file, 2)
    found = archive.seals.prepare(company_file, actor="zhou")
    inventory = seal_row(archive, company_file)["inventory"]
    data = {**company(), "customer_no": company_file}
    assert inventory == [
        {
            "number": "1",
            "form": "corporate_customer_profile",
            "digest": digest_of(data),
            "level": "秘密",
        },
        {
            "number": f"{company_file}/2.4-2026-0001",
            "form": "after_sales_evaluation",
            "title": "评价表",
            "digest": digest_of({"evaluation_no": "PJ-1"}),
            "document": sha256(b"PK").hexdigest(),
            "level": "秘密",
        },
    ]
    plain = {"file": company_file, "inventory": inventory}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert found.digest == sha256(text.encode()).hexdigest()


def test_an_items_own_level_stands_in_the_inventory(archive: Archive) -> None:
    number = opened(archive, 1)
    item = filed(archive, number, closed_at="x")
    change_card(archive, number, secrecy={"level": 1, "items": {item: {"level": 2}}})
    settle(archive, number)
    change_card(archive, number, state="SETTLED")
    archive.cases.close(number, "TS-20260305-001", reason="已了")
    archive.seals.prepare(number)
    assert [one["level"] for one in archive.seals.inventory(number)] == ["秘密", "秘密"]
    [note] = [one for one in notes(archive, "show") if "seal" in one["detail"]]
    assert note["subject"] == number


def test_the_only_keeper_seals_alone(archive: Archive) -> None:
    number = opened(archive, 1)
    settle(archive, number)
    done = archive.seals.prepare(number)
    assert (done.state, done.prepared_by, done.sealed_by) == ("sealed", "zhang", "zhang")
    assert card(archive, number)["state"] == "SEALED"


def test_a_persons_data_rest_from_then_on(archive: Archive) -> None:
    number = opened_person(archive, 1)
    zx = settle(archive, number, "D1")
    archive.seals.prepare(number)
    now = card(archive, number)
    assert now["restricted"] == [zx]
    assert now["retention"] == {"code": "P3", "from": "2026-03-05", "until": "2029-03-05"}


def test_one_person_is_not_two(archive: Archive, company_file: str) -> None:
    settle(archive, company_file)
    archive.seals.prepare(company_file, actor="zhou")
    with pytest.raises(NotAuthorised, match="清点人以外的一人"):
        archive.seals.confirm(company_file, actor="zhou")
    assert card(archive, company_file)["state"] == "SETTLED"
    assert notes(archive, "refused")[-1]["subject"] == company_file


@pytest.mark.parametrize(("act", "actor"), [("prepare", "chen"), ("confirm", "wang")])
def test_who_may_not_seal(archive: Archive, company_file: str, act: str, actor: str) -> None:
    settle(archive, company_file)
    with pytest.raises(NotAuthorised):
        getattr(archive.seals, act)(company_file, actor=actor)


def test_nothing_is_confirmed_of_which_nobody_took_stock(
    archive: Archive, company_file: str
) -> None:
    settle(archive, company_file)
    with pytest.raises(Held, match="还没有清点"):
        archive.seals.confirm(company_file, actor="chen")


def test_what_comes_in_between_is_counted_anew(archive: Archive, company_file: str) -> None:
    settle(archive, company_file)
    first = archive.seals.prepare(company_file, actor="zhou")
    archive.file(company_file, "after_sales_evaluation", {"x": "2"}, section="2.4", actor="zhou")
    with pytest.raises(Held, match="清点以后有变动"):
        archive.seals.confirm(company_file, actor="chen")
    again = archive.seals.prepare(company_file, actor="zhou")
    assert (again.number, again.papers) == (first.number, 3)
    assert archive.seals.confirm(company_file, actor="chen").digest != first.digest


@pytest.mark.parametrize("state", ["ACTIVE", "DEREG_APPROVED", "SEALED", "MERGED"])
def test_only_a_settled_file_is_sealed(archive: Archive, company_file: str, state: str) -> None:
    change_card(archive, company_file, state=state)
    with pytest.raises(NotAllowedNow):
        archive.seals.prepare(company_file, actor="zhou")
    with pytest.raises(NotAllowedNow):
        archive.seals.confirm(company_file, actor="chen")


def test_a_hidden_file_is_absent(archive: Archive) -> None:
    number = opened(archive, 3, ("赵强",))
    hire(archive)
    settle(archive, number)
    for act in (archive.seals.prepare, archive.seals.check):
        with pytest.raises(UnknownFile):
            act(number, actor="zhou")
    change_card(archive, number, state="SEALED", sealed={"number": "FC-2026-0001"})
    assert list(archive.seals.seals(actor="zhou")) == []
    assert list(archive.seals.check_all(actor="zhou")) == []


def test_d05_a_complaint_before_the_seal_lets_it_wait_again(
    archive: Archive, company_file: str
) -> None:
    settle(archive, company_file)
    archive.seals.prepare(company_file, actor="zhou")
    archive.file(company_file, "complaint_register_one", COMPLAINT, section="3.2", actor="liu")
    with pytest.raises(NotCleared, match="G1") as caught:
        archive.seals.confirm(company_file, actor="chen")
    assert [one.line for one in caught.value.blockers] == ["G1"]
    assert card(archive, company_file)["state"] == "DEREG_SUSPENDED"
    row = application(archive, company_file)
    assert (row["state"], row["approvals"], "settled" in row) == ("suspended", [], False)
    [act] = acts(archive, "suspend-deregistration")
    assert act["detail"]["lines"] == ["G1"]
    assert caught.value.exit_code == 5


def test_d05_stale_signatures_let_it_wait_again(
    archive: Archive, company_file: str, clock: Clock
) -> None:
    settle(archive, company_file)
    passes(clock, days=31)
    with pytest.raises(NotCleared, match="重新签署"):
        archive.seals.prepare(company_file, actor="zhou")
    assert card(archive, company_file)["state"] == "DEREG_SUSPENDED"
    assert archive.store.count("seals") == 0


def test_d25_a_system_outside_that_fails_lets_it_wait(archive: Archive, company_file: str) -> None:
    def fails(number: str) -> list[Blocker]:
        raise ConnectionError(number)

    settle(archive, company_file)
    seals = Seals(archive.office, partners={"ERP": fails})
    with pytest.raises(NotCleared, match="ERP"):
        seals.prepare(company_file, actor="zhou")


def test_d19_nothing_is_sealed_while_an_item_is_on_loan(
    archive: Archive, company_file: str
) -> None:
    loan = archive.loans.lend(company_file, "王敏", purpose="核对", pages=3, actor="zhou")
    settle(archive, company_file)
    with pytest.raises(Held, match="1 件借出未还"):
        archive.seals.prepare(company_file, actor="zhou")
    assert card(archive, company_file)["state"] == "SETTLED"
    archive.loans.give_back(loan.number, 3, actor="zhou")
    assert archive.seals.prepare(company_file, actor="zhou").state == "prepared"


# Looking again


def test_a_seal_is_sound(archive: Archive, company_file: str) -> None:
    seal(archive, company_file)
    assert archive.seals.check(company_file, actor="chen").sound
    assert [one.sound for one in archive.seals.check_all(actor="chen")] == [True]
    assert not notes(archive, "alarm")
    with pytest.raises(NotAuthorised):
        archive.seals.check(company_file, actor="wang")


def test_what_is_filed_later_is_no_part_of_it(archive: Archive, company_file: str) -> None:
    seal(archive, company_file)
    archive.file(
        company_file,
        "complaint_register_one",
        COMPLAINT,
        section="3.2",
        actor="liu",
        purpose="投诉：封存后来信",
    )
    assert archive.seals.check(company_file, actor="chen").sound
    assert len(archive.seals.inventory(company_file, actor="chen")) == 2


@pytest.mark.parametrize("table", ["items", "profiles", "seals"])
def test_d20_another_hash_later_is_an_alarm(
    archive: Archive, company_file: str, table: str
) -> None:
    seal(archive, company_file)
    with archive.store.writing() as work:  # as another program might
        [key] = work.find(table, "file", company_file)
        document = work.get(table, key) or {}
        if table == "seals":
            document["inventory"][0]["level"] = "公开"
        else:
            document["data"]["added"] = "x"
        work.put(table, key, document)
        work.record(Act("write", "nobody", archive.office.moment(), company_file))
    found = archive.seals.check(company_file, actor="chen")
    assert not found.sound
    differing = {"items": (f"{company_file}/2.4-2026-0001",), "profiles": ("1",), "seals": ()}
    assert found.differing == differing[table]
    [note] = notes(archive, "alarm")
    assert (note["subject"], note["detail"]["seal"]) == (company_file, "FC-2026-0001")
    assert [one.sound for one in archive.seals.check_all(actor="chen")] == [False]


def test_d20_a_paper_that_is_gone_is_an_alarm_unless_it_was_destroyed_by_law(
    archive: Archive, company_file: str
) -> None:
    seal(archive, company_file)
    item = f"{company_file}/2.4-2026-0001"
    with archive.store.writing() as work:
        work.remove("items", work.find("items", "number", item)[0])
        work.record(Act("destroy", "tests", archive.office.moment(), company_file))
    assert archive.seals.check(company_file, actor="chen").differing == (item,)
    with archive.store.writing() as work:
        strike_off(work, card(archive, company_file), [item], "XH-2026-0001")
        work.record(Act("test", "tests", archive.office.moment(), company_file))
    assert archive.seals.check(company_file, actor="chen").sound


def test_nothing_is_struck_off_a_file_that_is_not_sealed(
    archive: Archive, company_file: str
) -> None:
    with pytest.raises(UnknownFile), archive.store.writing() as work:
        strike_off(work, card(archive, company_file), ["x"], "XH-2026-0001")


def test_a_level_decided_later_is_no_other_paper(archive: Archive, company_file: str) -> None:
    seal(archive, company_file)
    change_card(archive, company_file, secrecy={"level": 0})
    assert archive.seals.check(company_file, actor="chen").sound


def test_a_file_in_use_has_no_seal_to_check(archive: Archive, company_file: str) -> None:
    with pytest.raises(NotAllowedNow, match="在用"):
        archive.seals.check(company_file, actor="chen")


def test_a_file_sealed_elsewhere_has_no_seal_here(archive: Archive, company_file: str) -> None:
    change_card(archive, company_file, state="SEALED")
    with pytest.raises(UnknownFile, match="没有封存"):
        archive.seals.check(company_file, actor="chen")
    with pytest.raises(UnknownFile):
        archive.seals.undo(company_file, reason="误办", actor="qiang")


# Undoing


def test_everything_is_as_before_the_seal(archive: Archive, company_file: str) -> None:
    before = card(archive, company_file)
    seal(archive, company_file)
    done = archive.seals.undo(company_file, reason="同名的另一家", actor="qiang")
    assert done.state == "undone"
    assert any("原有的同意不因撤销而恢复" in text for text in done.warnings)
    assert card(archive, company_file) == before
    [act] = acts(archive, "undo")
    assert (act["reason"], act["detail"]) == ("同名的另一家", {"seal": "FC-2026-0001"})
    # It may be deregistered and sealed again, under another number.
    seal(archive, company_file)
    assert card(archive, company_file)["sealed"]["number"] == "FC-2026-0002"


def test_what_others_decided_stays_when_it_is_undone(archive: Archive) -> None:
    number = opened_person(archive, 1)
    change_card(archive, number, do_not_call=True, restricted=["QQ-2026-0001"])
    hire(archive)
    seal(archive, number)
    change_card(archive, number, frozen={"until": "2026-12-31"}, dormant_since="2025-01-01")
    archive.seals.undo(number, reason="误办", actor="qiang")
    now = card(archive, number)
    assert (now["do_not_call"], now["restricted"]) == (True, ["QQ-2026-0001"])
    assert (now["state"], "dormant_since" in now) == ("FROZEN", False)


#: The day of the seal, the last day on which it may be taken back, by the calendar of 2026.
_LIMITS = [
    ("2026-03-05", "2026-03-26"),  # no holiday in between
    ("2026-09-18", "2026-10-15"),  # Sunday 09-20 and Saturday 10-10 are worked, ten days off
    ("2026-04-30", "2026-05-25"),  # Saturday 05-09 is worked, five days off
    ("2026-12-25", "2027-01-15"),  # of 2027 only the weekends are known
]


@pytest.mark.parametrize(("day", "last"), _LIMITS)
def test_d21_undo_on_day_15_but_not_on_day_16(
    archive: Archive, clock: Clock, day: str, last: str
) -> None:
    number = opened(archive, 1)
    hire(archive)
    clock.at = dt.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=BEIJING)
    seal(archive, number)
    clock.at = dt.datetime.fromisoformat(f"{last}T23:59").replace(tzinfo=BEIJING)
    done = archive.seals.undo(number, reason="误办", actor="qiang")
    assert any("2027 年的节假日安排" in text for text in done.warnings) is (last > "2027")


@pytest.mark.parametrize(("day", "last"), _LIMITS)
def test_d21_on_day_16_it_is_too_late(archive: Archive, clock: Clock, day: str, last: str) -> None:
    number = opened(archive, 1)
    hire(archive)
    clock.at = dt.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=BEIJING)
    seal(archive, number)
    clock.at = dt.datetime.fromisoformat(f"{last}T00:01").replace(tzinfo=BEIJING)
    passes(clock, days=1)
    with pytest.raises(NotPermitted, match=f"到 {last} 为止"):
        archive.seals.undo(number, reason="误办", actor="qiang")
    assert card(archive, number)["state"] == "SEALED"


def test_undoing_needs_a_reason_and_another_person(archive: Archive, company_file: str) -> None:
    settle(archive, company_file)
    archive.seals.prepare(company_file, actor="zhou")
    archive.seals.confirm(company_file, actor="qiang")
    with pytest.raises(NotPermitted, match="请写明误办的情况"):
        archive.seals.undo(company_file, reason=" ", actor="gao")
    with pytest.raises(NotAuthorised):
        archive.seals.undo(company_file, reason="误办", actor="zhou")
    with pytest.raises(NotAuthorised, match="没有经手封存的经理"):
        archive.seals.undo(company_file, reason="误办", actor="qiang")
    assert archive.seals.undo(company_file, reason="误办", actor="gao").state == "undone"
