"""客户档案定密审批表: a level of secrecy proposed, decided, marked; or changed, or ended.

Archive papers 6.1 (archive.md §4.1, §4.2). The unit that made the record proposes level, term and
circle of readers with reason and basis; the leader of the level decides: 客户信息主管 up to 内部,
客户服务部经理 秘密 and 公开, 总经理 机密 and 绝密. One copy lies in the file, the other with the
department.

Sources: classification sheets of firms that follow 中央企业商业秘密保护暂行规定, articles 12 to 15;
保守国家秘密法 article 22, by which what is no state secret must not carry the star.

>>> from csdforms.schemas.archive.file_classification_approval import FileClassificationApproval
>>> FileClassificationApproval.title(), FileClassificationApproval.section
('客户档案定密审批表', '6.1')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import classification, credit, customer, filing, offices
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires

_FIRST, _RAISE, _LOWER, _RELEASE, _EXTEND, _CIRCLE = (
    "定密", "提高密级", "降低密级", "解密", "延长保密期限", "变更知悉范围",
)  # fmt: skip
_INTERNAL, _CONFIDENTIAL = 1, 3
#: Years of a term by level, unless another one is proposed.
_YEARS = {"秘密": 3, "机密": 5, "绝密": 10}
#: The opinion that decides, from 公开 up; publishing is the manager's.
_DECIDERS = (
    "cs_manager_opinion", "info_supervisor_opinion", "cs_manager_opinion", "gm_opinion",
    "gm_opinion",
)  # fmt: skip
_OPINIONS = ("info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")


class FileClassificationApproval(
    Record, title="客户档案定密审批表", section="6.1", number="approval_no"
):
    """What level a file or an item in it shall have, for how long, and who may know of it."""

    approval_no: filing.ApprovalNo
    classifying_kind: classification.ClassifyingKind = "定密"
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    customer_grade: customer.CustomerGrade | None = None
    item_no: Annotated[filing.ItemNo, PrintedAs("所定件号")] | None = None
    item_title: Annotated[filing.ItemTitle, PrintedAs("所定件题名")] | None = None
    has_heightened_risk: classification.HasHeightenedRisk = False
    file_level: Annotated[filing.FileLevel, PrintedAs("现定密级", "原密级")] | None = None
    classified_until: (
        Annotated[filing.ClassifiedUntil, PrintedAs("现保密期限至", "原保密期限")] | None
    ) = None

    proposed_level: classification.ProposedLevel
    proposed_until: classification.ProposedUntil | None = None
    circle: classification.Circle | None = None
    secret_points: classification.SecretPoints | None = None
    classifying_reason: classification.ClassifyingReason
    classifying_basis: classification.ClassifyingBasis
    secrecy_measures: classification.SecrecyMeasures | None = None
    applied_by: Annotated[credit.AppliedBy, PrintedAs("提请人", "拟定人 承办人")]
    applied_department: Annotated[
        credit.AppliedDepartment, PrintedAs("提请部门", "承办部门 形成部门 拟定部门")
    ]
    applied_on: Annotated[credit.AppliedOn, PrintedAs("提请日期", "拟定日期")]

    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None

    decided_level: classification.DecidedLevel | None = None
    decided_until: classification.DecidedUntil | None = None
    effective_from: credit.EffectiveFrom | None = None
    confirm_due_on: classification.ConfirmDueOn | None = None
    recalled_count: classification.RecalledCount | None = None
    marked_by: classification.MarkedBy | None = None
    marked_on: classification.MarkedOn | None = None

    @computed
    def decider(self) -> classification.Decider | None:
        """Whose it is to decide; a file is also decided on by whom its present level needs."""
        if self.proposed_level is None:
            return None
        return _TITLES[self._decider()]

    @computed
    def secrecy_mark(self) -> classification.SecrecyMark | None:
        """The mark as it stands on paper: a trade secret's, never the state's with a star."""
        level = self.decided_level
        if level is None or not chain.agreed(self, self._decider()):
            return None
        if chain.rank(level) <= _INTERNAL:
            return level
        term = f"至{self.decided_until.isoformat()}" if self.decided_until else "长期"
        return f"商业秘密·{level} 保密期限{term} 责任单位{self.department}"

    def _decider(self) -> str:
        """Return the name of the opinion that decides."""
        levels = (level for level in (self.proposed_level, self.file_level) if level is not None)
        return max((_DECIDERS[chain.rank(level)] for level in levels), key=_OPINIONS.index)

    def proposed(self) -> Mapping[str, object]:
        """Propose the usual term from the day of proposal, and what was asked for as decided."""
        until = self.proposed_until
        years = _YEARS.get(self.proposed_level or "")
        if until is None and years and self.applied_on and self.classifying_kind == _FIRST:
            until = _later(self.applied_on, years)
        values: dict[str, object] = {"proposed_until": until}
        if self.proposed_level and chain.agreed(self, self._decider()):
            signed_on = chain.at(self, f"{self._decider()}.opinion_on")
            values |= {"decided_level": self.proposed_level, "effective_from": signed_on}
            if self.decided_level in (None, self.proposed_level):
                values["decided_until"] = until
        return values

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of level, term, circle and of who decides."""
        yield from chain.without_star(self)
        yield from self._levels()
        yield from self._change()
        yield from self._days(today)
        yield from self._decision()

    def _levels(self) -> Iterator[Problem]:
        for name, until in (
            ("proposed_level", "proposed_until"),
            ("decided_level", "decided_until"),
        ):
            level = getattr(self, name)
            if level == "公开" and self.file_kind not in (None, "法人或其他组织"):
                yield error(name, "个人客户和个体工商户的档案不得公开，最低为内部。")
            if level in ("公开", "内部") and getattr(self, until) is not None:
                yield error(until, f"{level}没有保密期限，请留空。")
        secret = chain.rank(self.proposed_level) >= _CONFIDENTIAL
        yield from requires(self, "circle", when=secret, because="机密、绝密须写明知悉范围")
        points = chain.rank(self.proposed_level) > _INTERNAL
        because = "要说明哪些内容属于商业秘密"
        yield from requires(self, "secret_points", "secrecy_measures", when=points, because=because)
        yield from chain.item_of_file(self)

    def _change(self) -> Iterator[Problem]:
        """Yield a change that is none, or another one than it says."""
        kind, old, new = self.classifying_kind, self.file_level, self.proposed_level
        changed = kind not in (None, _FIRST)
        because = f"办理的是{kind}，应写明现定密级"
        yield from requires(self, "file_level", when=changed, because=because)
        if old is None or new is None:
            return
        steps = chain.rank(new) - chain.rank(old)
        wrong = {
            _RAISE: (steps <= 0, "应高于现定密级，请核对办理事项。"),
            _LOWER: (steps >= 0, "应低于现定密级，请核对办理事项。"),
            _RELEASE: (
                steps >= 0 or chain.rank(new) > _INTERNAL,
                "解密后为公开，个人客户的为内部，请核对。",
            ),
            _EXTEND: (steps != 0, "延长期限不改变密级，应与现定密级相同。"),
            _CIRCLE: (steps != 0, "变更知悉范围不改变密级，应与现定密级相同。"),
        }.get(str(kind))
        if wrong and wrong[0]:
            yield error("proposed_level", wrong[1])
        if kind == _EXTEND:
            yield from self._extension()

    def _extension(self) -> Iterator[Problem]:
        until, wanted, on = self.classified_until, self.proposed_until, self.applied_on
        if until is None:
            yield error("classified_until", "现在没有可以延长的期限，请核对。")
            return
        if on is not None and on > until:
            yield error("applied_on", "保密期限已满，不能再延长；仍须保密的请重新定密。")
        if wanted is not None and wanted <= until:
            yield error("proposed_until", "应晚于现保密期限，请核对。")

    def _days(self, today: dt.date) -> Iterator[Problem]:
        signed = [f"{name}.opinion_on" for name in _OPINIONS]
        yield from chain.days_in_order(self, "applied_on", *signed, "marked_on")
        decided = f"{self._decider()}.opinion_on" if self.proposed_level else "applied_on"
        # A raise works at once, before it is confirmed; nothing works backwards.
        start = "applied_on" if self.classifying_kind == _RAISE else decided
        yield from chain.days_in_order(self, start, "effective_from")
        yield from in_order(self, "applied_on", "proposed_until")
        yield from in_order(self, "applied_on", "confirm_due_on")
        yield from not_future(self, "applied_on", "marked_on", today=today)
        raised = self.classifying_kind == _RAISE
        because = "提高密级即时生效，三个工作日内确认"
        yield from requires(self, "confirm_due_on", when=raised, because=because)

    def _decision(self) -> Iterator[Problem]:
        yield from chain.apart(
            self, "applied_by", *(f"{name}.opinion_by" for name in _OPINIONS),
            because="提请人不得审批",
        )  # fmt: skip
        yield from chain.apart(self, "info_supervisor_opinion.opinion_by", *_signed(_OPINIONS[1:]))
        yield from chain.apart(self, "cs_manager_opinion.opinion_by", "gm_opinion.opinion_by")
        if self.proposed_level is None:
            return
        decider = self._decider()
        yield from chain.carried_out(
            self, decider, "decided_level", "effective_from", "marked_by", "marked_on"
        )
        if decider == "gm_opinion" and self.gm_opinion is not None:
            because = "机密、绝密由客户服务部经理提出、总经理决定"
            yield from requires(self, "cs_manager_opinion", because=because)
        if chain.rank(self.decided_level) > chain.rank(self.proposed_level):
            yield error("decided_level", "高于拟定密级，请按核定的密级重新提请。")
        signed = self.marked_on is not None
        yield from requires(self, "marked_by", when=signed, because="填了标识日期")


_TITLES: Mapping[str, classification.DeciderWord] = {
    "info_supervisor_opinion": "客户信息主管",
    "cs_manager_opinion": "客户服务部经理",
    "gm_opinion": "总经理",
}


def _signed(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}.opinion_by" for name in names)


def _later(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later, after 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
