"""客户信息泄露事件报告表: data of customers got out, were changed or lost; or that is suspected.

Archive papers 6.6 (archive.md §4.6). Who finds it fills in the first part at once; it is contained,
the manager told the same day, then the general manager; the authority and the persons are told,
unless harm is effectively averted (then the reasons are written down); level and circle are
reviewed, the fault is dealt with. The sheet itself is 机密.

Sources: L-PIPL article 57, which says what the notice must contain (kinds, cause, possible harm,
remedies, what persons can do, contact); incident sheets of firms' data-protection regimes.

>>> from csdforms.schemas.archive.file_incident_report import FileIncidentReport
>>> FileIncidentReport.title(), FileIncidentReport.section
('客户信息泄露事件报告表', '6.6')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import complaint, filing, incident, offices, sheet
from csdforms.schemas.form import Record
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    others,
    requires,
    warning,
)

_SHEET_LEVEL = "机密"
_FAULTLESS = "无责任"
_OPINIONS = ("dpo_opinion", "cs_manager_opinion", "gm_opinion")


class FileIncidentReport(
    Record, title="客户信息泄露事件报告表", section="6.6", number="incident_no"
):
    """What happened to which data, what was done about it, who was told, who answers for it."""

    incident_no: filing.IncidentNo
    incident_kind: incident.IncidentKind
    is_confirmed: incident.IsConfirmed = False
    found_at: incident.FoundAt
    found_by: incident.FoundBy
    found_how: incident.FoundHow | None = None
    occurred_at: complaint.OccurredAt | None = None
    incident_place: incident.IncidentPlace | None = None
    responsible_department: (
        Annotated[complaint.ResponsibleDepartment, PrintedAs("涉事部门", "责任部门")] | None
    ) = None
    incident_course: incident.IncidentCourse
    loan_no: Annotated[filing.LoanNo, PrintedAs("关联借阅编号")] | None = None

    data_kinds: incident.DataKinds
    affected_files: incident.AffectedFiles | None = None
    affected_count: incident.AffectedCount | None = None
    records_lost: incident.RecordsLost | None = None
    file_level: Annotated[filing.FileLevel, PrintedAs("涉及最高密级", "最高密级")] | None = None
    incident_cause: incident.IncidentCause | None = None
    possible_harm: incident.PossibleHarm

    contained_at: incident.ContainedAt | None = None
    contained: incident.Contained
    remedies: incident.Remedies | None = None
    self_help: incident.SelfHelp | None = None
    our_contact: incident.OurContact
    our_phone: incident.OurPhone

    manager_told_at: incident.ManagerToldAt | None = None
    gm_told_at: incident.GmToldAt | None = None
    authority: incident.Authority | None = None
    authority_told_at: incident.AuthorityToldAt | None = None
    are_persons_told: incident.ArePersonsTold | None = None
    persons_told_on: incident.PersonsToldOn | None = None
    persons_told_by: incident.PersonsToldBy | None = None
    notice_note: incident.NoticeNote | None = None

    level_review: incident.LevelReview | None = None
    liable_persons: incident.LiablePersons | None = None
    discipline: incident.Discipline | None = None
    discipline_note: incident.DisciplineNote | None = None
    dpo_opinion: offices.DpoOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None
    incident_closed_on: incident.IncidentClosedOn | None = None
    confidentiality: sheet.Confidentiality = "机密"

    def proposed(self) -> Mapping[str, object]:
        """Propose that persons were told where a day says so."""
        return {"are_persons_told": True if self.persons_told_on is not None else None}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is late, what is missing of the notice, and who judges himself."""
        yield from chain.without_star(self)
        if chain.rank(self.confidentiality) < chain.rank(_SHEET_LEVEL):
            yield error("confidentiality", "泄露事件报告表本身的密级不得低于机密。")
        yield from others(self, ("incident_kind", "remarks"), ("data_kinds", "remarks"))
        yield from self._days(today)
        yield from self._notices()
        yield from self._fault()
        yield from self._closing()

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "occurred_at", "found_at", "contained_at")
        yield from in_order(self, "found_at", "manager_told_at", "gm_told_at")
        yield from in_order(self, "found_at", "authority_told_at")
        yield from in_order(self, "found_at", "persons_told_on")
        yield from not_future(self, "found_at", "contained_at", today=today)
        days = [f"{name}.opinion_on" for name in _OPINIONS]
        yield from chain.days_in_order(self, "found_at", *days, "incident_closed_on")
        found, told = self.found_at, self.manager_told_at
        if found is not None and told is not None and told.date() > found.date():
            yield warning("manager_told_at", "应在发现当日报告客户服务部经理，请说明原因。")
        because = "发现后应立即控制并当日报告"
        yield from requires(
            self, "contained_at", "manager_told_at", because=because, severity="warning"
        )

    def _notices(self) -> Iterator[Problem]:
        """Yield who was not told, without a reason (L-PIPL 57)."""
        told = self.are_persons_told
        yield from requires(
            self, "persons_told_on", "persons_told_by", when=bool(told), because="已通知个人"
        )
        yield from requires(
            self, "self_help", "remedies", "incident_cause", when=bool(told),
            because="通知个人须写明原因、补救措施和个人可采取的措施",
        )  # fmt: skip
        silent = told is False
        because = "不通知个人，须写明已采取措施能够有效避免危害的理由"
        yield from requires(self, "notice_note", when=silent, because=because)
        reported = self.authority_told_at is not None
        yield from requires(self, "authority", when=reported, because="填了报告主管部门时间")

    def _fault(self) -> Iterator[Problem]:
        names = set(self.liable_persons or ())
        for path in (*(f"{name}.opinion_by" for name in _OPINIONS), "our_contact"):
            if chain.at(self, path) in names:
                yield error(path, "是本事件的责任人员，不得审批或经办，请核对。")
        liable = self.discipline not in (None, _FAULTLESS)
        because = f"责任追究不是“{_FAULTLESS}”"
        yield from requires(self, "liable_persons", "discipline_note", when=liable, because=because)

    def _closing(self) -> Iterator[Problem]:
        if self.incident_closed_on is None:
            return
        because = "办结以前须查明原因、复审密级和知悉范围、追究责任"
        yield from requires(
            self, "incident_cause", "remedies", "are_persons_told", "authority_told_at",
            "level_review", "discipline", because=because,
        )  # fmt: skip
        yield from chain.carried_out(self, "dpo_opinion", "incident_closed_on")
        yield from chain.carried_out(self, "cs_manager_opinion", "incident_closed_on")
        if not not_before(self.incident_closed_on, self.contained_at):
            yield error("incident_closed_on", "早于“控制时间”，请核对两处的日期和时间。")
