"""A person's request to be deleted, through the acts of all that are concerned (D13, D14)."""

from __future__ import annotations

from archive.customers import Clock, open_person
from archive.deregistration.leaving import applied, engage, row_of, sign, sign_all, statement
from archive.destruction.hands import begin
from archive.personal_data.asking import answered, row, taken
from archive.secrecy.department import acts, card, classify, hire, passes

from csdforms.archive.archive import Archive

OWN = {"kind": "self", "document": "居民身份证", "holder_seen_by": "陈静"}


def asked(archive: Archive) -> tuple[str, str, str]:
    """Let a person ask for deletion, and the joint check begin; return the three numbers."""
    file = open_person(archive)
    classify(archive, file, 1)
    engage(archive)
    number = taken(archive, file=file).number
    zx = applied(archive, file, "chen", trigger="D2", authority=OWN, request=number)
    archive.deregistration.check(zx, actor="zhou")
    return file, number, zx


def test_d13_a_person_with_a_debt_is_suspended_restricted_and_answered(archive: Archive) -> None:
    file, number, zx = asked(archive)
    sign(archive, zx, "G3", clear=False, text="有未结清的货款",
         statement=statement(archive, balance="120.00", agreed=False))  # fmt: skip
    assert card(archive, file)["state"] == "DEREG_SUSPENDED"
    shown = archive.personal_requests.show(number, actor="jie")
    assert (shown.situations, shown.deregistration) == (("debt",), zx)
    done = answered(archive, number, "partly", reasons="货款结清以前只用于结算。")
    assert (done.outcome, done.restricted) == ("partly", True)
    kept = card(archive, file)
    assert (kept["restricted"], kept["do_not_call"]) == ([number], True)
    assert kept["state"] == "DEREG_SUSPENDED"


def test_d14_a_person_with_nothing_open_is_deleted_by_a_list_of_one_line(
    archive: Archive, clock: Clock
) -> None:
    file, number, zx = asked(archive)
    sign_all(archive, zx)
    assert card(archive, file)["state"] == "DEREG_CLEARED"
    passes(clock, days=1)
    assert answered(archive, number, "granted").situations == ("free",)
    deregistration = archive.deregistration
    deregistration.approve(zx, actor="qiang")
    for step, actor in (
        ("account", "qian"),
        ("signature", "qiang"),
        ("letter", "wang"),
        ("receipt", "wang"),
    ):
        deregistration.settle(zx, step, document=f"{step}-1", actor=actor)
    archive.seals.prepare(file, actor="zhou")
    archive.seals.confirm(file, actor="chen")
    sealed = card(archive, file)
    assert (sealed["state"], sealed["retention"]["code"]) == ("SEALED", "DEL")
    listed = archive.destructions.propose_deletion(file, number, actor="jie")
    assert card(archive, file)["state"] == "DESTROY_PROPOSED"
    assert archive.office.today() <= row(archive, number)["due"]
    [act] = acts(archive, "propose-deletion")
    assert act["detail"] == {"list": listed.number, "request": number}
    assert row_of(archive, zx)["request"] == number
    end(archive, listed.number)
    assert card(archive, file)["state"] == "DESTROYED"
    for table in ("personal_requests", "deregistrations", "profiles"):
        assert archive.store.find(table, "file", file) == []
    [remains] = acts(archive, "request-record")  # that he was answered can be shown (L-PIPL 56)
    assert (remains["detail"]["request"], remains["detail"]["outcome"]) == (number, "granted")


def end(archive: Archive, number: str) -> None:
    """Let a list be approved, carried out and witnessed."""
    hire(
        archive,
        {
            "jian": ("简明", ["destruction_witness"], 2),
            "shi": ("石坚", ["legal"], 2),
            "dong": ("董雪", ["info_specialist"], 1),
        },
    )
    lists = archive.destructions
    lists.approve(number, actor="qiang")
    lists.approve(number, actor="gao")
    begin(archive, number, actor="dong")
    pieces = lists.get(number, actor="jie").total
    lists.count(number, pieces, actor="jian")
    lists.count(number, pieces, actor="shi")
    lists.run(number, actor="dong")
    for copy in lists.get(number, actor="jie").execution["copies"]:
        if not copy["became"]:
            lists.account(number, copy["no"], "destroyed", actor="dong")
    lists.attest(number, actor="jian")
    lists.attest(number, actor="shi")
    lists.finish(number, actor="dong")
