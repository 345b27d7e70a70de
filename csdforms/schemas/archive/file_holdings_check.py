"""客户档案保管检查表: the half-yearly check of the files, what was found, how it was put right.

Archive papers 6.7 (archive.md §5; flows.md 4.15). 客户信息专员 goes through register, shelf and
electronic files with a second person; findings go by file number and kind alone, since the sheet is
kept for good; 客户信息主管 sees that they are put right, 客户服务部经理 answers for it.

Sources: holdings checks of archives (register against shelf, physical state, 八防), with the kinds
of findings of the archive's own check.

>>> from csdforms.schemas.archive.file_holdings_check import FileHoldingsCheck
>>> FileHoldingsCheck.title(), FileHoldingsCheck.section
('客户档案保管检查表', '6.7')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import custody, destruction, filing, offices
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    requires,
    under,
    warning,
)

#: Months from one check to the next.
EVERY = 6
_ALL = "半年检查"
_OPINIONS = ("info_supervisor_opinion", "cs_manager_opinion")


class CheckFinding(Row):
    """One thing found, and how it was put right."""

    archival_no: destruction.ArchivalNo
    finding_kind: Annotated[custody.FindingKind, PrintedAs("问题")]
    related_numbers: custody.RelatedNumbers | None = None
    rectify_measure: custody.RectifyMeasure | None = None
    rectify_due_on: custody.RectifyDueOn | None = None
    rectified_by: custody.RectifiedBy | None = None
    rectified_on: custody.RectifiedOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a finding that is not followed up, and one that is put right only by half."""
        done = self.rectified_on is not None
        yield from requires(
            self, "rectified_by", "rectify_measure", when=done, because="填了整改日期"
        )
        named = self.rectified_by is not None
        because = "要让整改人知道何时办完"
        yield from requires(self, "rectify_due_on", when=named, because=because, severity="warning")
        yield from not_future(self, "rectified_on", today=today)
        due, on = self.rectify_due_on, self.rectified_on
        if due is not None and on is not None and on > due:
            yield warning("rectified_on", "晚于“整改期限”，请在备注中说明原因。")


class FileHoldingsCheck(Record, title="客户档案保管检查表", section="6.7", number="inspection_no"):
    """What was checked, by whom, what was found, and when the next check is due."""

    inspection_no: filing.InspectionNo
    inspection_kind: custody.InspectionKind = "半年检查"
    inspection_period: custody.InspectionPeriod
    inspected_on: custody.InspectedOn
    inspected_by: custody.InspectedBy
    witnessed_by: custody.WitnessedBy | None = None
    files_on_register: custody.FilesOnRegister
    files_looked_at: custody.FilesLookedAt
    items_looked_at: custody.ItemsLookedAt | None = None
    is_chain_sound: custody.IsChainSound | None = None
    storage_checks: custody.StorageChecks | None = None
    storage_note: custody.StorageNote | None = None

    findings: Annotated[
        tuple[CheckFinding, ...], Group("发现的问题", "问题清单 检查问题 问题明细")
    ] = ()
    check_conclusion: custody.CheckConclusion
    next_check_on: custody.NextCheckOn | None = None
    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None

    @computed
    def finding_count(self) -> custody.FindingCount:
        """How many things were found."""
        return len(self.findings)

    @computed
    def rectified_count(self) -> custody.RectifiedCount:
        """How many of them are put right."""
        return sum(one.rectified_on is not None for one in self.findings)

    @computed
    def unrectified_count(self) -> custody.UnrectifiedCount:
        """How many are not."""
        return len(self.findings) - self.rectified_count

    def proposed(self) -> Mapping[str, object]:
        """Propose the next check for half a year later."""
        return {"next_check_on": _half_a_year_later(self.inspected_on)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the check contradicts itself, and what is left open."""
        yield from not_future(self, "inspected_on", today=today)
        yield from in_order(self, "inspected_on", "next_check_on")
        latest = _half_a_year_later(self.inspected_on)
        if latest is not None and self.next_check_on is not None and self.next_check_on > latest:
            yield error("next_check_on", f"每 {EVERY} 个月至少检查一次，请改早。")
        signed = [f"{name}.opinion_on" for name in _OPINIONS]
        yield from chain.days_in_order(self, "inspected_on", *signed)
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        yield from chain.apart(self, "inspected_by", "witnessed_by", *signers)
        yield from self._counts()
        yield from self._findings()

    def _counts(self) -> Iterator[Problem]:
        on_register, seen = self.files_on_register, self.files_looked_at
        if on_register is None or seen is None:
            return
        if seen > on_register:
            yield error("files_looked_at", "多于“在册卷数”，请核对；未登记的档案请先补登。")
        elif seen < on_register and self.inspection_kind == _ALL:
            yield warning("files_looked_at", "半年检查应逐卷核对，少于在册卷数的请在备注中说明。")
        if self.is_chain_sound is False:
            yield warning("is_chain_sound", "校验不通过，应立即停止销毁并报告客户服务部经理。")

    def _findings(self) -> Iterator[Problem]:
        places: set[tuple[object, ...]] = set()
        for number, one in enumerate(self.findings, start=1):
            path = f"findings.{number}"
            yield from under(path, self._one(one))
            place = (one.archival_no, one.finding_kind, one.related_numbers)
            if None not in place[:2] and place in places:
                yield error(f"{path}.finding_kind", "这一问题前面已经列出，请只留一行。")
            places.add(place)

    def _one(self, finding: CheckFinding) -> Iterator[Problem]:
        start = self.inspected_on
        for name in ("rectify_due_on", "rectified_on"):
            day = getattr(finding, name)
            if start is not None and day is not None and day < start:
                yield error(name, "早于“检查日期”，请核对两处的日期和时间。")


def _half_a_year_later(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + EVERY, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
