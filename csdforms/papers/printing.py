"""Papers of proceedings printed: which there are, who may, and the register of them.

The archive holds what was done; here it becomes the form of chapter 6 that goes with it. Whose file
a proceeding is about must exist for whoever prints, and he must have one of the rights of such
proceedings. A paper names the customer in full. It is in the log before it is handed out, and, if
it is about one file, among the copies of that file, so that destruction accounts for it
(archive.md §7.5; X11); a paper that could not be written does not count.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csdforms.archive import numbers
from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.levels import RANKS, effective
from csdforms.archive.secrecy.outgoing.bulk import records_of, require_within
from csdforms.archive.secrecy.outgoing.copy_register import CopyRegister
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import known, located, visible
from csdforms.archive.store import Act, Document
from csdforms.errors import (
    CsdformsError,
    InvalidNumber,
    NotPermitted,
    OutputExists,
    UnknownFile,
    UnknownForm,
)
from csdforms.files import safe_name, write_file
from csdforms.papers.proceedings import Flow, Proceeding
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.templates.filling import print_form

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = ["KINDS", "Kind", "paper", "paper_name", "papers_of", "print_paper"]

_ACT = "打印文书"
_FILE = "KH"


class Kind(NamedTuple):
    """One kind of proceeding, told by the letters of its number."""

    what: str
    table: str  # "": the files themselves
    module: str  # of this package, which has its papers in FLOWS
    rights: str  # any of them lets somebody print; "": his part in the proceeding does

    def admits(self, person: Person) -> bool:
        """Whether somebody may print papers of such proceedings."""
        return any(map(person.may, self.rights.split()))


KINDS: Mapping[str, Kind] = {
    "ZX": Kind(
        "注销申请",
        "deregistrations",
        "deregistering",
        "deregister lead_check agree agree_finally pay notify seal second_seal",
    ),
    "FC": Kind("封存", "seals", "sealing", "seal second_seal inspect"),
    "HF": Kind("恢复申请", "revivals", "sealing", "deregister lead_check agree agree_finally"),
    "QQ": Kind("个人信息请求", "personal_requests", "requests", "take_request answer_request"),
    "JC": Kind("保管检查", "inspections", "keeping", "inspect confirm_change"),
    "BQ": Kind("法律保全", "holds", "keeping", "hold"),
    "HB": Kind("合并", "mergers", "keeping", "merge"),
    "JY": Kind("借阅", "loans", "lending", "keep confirm_change"),
    "SQ": Kind("查阅申请", "grants", "granting", ""),
    _FILE: Kind("档案", "", "classifying", "propose keep"),
    "JD": Kind("鉴定", "appraisals", "destroying", "appraise condemn condemn_finally"),
    "XH": Kind(
        "销毁清册",
        "destructions",
        "destroying",
        "appraise condemn condemn_finally execute witness",
    ),
}


def papers_of(number: str) -> tuple[str, ...]:
    """Return the forms of a proceeding's papers in the order of the flow, given its number.

    >>> papers_of("HF-2026-0001")
    ('revival_application',)

    Raises:
        InvalidNumber: if there are no proceedings with such a number.
    """
    return tuple(_flow(_letters(number)).papers)


def paper_name(number: str, form: str) -> str:
    """Return the usual name of a paper's file: number and title, and nothing of the customer.

    >>> paper_name("ZX-2026-0001", "deregistration_check")
    'ZX-2026-0001-客户注销联合核查表.docx'
    """
    return safe_name(f"{number}-{find(form).title()}".replace("／", "/"), ".docx")


def paper(archive: Archive, number: str, form: str = "", *, actor: str = "") -> Form:
    """Return a paper of a proceeding, filled from the archive; it is in the log.

    Args:
        archive: The archive.
        number: The proceeding's number: ``ZX-…`` deregistration, ``FC-…`` seal, ``HF-…`` revival,
            ``QQ-…`` request, ``JC-…`` check, ``BQ-…`` hold, ``HB-…`` merger, ``JY-…`` loan,
            ``SQ-…`` grant, ``JD-…`` appraisal, ``XH-…`` destruction, or of a file.
        form: Which of :func:`papers_of`; by default that of where the proceeding stands now.
        actor: Who asks.

    Raises:
        InvalidNumber: if there are no proceedings with such a number.
        UnknownForm: if they have no such paper.
        NotAuthorised: if he has no right to such proceedings; noted.
        UnknownFile: if there is no such proceeding for him; noted.
        NotPermitted: if the proceeding has not come so far.
    """
    case, name = _case(archive.office, number, form, actor)
    sheet = _filled(case, name)
    archive.office.note("paper", case.person, subject=case.file, item=case.number, form=name)
    return sheet


def print_paper(
    archive: Archive,
    number: str,
    path: Path | None = None,
    *,
    form: str = "",
    purpose: str = "",
    templates: Path | None = None,
    overwrite: bool = False,
    actor: str = "",
) -> Path:
    """Write a paper of a proceeding as a Word document; return its path.

    Args:
        archive: The archive.
        number: The proceeding's number, see :func:`paper`.
        path: The file to write; by default :func:`paper_name`, in the present folder.
        form: Which paper, see :func:`paper`.
        purpose: What for; may be left out.
        templates: A folder with the department's own templates.
        overwrite: Whether a file that is there may be replaced.
        actor: Who prints.

    Raises:
        OutputExists, MissingFile, NotPermitted: if the file cannot be written.
        NotAuthorised: also if he has printed and exported as much today as one may.
        CsdformsError: as :func:`paper`.
    """
    office = archive.office
    case, name = _case(office, number, form, actor)
    target = Path(paper_name(case.number, name)) if path is None else path
    if target.exists() and not overwrite:
        raise OutputExists(target)
    sheet = _filled(case, name)
    document = print_form(sheet, mask=Mask.NONE, templates=templates)
    with _registered(case, sheet, purpose, target):
        return write_file(target, document, overwrite=overwrite)


@contextlib.contextmanager
def _registered(case: Proceeding, sheet: Form, purpose: str, path: Path) -> Iterator[None]:
    """Put a paper into the log and the register, then let the block write it.

    If it fails, both say so: the number is used up, and the paper does not count as out.
    """
    office, person, name = case.office, case.person, sheet.identifier()
    detail: Document = {"item": case.number, "form": name}
    key = 0
    if case.file:
        records = records_of(name, sheet.stored())
        with office.writing(person) as (work, at):
            require_within(office, person, records)
            register = CopyRegister(work, person, at)
            key, copy = register.add(case.file, case.number, "paper", records, path=path)
            detail["copy_no"] = copy.copy_no
            work.record(Act("paper", person.account, at, case.file, purpose, "", detail))
    try:
        with office.noted("paper", person, subject=case.file, purpose=purpose, **detail):
            yield
    except BaseException as problem:
        kind = type(problem).__name__  # never its words
        if key:
            with contextlib.suppress(CsdformsError), office.writing() as (work, at):
                CopyRegister(work, person, at).recall(key, "print-failed", kind)
        raise


def _letters(number: str) -> str:
    letters = _FILE if numbers.looks_like(number.partition("/")[0]) else number.strip().upper()[:2]
    if letters in KINDS:
        return letters
    said = "、".join(f"{name}（{kind.what}）" for name, kind in KINDS.items())
    raise InvalidNumber(number, f"文书按编号打印，编号以这些字母开头：{said}。")


def _flow(letters: str) -> Flow:
    flows: Mapping[str, Flow] = import_module(f"csdforms.papers.{KINDS[letters].module}").FLOWS
    return flows[letters]


def _case(office: Office, number: str, form: str, actor: str) -> tuple[Proceeding, str]:
    """Return a proceeding that exists for somebody who may print of it, and the form's name."""
    letters = _letters(number)
    kind, flow = KINDS[letters], _flow(letters)
    name = find(form).identifier() if form else ""
    if name and name not in flow.papers:
        raise UnknownForm(form, tuple(flow.papers))
    person, at = office.person(actor), office.moment()
    if kind.rights and not kind.admits(person):
        raise office.refused(person, f"{_ACT}：{kind.what}")
    if flow.found:
        case = flow.found(office, person, number.strip(), at)
    else:
        case = _found(office, kind, number, person, at)
    return case, name or flow.now(case)


def _found(office: Office, kind: Kind, number: str, person: Person, at: str) -> Proceeding:
    """Return a proceeding of whose file somebody may know."""
    store = office.store
    if not kind.table:
        file, slash, _ = number.replace("／", "/").partition("/")
        card = visible(office, store, person, file, at=at, act=_ACT)[1]
        item = numbers.read_item(number) if slash else card["number"]
        return Proceeding(item, card, card, office, person, at)
    found = entry(store, kind.table, number.strip().upper())
    row = found[1] if found else {}
    about = row.get("file", "")
    files = [about] if about else row.get("files", [])
    cards = [meant[1] for one in files if (meant := located(store, one))]
    if row and len(cards) == len(files) and all(known(store, person, one, at) for one in cards):
        return Proceeding(row["number"], row, cards[0] if about else {}, office, person, at)
    office.note("refused", person, subject=about, wanted=_ACT)
    raise UnknownFile(number, kind.what)


def _filled(case: Proceeding, name: str) -> Form:
    """Return the form, as far as the archive knows what stands in it."""
    model = find(name)
    data = _flow(_letters(case.number)).papers[name](case)
    if not data:
        raise NotPermitted(
            f"没有打印：{case.number} 还没有办到要用《{model.title()}》的一步，或不需要它。"
        )
    level = {"confidentiality": RANKS[effective(case.card)]} if case.card else {}
    today = dt.date.fromisoformat(day_of(case.at))
    sheet, _ = examine(model, level | data, today=today)
    return sheet
