"""Looking things up where several people do: listed, masked, refused, noted."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from archive.customers import Clock, change_card, company, open_company, open_person
from archive.secrecy.department import (
    ABSENT,
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

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.archive.records import as_data
from csdforms.archive.secrecy import inquiry
from csdforms.archive.store import Act, Document
from csdforms.errors import (
    AmbiguousCustomer,
    CsdformsError,
    InvalidNumber,
    NotAuthorised,
    NotPermitted,
    UnknownFile,
)

MOBILE = "13900006721"
IDENTITY = "310199198906140023"


def granted(archive: Archive, number: str, reader: str, *fields: str, **changes: Any) -> None:
    """Give a grant for a day, as it is kept."""
    at = archive.office.moment()
    end = (dt.datetime.fromisoformat(at) + dt.timedelta(days=1)).isoformat(timespec="microseconds")
    with archive.store.writing() as work:
        key = work.last_key("grants") + 1
        grant: Document = {
            "number": f"SQ-2026-000{key}",
            "file": number,
            "reader": reader,
            "by": "赵强",
        }
        grant |= {"fields": list(fields), "purpose": "核对", "from": at, "to": end, "at": at}
        work.put("grants", key, grant | {"up_to": 4} | changes)
        work.record(Act("test", "tests", at))


def said(call: Callable[[], object]) -> tuple[str, str]:
    """Return what somebody is told: the kind of the answer, and its words."""
    try:
        return "", repr(as_data(call()))
    except CsdformsError as error:
        return type(error).__name__, str(error)


# --- what is hidden is as if absent (S09) ---------------------------------------------------------


@pytest.fixture
def hidden(archive: Archive) -> str:
    """A person's file that is 机密, among two internal ones."""
    number = opened_person(archive, 3)
    change_card(archive, number, customer_nos=["XS-77"])
    archive.file(number, "f", {"complaint_no": "TS-1"}, b"paper", section="3.2")
    opened(archive, 1)
    second(archive)
    hire(archive)
    return number


ASKED: dict[str, Callable[[Archive, str, str], object]] = {
    "show": lambda a, number, who: a.show(number, actor=who, purpose="回访"),
    "version": lambda a, number, who: a.show(number, 1, actor=who, purpose="回访"),
    "unmask": lambda a, number, who: a.show(number, actor=who, purpose="回访", fields=("mobile",)),
    "item": lambda a, number, who: a.item(f"{number}/3.2-2026-0001", actor=who, purpose="回访"),
    "document": lambda a, number, who: a.document(f"{number}/3.2-2026-0001", actor=who),
    "history": lambda a, number, who: list(a.history(number, actor=who, purpose="回访")),
    "file": lambda a, number, who: a.file(number, "f", {"b": "1"}, section="3.2", actor=who),
}


@pytest.mark.parametrize("who", ["chen", "zhou", "qiang"])
@pytest.mark.parametrize("act", ASKED)
def test_s09_a_hidden_file_is_answered_like_an_absent_one(
    archive: Archive, hidden: str, act: str, who: str
) -> None:
    absent = "KH-Z-2026-000009-9"
    before = archive.store.last_note()
    kind, words = said(lambda: ASKED[act](archive, hidden, who))
    middle = archive.store.last_note()
    assert kind in ("UnknownFile", "NotAuthorised")  # who may not file at all is told just that
    number = _valid(absent)
    assert said(lambda: ASKED[act](archive, number, who)) == (kind, words.replace(hidden, number))
    after = archive.store.last_note()
    assert before is not None
    assert middle is not None
    assert after is not None
    assert middle.no - before.no == after.no - middle.no == 1  # the same work for both


def _valid(number: str) -> str:
    return numbers.make("Z", 2026, int(number[10:16]))


@pytest.mark.parametrize(
    "text", ["李晓岚", "晓岚", "lxl", MOBILE, IDENTITY, "XS-77", "TS-1", "KH-Z-2026-000001-4"]
)
def test_s09_nothing_finds_a_hidden_file(archive: Archive, hidden: str, text: str) -> None:
    assert archive.find(text, actor="qiang") == []
    assert archive.find(text, actor="gao") == []  # cleared, but not in its circle
    classify(archive, hidden, 3, ("高远",))
    assert [card.number for card in archive.find(text, actor="gao")] == [hidden]


def test_s09_lists_counts_and_links_are_those_without_it(archive: Archive, hidden: str) -> None:
    listed = [card.number for card in archive.list_files(actor="qiang")]
    assert [number[3] for number in listed] == ["F", "F"]
    assert hidden not in listed
    assert list(archive.list_files(kind="Z", actor="qiang")) == []
    assert list(archive.list_items(actor="qiang")) == []
    assert list(archive.list_items(form="f", actor="qiang")) == []
    assert archive.linked("complaint_no", "TS-1", actor="qiang") == ()
    assert archive.count(actor="qiang") == 2


def test_s09_a_limit_counts_what_is_seen(archive: Archive) -> None:
    first = opened_person(archive, 3)
    second_one = open_person(archive, customer_name="李晓峰", id_no="E12345678", mobile=None)
    classify(archive, second_one, 1)
    hire(archive)
    assert first < second_one
    assert [card.number for card in archive.find("李晓", 1, actor="chen")] == [second_one]


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_s09_a_document_of_a_hidden_file_is_unknown_by_its_hash(
    archive: Archive, hidden: str, digest: str
) -> None:
    which = digest or hashlib.sha256(b"paper").hexdigest()
    assert said(lambda: archive.document(which, actor="qiang")) == (
        "UnknownFile",
        f"档案库里没有文书 {which}。用 csdforms archive find 查找。",
    )
    assert notes(archive, "refused")[-1]["subject"] == ("" if digest else hidden)


def test_s09_a_sheet_leads_to_no_hidden_file(archive: Archive, hidden: str) -> None:
    for sheet in ({"id_no": IDENTITY}, {"complaint_no": "TS-1", "customer_name": "李晓岚"}):
        with pytest.raises(UnknownFile, match="这张表的客户"):
            archive.file_for(sheet, actor="qiang")
    assert archive.file_for({"complaint_no": "TS-1"}, actor="qiang") == ""
    with pytest.raises(UnknownFile):
        archive.file_for({"customer_no": hidden}, actor="qiang")


def test_s09_a_head_office_or_a_merger_is_not_given_away(archive: Archive) -> None:
    head, branch = opened(archive, 3), second(archive)
    change_card(archive, branch, parent=head)
    hire(archive)
    [card] = archive.list_files(actor="chen")
    assert (card.number, card.parent, card.masked) == (branch, "", True)
    classify(archive, head, 1)
    assert [card.parent for card in archive.list_files(actor="chen")] == ["", head]


def test_a_merged_file_has_its_own_history(archive: Archive) -> None:
    merged = opened(archive, 1)
    there = opened_person(archive, 1)
    change_card(archive, merged, state="MERGED", merged_into=there)
    assert archive.show(merged).card.number == there
    assert {event.subject for event in archive.history(merged)} == {merged}


def test_s27_administrators_are_told_of_no_file(archive: Archive, hidden: str) -> None:
    for who in ("sun", "he"):
        assert archive.find("屿泊", actor=who) == []
        assert list(archive.list_files(actor=who)) == []
        assert archive.count(actor=who) == 0
        with pytest.raises(UnknownFile):
            archive.show("KH-F-2026-000002-2", actor=who, purpose="维护")
    with pytest.raises(NotAuthorised):
        archive.show(hidden, actor="nobody")


def test_s07_a_leaver_sees_nothing_at_once(archive: Archive, clock: Clock) -> None:
    number = opened(archive, 1)
    hire(archive)
    granted(archive, number, "陈静", "*")
    assert archive.show(number, actor="chen").card.number == number
    leave(archive, "chen")
    for call in (archive.show, archive.find, archive.history):
        with pytest.raises(NotAuthorised, match="使用本档案库"):
            call(number, actor="chen")
    passes(clock, seconds=1)
    register(archive, "chen", "陈静", ["info_specialist"], 2)
    classify(archive, number, 2)
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="chen", purpose="回访")


# --- what is shown --------------------------------------------------------------------------------


@pytest.fixture
def internal(archive: Archive) -> str:
    """A person's internal file with a complaint and its document."""
    number = opened_person(archive, 1)
    data = {"complaint_no": "TS-1", "customer_name": "李晓岚", "phone": MOBILE}
    archive.file(number, "complaint_register_one", data, b"paper", section="3.2")
    hire(archive)
    return number


def test_reading_is_masked(archive: Archive, internal: str) -> None:
    shown = archive.show(internal, actor="chen", purpose="回访")
    assert (shown.card.name, shown.card.phones, shown.card.ids) == (
        "李**",
        ("139****6721",),
        ("居民身份证:310***********0023",),
    )
    assert shown.profile.data["mobile"] == "139****6721"
    assert shown.items[0].data["phone"] == "139****6721"
    assert shown.items[0].digest == ""
    assert shown.card.masked
    assert shown.profile.masked
    assert shown.items[0].masked
    for value in (MOBILE, IDENTITY, "李晓岚", "晓岚"):
        assert value not in str(as_data(shown))


def test_fields_are_unmasked_one_by_one(archive: Archive, internal: str) -> None:
    shown = archive.show(internal, actor="chen", purpose="回访", fields=("mobile",))
    assert shown.profile.data["mobile"] == MOBILE
    assert shown.profile.data["customer_name"] == "李**"
    item = archive.item(shown.items[0].number, actor="chen", purpose="回访", fields=("phone",))
    assert (item.data["phone"], item.data["customer_name"], item.masked) == (MOBILE, "李**", True)
    for all_of_it in (archive.show, archive.item):
        which = internal if all_of_it == archive.show else item.number
        with pytest.raises(NotAuthorised, match="原文"):
            all_of_it(which, actor="chen", purpose="回访", fields=("*",))


def test_without_a_purpose_one_is_told_to_state_it(archive: Archive, internal: str) -> None:
    with pytest.raises(NotAuthorised, match="不写明用途"):
        archive.show(internal, actor="chen")
    with pytest.raises(NotAuthorised, match="找有权批准"):
        archive.show(internal, actor="lin", purpose="回访")


def test_s01_a_reader_without_need_finds_but_does_not_read(archive: Archive, internal: str) -> None:
    [card] = archive.find("李晓岚", actor="lin")
    assert (card.name, card.masked) == ("李**", True)
    [item] = archive.list_items(actor="lin", purpose="回访")
    assert (item.number, item.data, item.digest, item.masked) == (
        f"{internal}/3.2-2026-0001",
        {},
        "",
        True,
    )
    for call in (archive.show, archive.history):
        with pytest.raises(NotAuthorised):
            call(internal, actor="lin", purpose="回访")
    with pytest.raises(NotAuthorised):
        archive.item(item.number, actor="lin", purpose="回访")
    assert [one["subject"] for one in notes(archive, "refused")] == [internal] * 3


@pytest.mark.usefixtures("internal")
def test_lists_of_items_show_what_may_be_read(archive: Archive) -> None:
    for items in (
        archive.list_items(actor="chen", purpose="回访"),
        archive.linked("complaint_no", "TS-1", actor="chen", purpose="回访"),
    ):
        assert [item.data["phone"] for item in items] == ["139****6721"]


def test_s02_s03_s04_grants_open_secret_files(archive: Archive, clock: Clock) -> None:
    number = opened_person(archive, 2)
    hire(archive)
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="zhou", purpose="回访")
    granted(archive, number, "周明", "mobile")
    shown = archive.show(number, actor="zhou", fields=("mobile",))
    assert (shown.profile.data["mobile"], shown.profile.data["id_no"][-4:]) == (MOBILE, "0023")
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="zhou", fields=("mobile", "id_no"))
    passes(clock, days=1, seconds=-1)
    assert archive.show(number, actor="zhou").card.number == number
    passes(clock, seconds=1)
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="zhou")


def test_s05_a_grant_is_not_passed_on(archive: Archive) -> None:
    number = opened(archive, 2)
    hire(archive)
    granted(archive, number, "周明", "*")
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="jie", purpose="回访")


def test_s18_a_clock_set_back_brings_no_grant_back(archive: Archive, clock: Clock) -> None:
    number = opened(archive, 2)
    hire(archive)
    granted(archive, number, "周明", "*")
    passes(clock, days=2)
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="zhou")
    passes(clock, days=-2)
    with pytest.raises(NotAuthorised):
        archive.show(number, actor="zhou")


def test_a_whole_document_is_for_those_who_see_everything(archive: Archive, internal: str) -> None:
    which = f"{internal}/3.2-2026-0001"
    for actor in ("chen", "gao"):
        with pytest.raises(NotAuthorised, match="archive print"):
            archive.document(which, actor=actor, purpose="回访")
    granted(archive, internal, "陈静", "*")
    granted(archive, internal, "高远", "mobile")
    assert archive.document(which, actor="chen") == b"paper"
    shown = archive.show(internal, actor="chen", fields=("*",))
    assert (shown.card.name, shown.card.masked, shown.items[0].masked) == ("李晓岚", False, False)
    assert archive.document(shown.items[0].document, actor="chen") == b"paper"
    with pytest.raises(NotAuthorised):
        archive.document(which, actor="gao")
    [first, _] = notes(archive, "document")
    assert (first["subject"], first["detail"]["item"]) == (internal, which)
    assert (first["detail"]["fields"], first["detail"]["grant"]) == (["*"], "SQ-2026-0001")


def test_the_departments_papers_are_internal(archive: Archive) -> None:
    number = archive.file("", "f", {"month": "2026-03"}, b"paper", section="3.9").number
    hire(archive)
    assert [item.number for item in archive.list_items(actor="lin")] == [number]
    assert archive.item(number, actor="chen", purpose="月报").number == number
    with pytest.raises(NotAuthorised):
        archive.item(number, actor="lin", purpose="月报")
    with pytest.raises(NotAuthorised):
        archive.document(number, actor="chen", purpose="月报")
    with pytest.raises(UnknownFile):
        archive.item(number, actor="sun")


def test_m12_no_record_prints_a_customers_data(archive: Archive, internal: str) -> None:
    shown = archive.show(internal, actor="chen", purpose="回访", fields=("mobile", "id_no"))
    event = next(archive.history(internal, actor="chen", purpose="回访"))
    for record in (shown, shown.card, shown.profile, *shown.items, event):
        for text in (repr(record), str(record), f"{record!r:.500}"):
            for value in (MOBILE, IDENTITY, "李", "139"):
                assert value not in text
    assert internal in repr(shown)
    assert "versions=1" in repr(shown.card)


# --- what is noted --------------------------------------------------------------------------------


def test_readings_are_noted_with_fields_and_no_values(archive: Archive, internal: str) -> None:
    archive.show(internal, actor="chen", purpose="回访", fields=("mobile",))
    archive.item(f"{internal}/3.2-2026-0001", actor="chen", purpose="回访")
    list(archive.history(internal, actor="chen", purpose="回访"))
    archive.find(MOBILE, actor="chen")
    list(archive.list_files(actor="chen"))
    list(archive.list_items(actor="chen"))
    first, second_one = notes(archive, "show")
    assert (first["subject"], first["who"], first["purpose"]) == (internal, "chen", "回访")
    assert (first["detail"]["fields"], first["detail"]["version"]) == (["mobile"], 1)
    assert second_one["detail"]["item"] == f"{internal}/3.2-2026-0001"
    assert [one["detail"]["files"] for one in notes(archive, "find")] == [[internal]]
    assert [one["detail"]["files"] for one in notes(archive, "list")] == [[internal]] * 2
    assert notes(archive, "history")[0]["subject"] == internal
    written = b"".join(archive.store.raw_notes()).decode()
    for value in (MOBILE, IDENTITY, "李晓岚"):
        assert value not in written


@pytest.mark.usefixtures("hidden")
def test_a_search_without_hits_is_noted_of_those_who_may_try_out(archive: Archive) -> None:
    archive.find("没有的人", actor="chen")
    archive.find(MOBILE, actor="chen")  # of the hidden file
    assert notes(archive, "find") == []
    archive.find("没有的人", actor="lin")
    archive.find(MOBILE, actor="lin")
    assert [one["detail"]["files"] for one in notes(archive, "find")] == [[], []]


def test_l01_what_cannot_be_noted_is_not_handed_out(
    archive: Archive, internal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Act) -> int:
        raise NotPermitted("磁盘已满。")

    monkeypatch.setattr(archive.store, "note", refuse)
    calls: list[Callable[[], object]] = [
        lambda: archive.show(internal, actor="chen", purpose="回访"),
        lambda: archive.find("李晓岚", actor="chen"),
        lambda: next(archive.list_files(actor="chen")),
        lambda: next(archive.list_items(actor="chen")),
        lambda: archive.item(f"{internal}/3.2-2026-0001", actor="chen", purpose="回访"),
        lambda: archive.document(f"{internal}/3.2-2026-0001", actor="zhang"),
        lambda: archive.history(internal, actor="chen", purpose="回访"),
        lambda: archive.file_for({"id_no": IDENTITY}, actor="chen"),
        lambda: archive.log(actor="he"),
        lambda: archive.who_saw(internal, actor="he"),
        lambda: archive.show(ABSENT, actor="chen"),
    ]
    for call in calls:
        assert said(call)[0] == "NotPermitted"


def test_long_lists_are_noted_in_parts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = opened(archive, 1), second(archive)
    hire(archive)
    monkeypatch.setattr(inquiry, "_BATCH", 1)
    listed = archive.list_files(actor="chen")
    assert notes(archive, "list") == []
    next(listed)
    assert [one["detail"]["files"] for one in notes(archive, "list")] == [[first]]
    next(listed)
    assert [one["detail"]["files"] for one in notes(archive, "list")] == [[first], [last]]


@pytest.mark.parametrize("text", ["*", "%", "_", "?", "", "**"])
def test_z12_a_wildcard_returns_no_more_than_is_allowed(
    archive: Archive, hidden: str, text: str
) -> None:
    allowed = {card.number for card in archive.list_files(actor="lin")}
    assert {card.number for card in archive.find(text, actor="lin")} <= allowed
    assert hidden not in allowed


def test_z12_who_searches_without_end_is_stopped(
    archive: Archive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(archive, 1)
    hire(archive)
    monkeypatch.setattr(inquiry, "_SEARCHES", 3)
    for number in range(3):
        passes(clock, minutes=1)
        archive.find(f"客户{number}", actor="lin")
    for call in (
        lambda: archive.find("屿泊", actor="lin"),
        lambda: archive.file_for({"uscc": "91310115MAXX0Y0XXT"}, actor="lin"),
    ):
        with pytest.raises(NotAuthorised, match="频繁"):
            call()
    assert archive.find("屿泊", actor="chen")
    assert archive.find("屿泊", actor="wang")
    passes(clock, minutes=8, seconds=1)
    assert archive.find("屿泊", actor="lin")


# --- history, log, who saw ------------------------------------------------------------------------


def test_a_history_tells_no_values(archive: Archive) -> None:
    number = open_company(archive, confidentiality="内部")
    reason = f"电话改为 {MOBILE}"
    archive.revise(number, company(confidentiality="内部", fax="1"), reason=reason, evidence="执照")
    archive.add_alias(number, "XS-77")
    hire(archive)
    [create, revise, alias] = archive.history(number, actor="chen", purpose="核对")
    assert [event.act for event in (create, revise, alias)] == ["create", "revise", "alias"]
    assert revise.reason == "电话改为 139****6721"
    assert set(revise.detail) == {"version", "fields"}
    assert alias.detail == {}


def test_the_log_is_the_auditors_and_has_no_values(archive: Archive) -> None:
    number = open_company(archive, confidentiality="内部")
    archive.add_alias(number, "XS-77", reason=f"电话 {MOBILE}")
    assert [event.detail.get("customer_no") for event in archive.log(3)] == ["XS-77"]
    hire(archive)
    for actor in ("sun", "gao", "chen", "jie"):
        with pytest.raises(NotAuthorised):
            archive.log(actor=actor)
    events = list(archive.log(2, actor="he"))
    assert (events[1].act, events[1].reason, events[1].detail) == ("alias", "电话 139****6721", {})
    assert notes(archive, "log")[-1]["detail"]["first"] == 2


def test_who_has_seen_a_customers_data(archive: Archive) -> None:
    internal, hidden_too = opened_person(archive, 1), opened(archive, 3)
    hire(archive)
    archive.show(internal, actor="chen", purpose=f"回访 {MOBILE}")
    for actor in ("he", "jie"):
        seen = list(archive.who_saw(internal, actor=actor, purpose="答复客户"))
        shown = [event for event in seen if event.act == "show"]
        assert [(event.actor, event.purpose) for event in shown] == [("chen", "回访 139****6721")]
        assert "who-saw" in [event.act for event in seen]
    assert "create" in [event.act for event in archive.who_saw(hidden_too, actor="he")]
    with pytest.raises(UnknownFile):
        archive.who_saw(hidden_too, actor="jie")
    with pytest.raises(UnknownFile):
        archive.who_saw(ABSENT, actor="he")
    with pytest.raises(InvalidNumber):
        archive.who_saw("KH-F-2026-000001-5", actor="he")
    for actor in ("gao", "chen", "sun"):
        with pytest.raises(NotAuthorised):
            archive.who_saw(internal, actor=actor)


def test_the_only_keeper_is_told_all(archive: Archive) -> None:
    number = open_company(archive)
    archive.add_alias(number, "XS-77", reason=f"电话 {MOBILE}")
    [_, alias] = archive.history(number)
    assert (alias.reason, alias.detail) == (f"电话 {MOBILE}", {"customer_no": "XS-77"})
    seen = [event.act for event in archive.who_saw(number)]
    assert sorted(seen) == ["alias", "create", "history", "who-saw"]


# --- totals (S29) ---------------------------------------------------------------------------------


def test_s29_what_a_reader_is_shown_is_marked_as_his_part(archive: Archive) -> None:
    assert archive.is_complete()
    opened(archive, 1)
    hire(archive)
    marks = {archive.is_complete(actor=who) for who in ("chen", "gao", "he", "sun")}
    assert marks == {False}  # with a hidden file and without one: the mark tells nothing
    classify(archive, "KH-F-2026-000001-4", 3)
    assert {archive.is_complete(actor=who) for who in ("chen", "gao", "he", "sun")} == marks


def test_the_only_keeper_has_whole_lists(archive: Archive) -> None:
    opened_person(archive, 2)
    for [card] in (list(archive.list_files()), archive.find("李晓岚")):
        assert (card.name, card.masked) == ("李晓岚", False)


def test_what_was_wanted_of_an_absent_file_is_noted(archive: Archive) -> None:
    hire(archive)
    with pytest.raises(UnknownFile):
        archive.history("KH-F-2026-000001-4", actor="lin", purpose="核对")
    assert notes(archive, "refused")[-1]["detail"]["wanted"] == "查阅档案的沿革"


def test_the_file_of_a_sheet_is_noted_as_a_search(archive: Archive) -> None:
    opened_person(archive, 1)
    hire(archive)
    assert archive.file_for({"id_no": IDENTITY}, actor="lin") == "KH-Z-2026-000001-4"
    assert [one["detail"]["files"] for one in notes(archive, "find")] == [["KH-Z-2026-000001-4"]]


def test_several_that_fit_are_noted_too(archive: Archive) -> None:
    first = opened_person(archive, 1)
    twin = archive.open_file(
        {"customer_name": "李晓岚", "mobile": MOBILE, "confidentiality": "内部"},
        form="individual_customer_profile",
        distinct="父子同名",
    ).number
    hire(archive)
    with pytest.raises(AmbiguousCustomer):
        archive.file_for({"customer_name": "李晓岚", "mobile": MOBILE}, actor="lin")
    assert notes(archive, "find")[0]["detail"]["files"] == [first, twin]
