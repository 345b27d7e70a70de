"""A report that was made: found in the archive or in a file, and computed once more as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdforms.archive import lookup, numbers
from csdforms.archive.counting import reads_report
from csdforms.archive.links import links_of
from csdforms.archive.secrecy.inquiry import GRANTOR, Inquiry
from csdforms.archive.secrecy.sight import department_card
from csdforms.errors import (
    InvalidNumber,
    MissingFile,
    NotPermitted,
    UnknownForm,
    UnreadableInput,
    UnsafeTemplate,
)
from csdforms.intake.reading import decode, read_json
from csdforms.reports.addressing import Addresses
from csdforms.reports.catalogue import REPORTS, report_of
from csdforms.reports.computing import counted
from csdforms.reports.provenance import options_in, period_in
from csdforms.reports.sheet import ComputedSheet, whole
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import read
from csdforms.schemas.form import Block, Form
from csdforms.schemas.types import FieldType, Money
from csdforms.templates.embedding import carried

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.archive.store import Document

__all__ = ["FiledReport", "recomputed"]

_ACT = "查阅统计报表"
_WHAT = "报表"
_FILES = (".docx", ".json")


@dataclass(frozen=True, eq=False, repr=False)
class FiledReport:
    """A report as it was made: its form, its data as they are kept, who compiled it.

    ``item`` is its number in the archive, "" if whoever asks knows of none. ``paper`` is the
    document in which it was found, if it was one.
    """

    form: type[Form]
    data: Mapping[str, Any]
    compiler: str
    item: str = ""
    paper: bytes | None = None

    def __repr__(self) -> str:
        return f"FiledReport({self.number!r})"

    @property
    def number(self) -> str:
        """The report's own number."""
        return str(self.data.get(self.form.number, ""))

    @cached_property
    def whole(self) -> Mapping[str, Any]:
        """Return its data with what its form works out of them."""
        return whole(self.typed)

    @cached_property
    def typed(self) -> Form:
        """Return the form as it was filled in."""
        return read(self.form, self.data)[0]

    @property
    def head(self) -> str:
        """The state of the archive from which it was counted."""
        return str((self.data.get("provenance") or {}).get("archive_head", ""))

    @classmethod
    def of(cls, archive: Archive, which: str, *, actor: str = "", purpose: str = "") -> FiledReport:
        """Find a report by its number, its item number, or in a .docx or .json file.

        Raises:
            UnknownFile: if there is none of this number for him; noted.
            NotAuthorised: if he knows of it but may not read it; noted.
            MissingFile, NotPermitted: if the file cannot be read.
            UnreadableInput: if it was not made by csdforms, its data were changed since, or it is
                no computed sheet.
        """
        ask = Inquiry(archive.office, actor, purpose)
        path, paper = Path(which), None
        if path.suffix.casefold() in _FILES:
            form, given, paper = _read(path)
            data = _as_kept(form, given, path.name)
            _require_computed(form, data, path.name)
            item = _item(ask, str(data.get(form.number, "")), form.identifier())
            if item is None or item["data"] != data:
                return cls(form, data, str(data.get("prepared_by", "")), paper=paper)
        elif path.suffix and path.is_file():
            raise UnreadableInput(path.name, "这里只认 csdforms 生成的 .docx、.json。")
        else:
            item = _item(ask, which)
            if item is None:
                lookup.in_vain(archive.office.store, gets=1)
                raise ask.absent(None, which, _ACT, _WHAT)
        _require_readable(ask, item)
        form = find(item["form"])
        if item["edition"] not in ("", str(form.edition)):
            reason = f"《{form.title()}》的栏目已经改版，读不了旧版的数据。"
            raise UnreadableInput(item["number"], reason)
        _require_computed(form, item["data"], item["number"])
        return cls(form, item["data"], item["filed_by"], item["number"], paper)

    def may_compare(self, archive: Archive, actor: str = "") -> bool:
        """Whether somebody may see what it said beside what he counts now.

        Others see other files: the difference would tell of those that they may not know of.
        """
        person = archive.office.person(actor)
        return person.sole or (bool(person.person) and person.person == self.compiler)

    def printed(self, sheet: ComputedSheet, steps: Sequence[str]) -> str:
        """Return what a cell of it printed; ``sheet`` is the same report computed now."""
        model: type[Block] | None = self.form
        kind: FieldType[Any] | None = None
        for step in steps:
            spec = model.specs().get(step) if model is not None else None
            if spec is not None:
                model, kind = spec.model, spec.type
        assert kind is not None
        value = Addresses(self.whole).value(steps)
        if value is None:
            return kind.absent
        typed = kind.accept(value)
        return kind.show(typed / sheet.form.yuan_per_unit() if isinstance(kind, Money) else typed)


def recomputed(
    archive: Archive, filed: FiledReport, *, actor: str = "", purpose: str = ""
) -> ComputedSheet:
    """Compute a report once more, for its period, with its options and boxes, as somebody may.

    Raises:
        NotAuthorised: if he may not compile reports; noted.
        UnreadableInput: if it does not say of which period it is.
        InconsistentReport: if figures contradict each other.
    """
    report = report_of(filed.form.identifier())
    period = period_in(filed.data)
    if period is None:
        raise UnreadableInput(filed.number or filed.item, "没有写明统计期间，不能重新统计。")
    boxes = {name: filed.data[name] for name in report.boxes if filed.data.get(name) is not None}
    return counted(
        archive,
        report,
        period,
        {**boxes, **options_in(filed.data)},
        filed.data,
        number=filed.number,
        actor=actor,
        purpose=purpose,
        writes=False,
    )


def _item(ask: Inquiry, number: str, form: str = "") -> Document | None:
    """Return the newest item of a report that he may know of, by either of its numbers."""
    keys: list[int] = []
    if not form:
        try:
            keys = ask.seen.find("items", "number", numbers.read_item(number))
        except InvalidNumber:  # a report's own number
            keys = []
    if not keys:
        links = {name for one in REPORTS for name in _links(one, number)}
        keys = [key for name in sorted(links) for key in ask.seen.find("items", name, number)]
    for key in sorted(keys, reverse=True):
        item = ask.seen.get("items", key)
        if item and item["form"] in ((form,) if form else REPORTS):
            return item
    return None


def _require_readable(ask: Inquiry, item: Document) -> None:
    """Let somebody have a report that he may read; a try of another is noted."""
    if not reads_report(ask, item):
        raise ask.refused(department_card(item["data"]), _ACT, GRANTOR)


def _links(form: str, number: str) -> list[str]:
    try:
        model = find(form)
    except UnknownForm:
        return []
    return [f"link:{name}" for name in links_of({model.number: number})]


def _read(path: Path) -> tuple[type[Form], dict[str, Any], bytes | None]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(path, _WHAT) from None
    except OSError as problem:
        raise NotPermitted(f"读不了 {path}（{problem.strerror or '系统拒绝'}）。") from None
    if path.suffix.casefold() == ".docx":
        try:
            return (*carried(content, path.name), content)
        except UnsafeTemplate as problem:
            raise UnreadableInput(path.name, problem.reason) from None
    said = read_json(decode(content, path.name), path.name)
    if not isinstance(said, dict) or not isinstance(said.get("data"), dict):
        raise UnreadableInput(path.name, "不是 csdforms report --json 的输出。")
    return find(str(said.get("form"))), said["data"], None


def _as_kept(form: type[Form], data: Any, name: str) -> dict[str, Any]:
    """Return the data of a file as a form keeps them: anybody may have written there anything."""
    if isinstance(data, Mapping):
        draft, findings = read(form, data)
        if not any(finding.is_error for finding in findings):
            return draft.stored()
    raise UnreadableInput(name, "里面有不合栏目的数据，可能被改动过。")


def _require_computed(form: type[Form], data: Mapping[str, Any], name: str) -> None:
    if form.identifier() not in REPORTS or not data.get("provenance"):
        raise UnreadableInput(name, f"《{form.title()}》不是由档案统计出来的。")
