"""From forms to the archive: what was filled in is checked, printed, and kept.

The archive knows forms as data and documents only; here they come from. What is kept is the truth:
data with a hidden value in them are refused, and the Word document that goes with them hides
nothing. Only where the customer asked not to be named on any paper does it hide that, there too.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from csdforms.archive.requests import NewFile, Receipt
from csdforms.archive.usable import refusals
from csdforms.errors import (
    ClosedFile,
    CsdformsError,
    DuplicateCustomer,
    InvalidData,
    MissingFile,
    NotPermitted,
    UnreadableInput,
)
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import Finding, examine
from csdforms.schemas.form import Form, Profile
from csdforms.schemas.hidden import hidden_values
from csdforms.schemas.masking import Mask
from csdforms.templates.embedding import read_back
from csdforms.templates.filling import print_form

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.archive.consulting import Consulting
    from csdforms.archive.deregistration.revivals import Revival
    from csdforms.intake.entries import Entry

__all__ = [
    "Opened",
    "agree_to_revival",
    "apply_for_revival",
    "approve",
    "confirm_change",
    "create",
    "create_many",
    "edit",
    "file_document",
    "file_form",
    "looked_up",
    "require_usable",
    "revise",
    "submit",
    "unusable",
]

_LOOKED_UP = 500  # entries of a batch that are looked up together
#: What stands for the number of a file that has none yet.
_TO_COME = "待编号"
_LEVEL = "confidentiality"  # the box for the level of secrecy
_NOTHING: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of one entry of many.

    ``index`` counts the entries from 0, ``place`` says for people where the entry stands.
    ``status`` is ``opened``; ``exists`` if the customer certainly has a file, whose ``number`` it
    then is; ``held`` if a supervisor must decide whether it is the same customer; or ``failed``.
    ``findings`` are all, warnings too.
    """

    index: int
    place: str
    status: Literal["opened", "exists", "held", "failed"]
    number: str
    findings: tuple[Finding, ...]


def create(
    archive: Archive,
    form: str | type[Form] | Form,
    data: Mapping[str, object] | None = None,
    *,
    papers: Sequence[Mapping[str, Any]] = (),
    parent: str = "",
    distinct: str = "",
    purpose: str = "",
    reason: str = "",
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Receipt:
    """Open a customer's file (建档) with a profile; return the file's number.

    Without a customer's number in the data, the archive gives out the next one, which then stands
    in the data and on the document. Where several persons work, this makes a draft, whose number
    is returned; another one accepts it, and a third one approves it.

    Args:
        archive: The archive.
        form: A profile's identifier, Chinese title or class, with ``data``; or a typed form.
        data: Values by English name, Chinese label or alias.
        papers: What was shown, see :mod:`csdforms.archive.drafting.papers`; kept with drafts only.
        parent: The number of the head office's file, for a branch.
        distinct: Why this is not the customer of the same name who is on file; of a draft the
            supervisor says so.
        purpose: What for.
        reason: Why.
        templates: A folder with the department's own templates.
        today: The day of checking; the computer's by default.

    Raises:
        InvalidData: if the data break a rule, or hold a hidden value.
        DuplicateCustomer: if the customer is, or may be, on file.
        ClosedFile: if the number is that of a closed file.
        NotAuthorised: if who acts may not.
        CsdformsError: whatever else ``Archive.open_file`` or ``Drafting.create`` refuses.
    """
    read = _read(form, data, today, number=_TO_COME)
    require_usable(archive, read.form, purpose=purpose)
    if archive.office.person().sole:
        if papers:
            raise NotPermitted("没有建档：证件材料随草稿登记，而本档案库由一人管理，直接建档。")
        receipt = archive.open_file(
            read.stored,
            form=read.form.identifier(),
            edition=read.edition,
            document=read.document(templates),
            parent=parent,
            distinct=distinct,
            purpose=purpose,
            reason=reason,
        )
    else:
        if distinct:
            raise NotPermitted("没有拟稿：是否另一客户由客户信息主管在验收时认定，请在理由中说明。")
        receipt = archive.drafts.create(
            read.stored,
            form=read.form.identifier(),
            edition=read.edition,
            papers=papers,
            parent=parent,
            purpose=purpose,
            reason=reason,
        )
    return Receipt(receipt.number, (*read.doubts, *receipt.warnings))


def edit(
    archive: Archive,
    number: str,
    data: Mapping[str, object] | None = None,
    *,
    papers: Sequence[Mapping[str, Any]] | None = None,
    parent: str | None = None,
    reason: str = "",
    today: dt.date | None = None,
) -> Receipt:
    """Change one's own draft; what is not given stays as it is.

    Raises:
        InvalidData: if the data break a rule, or hold a hidden value.
        CsdformsError: whatever ``Drafting.edit`` refuses.
    """
    drafts = archive.drafts
    read = None
    if data is not None:
        read = _read(drafts.show(number).form, data, today, number=_TO_COME)
        require_usable(archive, read.form)
    receipt = drafts.edit(
        number,
        read.stored if read else None,
        edition=read.edition if read else "",
        papers=papers,
        parent=parent,
        reason=reason,
    )
    return Receipt(receipt.number, (*(read.doubts if read else ()), *receipt.warnings))


def submit(
    archive: Archive, number: str, *, reason: str = "", today: dt.date | None = None
) -> Receipt:
    """Submit one's own draft, with everything that is wrong with it said at once.

    Raises:
        NotReady: if the profile breaks a rule today, or papers are wrong or missing.
        CsdformsError: whatever else ``Drafting.submit`` refuses.
    """
    from csdforms.archive.drafting.papers import Problem

    drafts = archive.drafts
    draft = drafts.show(number)
    try:
        findings = _read(draft.form, draft.data, today, number=_TO_COME).findings
    except InvalidData as error:
        findings = error.findings
    problems = [Problem(one.path, one.label, one.message, one.severity) for one in findings]
    return drafts.submit(number, problems=problems, reason=reason)


def approve(
    archive: Archive,
    number: str,
    *,
    distinct: str = "",
    purpose: str = "",
    reason: str = "",
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Receipt:
    """Approve a draft: the customer gets a file; return its number, which its document bears.

    Raises:
        InvalidData: if the profile breaks a rule meanwhile.
        CsdformsError: whatever ``Drafting.approve`` refuses.
    """
    drafts = archive.drafts
    draft = drafts.show(number)
    read = _read(draft.form, draft.data, today, number=_TO_COME)
    return drafts.approve(
        number,
        document=read.document(templates),
        distinct=distinct,
        purpose=purpose,
        reason=reason,
    )


def create_many(
    archive: Archive,
    form: str | type[Form],
    entries: Iterable[Entry | Mapping[str, object]],
    *,
    purpose: str = "",
    reason: str = "",
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Iterator[Opened]:
    """Open a file for each entry, or draft it; yield what became of each, in their order.

    ``entries`` are those of :func:`csdforms.intake.entries.open_entries`, or mappings. What is
    wrong with one entry stops no other. A file is kept for good when its outcome is yielded.

    Raises:
        NotPermitted, ArchiveLocked: if the store refuses; what was yielded is kept.
    """
    model = find(form) if isinstance(form, str) else form
    waiting: deque[_Waiting] = deque()

    def files() -> Iterator[NewFile]:
        for index, entry in enumerate(entries):
            row = _waiting(index, entry, model, today)
            waiting.append(row)
            if row.read is not None:
                document = row.read.document(templates)
                yield NewFile(model.identifier(), row.read.stored, row.read.edition, document)

    sole = archive.office.person().sole
    opening = archive.open_many if sole else archive.drafts.create_many
    for outcome in opening(files(), purpose=purpose, reason=reason):
        while waiting[0].read is None:
            yield waiting.popleft().refused()
        row = waiting.popleft()
        yield row.opened(outcome.receipt) if outcome.receipt else row.refused(outcome.error)
    yield from (row.refused() for row in waiting)


def revise(
    archive: Archive,
    number: str,
    data: Mapping[str, object],
    *,
    reason: str,
    evidence: str = "",
    distinct: str = "",
    purpose: str = "",
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Receipt:
    """Add a new version of a customer's profile (变更) with its document; the old ones stay.

    ``data`` are the whole profile; only the customer's number may be left out. See
    ``Archive.revise`` for the other arguments, and for what waits for another person: the receipt
    is then a ``Waiting``, and :func:`confirm_change` prints the document.

    Raises:
        InvalidData: if the data break a rule, or hold a hidden value.
        CsdformsError: whatever ``Archive.revise`` refuses.
    """
    form, customer_no = archive.to_revise(number)
    read = _read(form, data, today, number=customer_no)
    receipt = archive.revise(
        number,
        read.stored,
        edition=read.edition,
        document=lambda _number: read.printed(templates),  # if anything has changed
        reason=reason,
        evidence=evidence,
        distinct=distinct,
        purpose=purpose,
    )
    return receipt._replace(warnings=(*read.doubts, *receipt.warnings))


def confirm_change(
    archive: Archive,
    number: str,
    *,
    reason: str = "",
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Receipt:
    """Confirm a change that another person proposed (复核变更): the version gets its document.

    Args:
        archive: The archive.
        number: The change's number, ``BG-2026-0001``.
        reason: What is to be said of it.
        templates: A folder with the department's own templates.
        today: The day of checking; the computer's by default.

    Raises:
        InvalidData: if the profile breaks a rule meanwhile.
        CsdformsError: whatever ``Changing.confirm_change`` refuses.
    """

    def printer(form: str, _edition: str, data: Mapping[str, object]) -> bytes:
        return _read(form, data, today).printed(templates)

    return archive.custody.confirm_change(number, printer=printer, reason=reason)


def file_form(
    archive: Archive,
    number: str | None,
    form: str | type[Form] | Form,
    data: Mapping[str, object] | None = None,
    *,
    purpose: str = "",
    reason: str = "",
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Receipt:
    """File a form (归档) as an item, with its document; return the item's number.

    Args:
        archive: The archive.
        number: The file's number; "" is the department's own papers (部门), ``None`` the file of
            the customer whom the data name, the department's own papers if they name none.
        form: A form's identifier, Chinese title or class, with ``data``; or a typed form.
        data: Values by English name, Chinese label or alias.
        purpose: What for.
        reason: Why.
        templates: A folder with the department's own templates.
        today: The day of checking; the computer's by default.

    Raises:
        InvalidData: if the data break a rule, or hold a hidden value.
        CsdformsError: whatever ``Archive.file`` refuses.
    """
    read = _read(form, data, today)
    receipt = _file(archive, number, read, read.printed(templates), purpose=purpose, reason=reason)
    return Receipt(receipt.number, (*read.doubts, *receipt.warnings))


def file_document(
    archive: Archive,
    number: str | None,
    path: Path | str,
    *,
    purpose: str = "",
    reason: str = "",
) -> Receipt:
    """File a Word document that csdforms filled, as it stands, with the data that it carries.

    Raises:
        MissingFile, NotPermitted: if it cannot be read.
        UnreadableInput: if it was not made by csdforms, its data were changed since, or it is a
            copy that hides something.
        UnsafeTemplate: if it could do harm.
        CsdformsError: whatever ``Archive.file`` refuses.
    """
    path = Path(path)
    try:
        document = path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(path, "文档") from None
    except OSError as problem:
        raise NotPermitted(f"读不了 {path}（{problem.strerror or '系统拒绝'}）。") from None
    form = read_back(document, path.name)
    if labels := [finding.label for finding in hidden_values(form, in_texts=True)]:
        boxes = "、".join(dict.fromkeys(labels))
        text = f"这是隐去内容的副本（{boxes}），档案要存全文。请用数据归档，或用 --mask none 重填。"
        raise UnreadableInput(path.name, text)
    return _file(archive, number, _Reading(form), document, purpose=purpose, reason=reason)


def apply_for_revival(
    archive: Archive,
    number: str,
    data: Mapping[str, object],
    *,
    papers: Sequence[Mapping[str, Any]],
    reason: str,
    evidence: str = "",
    today: dt.date | None = None,
) -> Revival:
    """Apply for a sealed customer's revival (申请恢复), with the whole profile anew.

    See ``Revivals.apply`` for the arguments.

    Raises:
        InvalidData: if the data break a rule, or hold a hidden value.
        CsdformsError: whatever ``Revivals.apply`` refuses.
    """
    form, customer_no = archive.revivals.form_of(number)
    read = _read(form, data, today, number=customer_no)
    stored = read.stored
    if _LEVEL not in read.form.model_fields_set:  # what the form would say by itself is not said
        stored.pop(_LEVEL, None)
    return archive.revivals.apply(
        number, stored, papers=papers, reason=reason, edition=read.edition, evidence=evidence
    )


def agree_to_revival(
    archive: Archive, number: str, *, final: bool = False, templates: Path | None = None
) -> Revival:
    """Agree to a revival, last of all if ``final``; the new version gets its document.

    Raises:
        InvalidData: if the profile breaks a rule meanwhile.
        CsdformsError: whatever ``Revivals.agree`` refuses.
    """
    revivals = archive.revivals
    agree = revivals.agree_finally if final else revivals.agree
    return agree(number, printer=lambda form, data: _read(form, data, None).printed(templates))


def require_usable(archive: Consulting, form: Form, *, purpose: str = "") -> None:
    """Let a form pass that names nobody whose file is closed; the look-up is noted (G-CUST).

    What is filed is looked at in any case; this is for what is only printed.

    Args:
        archive: The archive, open for looking things up.
        form: The typed form.
        purpose: What for; of a closed file only what :data:`csdforms.archive.usable.PURPOSES` has.

    Raises:
        ClosedFile: if a customer is named whose file is sealed, destroyed, void, merged or
            restricted, and the purpose and the form are none that remain.
        NotAuthorised: if who asks is not registered, or seems to try customers out.
    """
    for _, error in _refused(archive, [form], purpose)[0]:
        raise error


def unusable(archive: Consulting, form: Form, *, purpose: str = "") -> list[Finding]:
    """Return what :func:`require_usable` would refuse, each with the box where it stands."""
    return _named(form, _refused(archive, [form], purpose)[0])


def looked_up(
    archive: Consulting, form: type[Form], entries: Iterable[Entry], *, purpose: str = ""
) -> Iterator[Entry]:
    """Yield the entries of a batch, with what :func:`require_usable` would refuse among theirs.

    Some hundred are looked up at a time, and noted as one search.
    """
    rest = iter(entries)
    while batch := list(islice(rest, _LOOKED_UP)):
        forms = [examine(form, entry.data)[0] for entry in batch]
        for entry, one, found in zip(batch, forms, _refused(archive, forms, purpose), strict=True):
            yield replace(entry, findings=(*entry.findings, *_named(one, found)))


def _refused(
    archive: Consulting, forms: Sequence[Form], purpose: str
) -> list[list[tuple[str, ClosedFile]]]:
    sheets = [form.stored() for form in forms]
    section, name = forms[0].section, forms[0].identifier()
    return refusals(archive.office, sheets, name, section=section, purpose=purpose)


def _named(form: Form, refused: Iterable[tuple[str, ClosedFile]]) -> list[Finding]:
    """Return refused numbers as findings, with the labels of their boxes."""
    return [Finding(path, _label(type(form), path), str(error)) for path, error in refused]


def _label(form: type[Form], path: str) -> str:
    block: Any = form
    label = ""
    for name in path.split("."):
        if spec := block.specs().get(name):
            label, block = spec.label, spec.model or block
    return label


@dataclass(frozen=True, slots=True)
class _Reading:
    """A checked form, ready to be kept."""

    form: Form
    findings: tuple[Finding, ...] = ()
    numbered: bool = True

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what deserves a second look, as sentences."""
        return tuple(f"{finding.label}：{finding.message}" for finding in self.findings)

    @property
    def stored(self) -> dict[str, Any]:
        """Return the data; the box for a number to come is there, and empty."""
        data = self.form.stored()
        if not self.numbered:
            data[self.form.number] = ""
        return data

    @property
    def edition(self) -> str:
        return str(self.form.edition)

    def printed(self, templates: Path | None) -> bytes:
        """Return the document."""
        return print_form(self.form, mask=Mask.NONE, templates=templates)

    def document(self, templates: Path | None) -> bytes | Callable[[str], bytes]:
        """Return the document, or what prints it with the number that is still to come."""
        if self.numbered:
            return self.printed(templates)

        def printed(number: str) -> bytes:
            form = self.form.model_copy(update={self.form.number: number})
            return replace(self, form=form).printed(templates)

        return printed


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An entry that waits for its outcome; without ``read`` its findings keep it out."""

    index: int
    place: str
    findings: tuple[Finding, ...]
    read: _Reading | None = None

    def opened(self, receipt: Receipt) -> Opened:
        """Return that it was kept."""
        said = (Finding("", "", text, "warning") for text in receipt.warnings)
        findings = (*self.findings, *said)
        return Opened(self.index, self.place, "opened", receipt.number, findings)

    def refused(self, error: CsdformsError | None = None) -> Opened:
        """Return that it was not kept, and why."""
        if error is None:
            return Opened(self.index, self.place, "failed", "", self.findings)
        if isinstance(error, DuplicateCustomer) and error.certain:
            finding = Finding("", "", str(error), "warning")
            return Opened(
                self.index, self.place, "exists", error.numbers[0], (*self.findings, finding)
            )
        status: Literal["held", "failed"]
        status = "held" if isinstance(error, DuplicateCustomer) else "failed"
        findings = (*self.findings, Finding("", "", str(error)))
        return Opened(self.index, self.place, status, "", findings)


def _read(
    form: str | type[Form] | Form,
    data: Mapping[str, object] | None,
    today: dt.date | None,
    *,
    number: str = "",
    found: tuple[Finding, ...] = (),
) -> _Reading:
    """Check a form; ``number`` is put where the number of a customer's file is left out.

    ``found`` is what was wrong before.
    """
    model = find(form) if isinstance(form, str) else form
    draft, findings = examine(model, data, today=today)
    numbered = True
    if number and isinstance(draft, Profile) and not isinstance(model, Form):
        given = getattr(draft, draft.number)
        if given is None and not any(one.given for one in findings if one.path == draft.number):
            numbered = number != _TO_COME
            draft, findings = examine(model, {**(data or {}), draft.number: number}, today=today)
    named = {finding.path for finding in found if finding.is_error}
    findings = [finding for finding in findings if finding.path not in named]
    findings = [*found, *findings, *hidden_values(draft, in_texts=False)]
    if any(finding.is_error for finding in findings):
        raise InvalidData(draft.title(), findings)
    return _Reading(draft, tuple(findings), numbered)


def _waiting(
    index: int, entry: Entry | Mapping[str, object], model: type[Form], today: dt.date | None
) -> _Waiting:
    """Check an entry; what is wrong with it is its outcome."""
    if isinstance(entry, Mapping):
        place, data, found = f"第 {index + 1} 份", entry, _NOTHING
    else:
        place, data, found = entry.place, entry.data, entry.findings
    if any(finding.is_error for finding in found) and not data:
        return _Waiting(index, place, found)
    try:
        read = _read(model, data, today, number=_TO_COME, found=found)
    except InvalidData as error:
        return _Waiting(index, place, error.findings)
    return _Waiting(index, place, read.findings, read)


def _file(
    archive: Archive,
    number: str | None,
    read: _Reading,
    document: bytes | None,
    *,
    purpose: str,
    reason: str,
) -> Receipt:
    form, data = read.form, read.stored
    return archive.file(
        archive.file_for(data) if number is None else number,
        form.identifier(),
        data,
        document,
        section=form.section,
        title=form.title(),
        edition=read.edition,
        purpose=purpose,
        reason=reason,
    )
