"""Papers printed: who may, what is registered, and what is left when one cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import open_company
from archive.deregistration.leaving import applied, checked, customer, engage, sign_all
from archive.deregistration.sealed import seal
from archive.personal_data.asking import person_on_file, taken
from archive.secrecy.department import acts, classify, hire, notes, register
from support import part

from csdforms.archive.archive import Archive
from csdforms.archive.destruction.known_copies import OPEN, known_copies
from csdforms.archive.secrecy.outgoing.copy_register import of_file
from csdforms.errors import (
    InvalidNumber,
    MissingFile,
    NotAuthorised,
    NotPermitted,
    OutputExists,
    UnknownFile,
    UnknownForm,
)
from csdforms.papers.printing import KINDS, paper, paper_name, papers_of, print_paper
from csdforms.papers.proceedings import Proceeding, department, titles
from csdforms.schemas.catalogue import find

NAME = "上海屿泊包装有限公司"


@pytest.fixture
def number(archive: Archive) -> str:
    opened = customer(archive)
    engage(archive)
    return opened


@pytest.fixture
def zx(archive: Archive, number: str) -> str:
    return applied(archive, number)


def test_every_kind_of_proceeding_has_papers_that_are_forms() -> None:
    for letters in KINDS:
        given = "KH-F-2026-000001-4" if letters == "KH" else f"{letters}-2026-0001"
        assert papers_of(given), letters
        assert all(find(name).section.startswith("6.") for name in papers_of(given))


def test_the_papers_of_a_deregistration_stand_in_the_order_of_its_flow() -> None:
    assert papers_of("zx-2026-0001") == (
        "deregistration_application",
        "authority_letter",
        "deregistration_check",
        "deregistration_suspension",
        "account_statement",
        "deregistration_letter",
        "deregistration_receipt",
    )


def test_another_number_has_no_papers() -> None:
    with pytest.raises(InvalidNumber, match="ZX（注销申请）"):
        papers_of("TS-20260305-001")


def test_a_proceeding_has_no_papers_of_others(archive: Archive, zx: str) -> None:
    with pytest.raises(UnknownForm):
        paper(archive, zx, "sealing_inventory", actor="wang")


def test_a_paper_may_be_named_by_its_title(archive: Archive, zx: str) -> None:
    assert paper(archive, zx, "授权委托书", actor="wang").identifier() == "authority_letter"


def test_a_printed_paper_is_in_log_journal_and_register(
    archive: Archive, number: str, zx: str, tmp_path: Path
) -> None:
    path = print_paper(archive, zx, tmp_path / "a.docx", purpose="交客户", actor="wang")
    assert NAME in "".join(part(path.read_bytes()).itertext())
    detail = {"item": zx, "form": "deregistration_application", "copy_no": 1}
    [note], [act] = notes(archive, "paper"), acts(archive, "paper")
    assert (note["subject"], note["who"], note["purpose"]) == (number, "wang", "交客户")
    assert detail.items() <= note["detail"].items()
    assert (act["subject"], act["detail"]) == (number, detail)
    [(_, copy)] = of_file(archive.store, number)
    assert (copy.kind, copy.item, copy.reader, copy.recalled) == ("paper", zx, "王敏", "")
    assert NAME not in str(note) + str(act)
    [known] = [
        one for one in known_copies(archive.office, archive.store, number) if one.kind == "paper"
    ]
    assert (known.where, known.state) == (f"{zx} 第 1 份文书，王敏", OPEN)  # X11


def test_a_paper_does_not_stand_in_the_way_of_the_deregistration(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    zx = checked(archive, number)
    print_paper(archive, zx, tmp_path / "a.docx", actor="zhou")
    sign_all(archive, zx)
    assert archive.deregistration.application(zx, actor="zhou").state == "cleared"


def test_a_paper_that_is_only_looked_at_is_noted_but_no_copy(
    archive: Archive, number: str, zx: str
) -> None:
    assert paper(archive, zx, actor="wang").reference() == zx
    [note] = notes(archive, "paper")
    assert (note["subject"], note["detail"]["item"]) == (number, zx)
    assert "copy_no" not in note["detail"]
    assert not list(of_file(archive.store, number))


def test_who_has_no_right_to_such_proceedings_prints_nothing(
    archive: Archive, zx: str, tmp_path: Path
) -> None:
    with pytest.raises(NotAuthorised, match="打印文书"):
        print_paper(archive, zx, tmp_path / "a.docx", actor="lin")
    assert notes(archive, "refused")[-1]["who"] == "lin"
    assert not (tmp_path / "a.docx").exists()
    with pytest.raises(NotAuthorised):  # the same for one that is not there
        paper(archive, "ZX-2026-0099", actor="lin")


def test_a_proceeding_about_a_hidden_file_is_as_if_absent(
    archive: Archive, number: str, zx: str
) -> None:
    classify(archive, number, 3, ("高远", "周明"))
    with pytest.raises(UnknownFile) as hidden:
        paper(archive, zx, actor="wang")
    assert notes(archive, "refused")[-1]["subject"] == number
    with pytest.raises(UnknownFile) as absent:
        paper(archive, "ZX-2026-0099", actor="wang")
    assert str(hidden.value) == str(absent.value).replace("0099", "0001")


def test_a_secret_files_paper_carries_its_level(archive: Archive, number: str) -> None:
    zx = applied(archive, number)
    classify(archive, number, 2)
    assert paper(archive, zx, actor="wang").confidentiality == "秘密"


def test_a_file_that_is_there_stays(archive: Archive, zx: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"other")
    with pytest.raises(OutputExists):
        print_paper(archive, zx, path, actor="wang")
    assert path.read_bytes() == b"other"
    assert not notes(archive, "paper")
    print_paper(archive, zx, path, overwrite=True, actor="wang")
    assert path.read_bytes() != b"other"


def test_a_paper_that_cannot_be_written_does_not_count_as_out(
    archive: Archive, number: str, zx: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises((MissingFile, NotPermitted)):
        print_paper(archive, zx, tmp_path / "file" / "a.docx", actor="wang")
    [(_, copy)] = of_file(archive.store, number)
    assert copy.recalled
    assert acts(archive, "print-failed")[-1]["detail"] == {"item": zx, "copy_no": 1}
    assert notes(archive, "failed")[-1]["detail"]["form"] == "deregistration_application"
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != "archive") == ["file"]


def test_a_paper_of_somebody_not_on_file_is_noted_only(archive: Archive, tmp_path: Path) -> None:
    hire(archive)
    qq = taken(archive, "read").number
    print_paper(archive, qq, tmp_path / "a.docx", actor="chen")
    [note] = notes(archive, "paper")
    assert (note["subject"], note["detail"]["item"]) == ("", qq)
    assert not archive.store.count("copies")
    with pytest.raises((MissingFile, NotPermitted)):
        print_paper(archive, qq, tmp_path / "a.docx" / "b.docx", actor="chen")
    assert len(notes(archive, "failed")) == 1


def test_papers_count_towards_what_one_may_carry_away(
    archive: Archive, number: str, zx: str, tmp_path: Path
) -> None:
    for turn in range(24):
        print_paper(archive, zx, tmp_path / f"{turn}.docx", actor="wang")
    with pytest.raises(NotAuthorised):
        print_paper(archive, zx, tmp_path / "24.docx", actor="wang")
    assert len(list(of_file(archive.store, number))) == 24


def test_the_usual_name_tells_nothing_of_the_customer(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_company(archive, confidentiality="内部")
    hire(archive)
    seal(archive, number)
    monkeypatch.chdir(tmp_path)
    written = print_paper(archive, "fc-2026-0001", actor="chen")
    assert written.name == "FC-2026-0001-客户档案封存清单.docx"
    assert written.name == paper_name("FC-2026-0001", "sealing_inventory")


def test_a_request_is_printed_for_who_takes_requests(archive: Archive) -> None:
    qq = taken(archive, file=person_on_file(archive)).number
    register(archive, "lin", "林涛", ["phone_agent"], 1)
    assert paper(archive, qq, actor="lin").reference() == qq
    with pytest.raises(NotAuthorised):
        paper(archive, qq, actor="wang")


def test_a_proceeding_tells_nothing_of_the_customer(archive: Archive, zx: str) -> None:
    person = archive.office.person("wang")
    row = {"number": zx, "reason": "不再往来"}
    case = Proceeding(zx, row, {"name": NAME}, archive.office, person, archive.office.moment())
    assert repr(case) == f"Proceeding('{zx}')"


def test_offices_are_called_by_their_titles() -> None:
    assert titles("gm") == "总经理"
    assert titles(["sales", "gone"]) == "业务员"
    assert department(["info_specialist"]) == department([]) == "客户服务部"
    assert department("sales") == ""
