from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from archive.customers import Clock, change_card, open_company, other_company
from archive.customers import person as natural
from archive.deregistration.sealed import (
    WHY,
    apply,
    checked,
    fresh,
    profile,
    seal,
    seal_row,
)
from archive.hands import PAPERS
from archive.secrecy.department import (
    acts,
    card,
    classify,
    hire,
    notes,
    opened,
    opened_person,
    passes,
    register,
)

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act, Document
from csdforms.errors import (
    ClosedFile,
    DuplicateCustomer,
    ForeignItem,
    Held,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    NotReady,
    UnknownFile,
)

CREDIT = {
    "customer_grade": "AA",
    "credit_grade": "AA",
    "credit_limit": "500000.00",
    "credit_term_days": 60,
}


@pytest.fixture
def company_file(archive: Archive) -> str:
    """A company's sealed file in a department, once with credit."""
    number = open_company(archive, confidentiality="内部", **CREDIT)
    hire(archive)
    seal(archive, number)
    return number


@pytest.fixture
def person_file(archive: Archive, clock: Clock) -> str:
    """A person's file, sealed on 2026-03-08."""
    number = opened_person(archive, 1)
    hire(archive)
    passes(clock, days=3)
    seal(archive, number)
    return number


def row(archive: Archive, number: str) -> Document:
    [key] = archive.store.find("revivals", "number", number)
    return archive.store.get("revivals", key) or {}


def revive(archive: Archive, number: str, **changes: Any) -> str:
    return archive.revivals.agree(checked(archive, number, **changes), actor="qiang").number


def printed(form: str, data: Mapping[str, Any]) -> bytes:
    return f"{form} {sorted(data)}".encode()


def test_r01_inside_retention_same_number_new_volume(archive: Archive, company_file: str) -> None:
    given = checked(archive, company_file)
    assert card(archive, company_file)["state"] == "SEALED"
    done = archive.revivals.agree(given, printer=printed, actor="qiang")
    assert (done.state, done.volume, done.file) == ("revived", 2, company_file)
    assert [one[:2] for one in done.steps] == [("check-revival", "周明"), ("agree-revival", "赵强")]
    now = card(archive, company_file)
    assert (now["state"], now["volume"], now["versions"]) == ("ACTIVE", 2, 2)
    assert now["phones"] == ["02162340000"]
    assert not {"sealed", "retention", "do_not_call"} & set(now)
    assert seal_row(archive, company_file)["state"] == "revived"
    version = archive.show(company_file, actor="gao", purpose="核对", fields=()).profile
    assert version.version == 2
    [act] = acts(archive, "revive")
    assert act["subject"] == company_file
    assert act["detail"] == {"revival": given, "version": 2, "volume": 2}
    assert "profile" not in row(archive, given)
    [key] = archive.store.find("profiles", "file", company_file)[1:]
    kept = archive.store.get("profiles", key) or {}
    assert [paper["kind"] for paper in kept["papers"]] == [one["kind"] for one in PAPERS]
    assert archive.store.get_file(kept["document"]).startswith(b"corporate_customer_profile")


def test_each_step_is_anothers(archive: Archive, company_file: str) -> None:
    for account in ("liang", "liang2", "liang3"):
        roles = {"liang": "info_supervisor", "liang2": "cs_manager", "liang3": "sales"}
        register(archive, account, "梁平", [roles[account]], 3)
    given = apply(archive, company_file, actor="liang3")
    with pytest.raises(NotAuthorised, match="另一位经办人"):
        archive.revivals.check(given, seen=["营业执照"], actor="liang")
    archive.revivals.check(given, seen=["营业执照"], actor="zhou")
    with pytest.raises(NotAuthorised, match="另一位经办人"):
        archive.revivals.agree(given, actor="liang2")
    for actor in ("chen", "zhou", "wang"):
        with pytest.raises(NotAuthorised):
            archive.revivals.agree(given, actor=actor)
    with pytest.raises(NotAuthorised):
        apply(archive, company_file, actor="qiang")
    assert archive.revivals.agree(given, actor="qiang").state == "revived"


def test_the_only_keeper_does_it_all(archive: Archive) -> None:
    number = opened(archive, 1)
    seal(archive, number)
    given = apply(archive, number, actor="")
    archive.revivals.check(given, seen=["营业执照"])
    assert archive.revivals.agree(given).volume == 2
    seal(archive, number)
    assert seal_row(archive, number)["number"] == "FC-2026-0002"
    given = apply(archive, number, actor="", data=profile(phone="021-62340001"))
    archive.revivals.check(given, seen=["营业执照"])
    assert archive.revivals.agree(given).volume == 3


def test_r02_past_retention_it_must_be_extended_first(archive: Archive, company_file: str) -> None:
    change_card(
        archive,
        company_file,
        retention={"code": "D10", "from": "2025-12-31", "until": "2026-03-04"},
    )
    with pytest.raises(Held, match="由鉴定小组决定延长"):
        apply(archive, company_file)
    assert archive.store.count("revivals") == 0
    change_card(
        archive,
        company_file,
        retention={"code": "D10", "from": "2025-12-31", "until": "2026-03-05"},
    )
    assert apply(archive, company_file) == "HF-2026-0001"


def test_r02_it_may_pass_while_somebody_decides(
    archive: Archive, company_file: str, clock: Clock
) -> None:
    given = checked(archive, company_file)
    until = {"code": "D10", "from": "2025-12-31", "until": "2026-03-05"}
    change_card(archive, company_file, retention=until)
    passes(clock, days=1)
    with pytest.raises(Held):
        archive.revivals.agree(given, actor="qiang")
    change_card(archive, company_file, retention=until | {"until": "2027-03-05"})
    assert archive.revivals.agree(given, actor="qiang").state == "revived"


@pytest.mark.parametrize("trigger", ["D5", "D8"])
def test_r03_after_a_breach_the_general_manager_decides_last(
    archive: Archive, trigger: str
) -> None:
    number = opened(archive, 1)
    hire(archive)
    seal(archive, number, trigger)
    given = checked(archive, number)
    with pytest.raises(NotAllowedNow, match="待批准"):
        archive.revivals.agree_finally(given, actor="gao")
    assert archive.revivals.agree(given, printer=printed, actor="qiang").state == "agreed"
    assert card(archive, number)["state"] == "SEALED"
    with pytest.raises(NotAuthorised):
        archive.revivals.agree_finally(given, actor="qiang")
    done = archive.revivals.agree_finally(given, printer=printed, actor="gao")
    assert (done.state, card(archive, number)["state"]) == ("revived", "ACTIVE")
    assert len(acts(archive, "agree-revival")) == 1


@pytest.mark.parametrize("state", ["APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED"])
def test_r04_its_line_is_pulled_first(archive: Archive, company_file: str, state: str) -> None:
    over = {"code": "D10", "from": "2015-12-31", "until": "2025-12-31"}
    change_card(archive, company_file, state=state, retention=over, listed="XH-2026-0001")
    lines = [{"no": 1, "file": company_file}]
    states = {"APPRAISAL": "open", "DESTROY_PROPOSED": "proposed", "DESTROY_APPROVED": "approved"}
    listed = {"number": "XH-2026-0001", "files": [company_file], "lines": lines}
    listed |= {"state": states[state], "approvals": [{"by": "高远"}], "signatures": []}
    table = "appraisals" if state == "APPRAISAL" else "destructions"
    if table == "appraisals":
        listed["members"] = []
    with archive.store.writing() as work:
        work.put(table, 1, listed)
        work.record(Act("test", "tests", archive.office.moment()))
    given = apply(archive, company_file)
    now = card(archive, company_file)
    assert (now["state"], "listed" in now) == ("SEALED", False)
    pulled = archive.store.get(table, 1) or {}
    assert pulled["lines"][0]["pulled"] == f"恢复申请 {given}"
    assert row(archive, given)["was"] == state
    # Then it is decided; the period is extended first.
    with pytest.raises(Held):
        archive.revivals.check(given, seen=["营业执照"], actor="zhou")
    change_card(archive, company_file, retention=over | {"until": "2030-12-31"})
    archive.revivals.check(given, seen=["营业执照"], actor="zhou")
    assert archive.revivals.agree(given, actor="qiang").state == "revived"


@pytest.mark.parametrize("state", ["ACTIVE", "MERGED", "DESTROYED", "DESTROYING", "SETTLED"])
def test_what_does_not_come_back(archive: Archive, company_file: str, state: str) -> None:
    change_card(archive, company_file, state=state)
    with pytest.raises(NotAllowedNow, match="不能恢复"):
        apply(archive, company_file)


def test_r05_old_consents_are_not_used_again(archive: Archive, person_file: str) -> None:
    data = natural(mobile="13900001234", customer_no=person_file)
    with pytest.raises(NotReady, match="封存时原有的同意已经终止"):
        apply(archive, person_file, data=data, papers=fresh("2026-03-07"))
    with pytest.raises(NotReady, match="告知同意记录"):
        apply(archive, person_file, data=data, papers=PAPERS)
    given = apply(archive, person_file, data=data, papers=fresh("2026-03-08"))
    assert given == "HF-2026-0001"
    archive.revivals.check(given, actor="zhou")
    archive.revivals.agree(given, actor="qiang")
    now = card(archive, person_file)
    assert (now["state"], "restricted" in now, "do_not_call" in now) == ("ACTIVE", False, False)


def test_who_refused_calls_before_is_not_called_after(archive: Archive) -> None:
    number = opened(archive, 1)
    change_card(archive, number, do_not_call=True)
    hire(archive)
    seal(archive, number)
    revive(archive, number)
    assert card(archive, number)["do_not_call"] is True


def test_papers_must_have_been_seen(archive: Archive, company_file: str) -> None:
    given = apply(archive, company_file)
    with pytest.raises(NotReady, match="恢复申请 HF-2026-0001 还有 1 处要补正"):
        archive.revivals.check(given, actor="zhou")
    assert archive.revivals.check(given, seen=["营业执照"], actor="zhou").state == "checked"


def test_r06_credit_is_not_restored(archive: Archive, company_file: str) -> None:
    assert card(archive, company_file)["grade"] == "AA"
    revive(archive, company_file, data=profile(**CREDIT))
    assert "grade" not in card(archive, company_file)
    key = archive.store.find("profiles", "file", company_file)[-1]
    kept = (archive.store.get("profiles", key) or {})["data"]
    assert not set(CREDIT) & set(kept)
    before = archive.store.get("profiles", key - 1) or {}
    assert before["data"]["credit_limit"] == "500000.00"


def test_r07_the_level_is_not_lowered(archive: Archive) -> None:
    number = open_company(archive, confidentiality="秘密")
    hire(archive)
    register(archive, "chen", "陈静", ["info_specialist"], 2)
    seal(archive, number)
    with pytest.raises(NotPermitted, match="密级不随恢复变更"):
        apply(archive, number, data=profile(confidentiality="内部"))
    given = apply(archive, number, data=profile())  # left out: as it was
    archive.revivals.check(given, seen=["营业执照"], actor="zhou")
    archive.revivals.agree(given, actor="qiang")
    assert card(archive, number)["level"] == "秘密"


def test_r07_a_decided_level_stays_with_its_circle(archive: Archive) -> None:
    number = opened(archive, 3, ("赵强", "周明", "王敏"))
    hire(archive)
    for account, name, role in (
        ("zhou", "周明", "info_supervisor"),
        ("wang", "王敏", "sales"),
        ("chen", "陈静", "info_specialist"),
    ):
        register(archive, account, name, [role], 3)
    change_card(archive, number, secrecy={"level": 3, "circle": ["赵强", "周明", "王敏", "陈静"]})
    seal(archive, number)
    revive(archive, number)
    assert card(archive, number)["secrecy"]["level"] == 3


def test_r08_a_new_file_of_the_same_customer_is_merged_first(
    archive: Archive, company_file: str
) -> None:
    given = apply(archive, company_file)
    twin = _twin(archive)
    with pytest.raises(Held, match=f"统一社会信用代码.*{twin}.*请先合并"):
        archive.revivals.check(given, seen=["营业执照"], actor="zhou")
    archive.revivals.refuse(given, reason="另建", actor="zhou")
    with pytest.raises(Held, match="请先合并"):
        apply(archive, company_file)
    change_card(archive, twin, state="VOID")
    assert checked(archive, company_file) == "HF-2026-0002"


def test_r08_of_a_hidden_twin_nothing_is_told(archive: Archive, company_file: str) -> None:
    twin = _twin(archive)
    classify(archive, twin, 4, ("高远",))
    with pytest.raises(DuplicateCustomer) as caught:
        apply(archive, company_file)
    assert twin not in str(caught.value)
    assert notes(archive, "probe")[-1]["who"] == "wang"


def test_r08_one_of_the_same_name_may_be_another(archive: Archive, company_file: str) -> None:
    given = apply(archive, company_file)
    twin = _twin(archive, uscc="91310199MA0000001A")
    with pytest.raises(Held, match=twin):
        archive.revivals.check(given, seen=["营业执照"], actor="zhou")
    seen = {"seen": ["营业执照"], "actor": "zhou"}
    archive.revivals.check(given, distinct="登记机关不同", **seen)  # type: ignore[arg-type]
    assert archive.revivals.agree(given, actor="qiang").state == "revived"


def _twin(archive: Archive, **changes: Any) -> str:
    """Put another file of the company's name, and if nothing is said its code, into the archive."""
    with archive.store.writing() as work:
        number = "KH-F-2026-000077-2"
        old = work.get("files", 1) or {}
        made = {name: old[name] for name in ("kind", "name", "uscc", "org_code", "created_at")}
        made |= {"number": number, "state": "ACTIVE", "level": "内部", "versions": 1, "items": 0}
        made |= changes
        made["org_code"] = made["uscc"][8:17]
        work.put("files", work.last_key("files") + 1, made)
        work.record(Act("test", "tests", archive.office.moment(), number))
    return number


def test_another_customer_is_not_revived(archive: Archive, company_file: str) -> None:
    with pytest.raises(NotPermitted, match="统一社会信用代码"):
        apply(archive, company_file, data=other_company())
    with pytest.raises(ForeignItem):
        apply(archive, company_file, data=profile(customer_no="C-9999"))
    with pytest.raises(NotPermitted, match="请写明恢复的理由"):
        apply(archive, company_file, reason=" ")


def test_one_application_at_a_time(archive: Archive, company_file: str) -> None:
    given = apply(archive, company_file)
    with pytest.raises(NotAllowedNow, match=f"{given} 现为“待核对”，不能重复申请"):
        apply(archive, company_file)
    with pytest.raises(NotAllowedNow, match="待核对"):
        archive.revivals.agree(given, actor="qiang")


def test_an_application_is_refused_or_withdrawn(archive: Archive, company_file: str) -> None:
    given = apply(archive, company_file)
    with pytest.raises(NotAuthorised):
        archive.revivals.refuse(given, reason="不行", actor="chen")
    done = archive.revivals.refuse(given, reason="拖欠他人货款", actor="zhou")
    assert done.state == "refused"
    assert "profile" not in row(archive, given)
    with pytest.raises(NotAllowedNow, match="未批准"):
        archive.revivals.refuse(given, reason="再说一次", actor="qiang")
    again = apply(archive, company_file)
    assert archive.revivals.refuse(again, reason="客户改变主意", actor="wang").state == "withdrawn"
    assert [act["subject"] for act in acts(archive, "withdraw-revival")] == [company_file]
    assert [act["reason"] for act in acts(archive, "refuse-revival")] == ["拖欠他人货款"]


def test_applications_are_listed_to_who_may_know_of_the_file(
    archive: Archive, company_file: str
) -> None:
    given = apply(archive, company_file)
    assert [one.number for one in archive.revivals.revivals(actor="lin")] == [given]
    assert WHY not in repr(next(archive.revivals.revivals(actor="lin")))
    classify(archive, company_file, 3, ("赵强",))
    assert list(archive.revivals.revivals(actor="zhou")) == []
    with pytest.raises(UnknownFile, match="没有恢复申请 HF-2026-0001"):
        archive.revivals.check(given, actor="zhou")
    with pytest.raises(UnknownFile):
        archive.revivals.check("HF-2026-0099", actor="zhou")
    classify(archive, company_file, 1)
    archive.revivals.refuse(given, reason="不再来", actor="wang")
    assert list(archive.revivals.revivals(actor="zhou")) == []
    assert [one.state for one in archive.revivals.revivals(every=True, actor="zhou")] == [
        "withdrawn"
    ]


def test_who_applies_is_told_which_form(archive: Archive, company_file: str) -> None:
    expected = ("corporate_customer_profile", company_file)
    assert archive.revivals.form_of(company_file, actor="wang") == expected


def test_a_sealed_customers_call_does_not_revive_him(archive: Archive, company_file: str) -> None:
    call = {"call_no": "HR-1", "customer_no": company_file}
    with pytest.raises(ClosedFile):
        archive.file("", "inbound_call_record", call, section="5.2", actor="lin")
    said = "投诉：来电"
    archive.file(
        company_file, "inbound_call_record", call, section="5.2", actor="lin", purpose=said
    )
    assert card(archive, company_file)["state"] == "SEALED"
