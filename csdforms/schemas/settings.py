"""Limits that real sheets state and that a firm may set otherwise.

The settings in force belong to the calling context (thread or task), not to the process::

    with csdforms.settings.use(Settings(acknowledge_hours=12)):
        csdforms.fill(...)
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput

__all__ = ["AwardPolicy", "CreditPolicy", "RiskPolicy", "Settings", "current", "load", "use"]

Count = Annotated[int, Field(ge=0, le=10_000, strict=True)]
Amount = Annotated[Decimal, Field(ge=0)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Urgency = Annotated[str, Field(pattern="^(?:一般|紧急|特急)$")]
Grade = Literal["AAA", "AA", "A", "B"]
Factor = Annotated[Decimal, Field(ge=0, le=10)]
_SATURDAY = 6
_HUNDRED = 100
_AWARD_INDICATORS = {
    "销售净额": 30, "销售增长": 15, "毛利贡献": 15, "按期付款率": 20, "合作年限": 10,
    "配合度与投诉": 10,
}  # fmt: skip
RiskWord = Literal["低", "中", "高", "极高"]
_RISK_LEVELS: dict[str, RiskWord] = {
    "T3": "高", "T4": "高", "T5": "极高", "T6": "中", "T7": "高", "T8": "极高", "T9": "中",
    "T10": "低", "T11": "中",
}  # fmt: skip
_LOSS_RATES = (
    Decimal(0), Decimal("0.01"), Decimal("0.05"), Decimal("0.1"), Decimal("0.2"), Decimal("0.5"),
    Decimal(1),
)  # fmt: skip


class _Policy(BaseModel):
    """What policies share: frozen, strict about names; a table may be given in part.

    The defaults are made without validation, since most programs need no more than them: only who
    sets something waits for Pydantic to build its validators.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    #: The tables of which the entries that are not given keep their values.
    partial: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*", mode="before")
    @classmethod
    def _keep_the_others(cls, given: object, info: ValidationInfo) -> object:
        if info.field_name not in cls.partial or not isinstance(given, Mapping):
            return given
        return {**cls.model_fields[info.field_name].default, **given}


class CreditPolicy(_Policy):
    """How grade, limit and term of a customer's credit follow; below B is C, without credit."""

    partial = frozenset({"bands", "factors"})

    #: The least score of each grade; bands are half open: [80, 90) is AA.
    bands: dict[Grade, Annotated[Decimal, Field(gt=0, le=100)]] = {
        "AAA": Decimal(90),
        "AA": Decimal(80),
        "A": Decimal(70),
        "B": Decimal(60),
    }
    #: What the limit is multiplied by, from and to; a choice between the two needs a reason.
    factors: dict[Grade, tuple[Factor, Factor]] = {
        "AAA": (Decimal("1.5"), Decimal(3)),
        "AA": (Decimal(1), Decimal(1)),
        "A": (Decimal("0.8"), Decimal("0.8")),
        "B": (Decimal("0.6"), Decimal("0.6")),
    }
    #: The shortest and the longest term of credit.
    term_days: tuple[Count, Count] = (30, 90)
    #: 等级系数: monthly sales × months of term × factor. 月均封顶: at most last year's monthly
    #: sales, by season more or less, for a short term.
    limit_method: Literal["等级系数", "月均封顶"] = "等级系数"
    season_share: Share = Decimal("0.5")
    capped_term_days: Count = 30
    #: A limit of more yuan is beyond the manager: 总经理 decides.
    general_manager_above: Amount = Decimal(1_000_000)
    #: So old may an analysis be on which a change rests.
    analysis_days: Count = 90
    #: What an indicator without data scores: nothing, 60 %, or it is left out of the hundred.
    missing_score: Literal["零分", "六成", "不计"] = "零分"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        bands = self.bands
        if not bands["AAA"] > bands["AA"] > bands["A"] > bands["B"]:
            raise ValueError("bands of grades overlap")
        shortest, longest = self.term_days
        if shortest > longest or any(low > high for low, high in self.factors.values()):
            raise ValueError("a range ends before it begins")
        return self


class RiskPolicy(_Policy):
    """When a customer is at risk, and how much of what he owes may be lost."""

    partial = frozenset({"levels"})

    #: Above these shares of the limit (T1): 中, 高.
    utilisation: tuple[Factor, Factor] = (Decimal(1), Decimal("1.2"))
    #: From so many days overdue (T2): 低, 中, 高, 极高.
    overdue_days: tuple[Count, Count, Count, Count] = (1, 31, 61, 91)
    #: So often overdue (T3), and so many complaints besides (T4), in three months.
    overdue_count: Annotated[int, Field(ge=1, le=100, strict=True)] = 3
    complaint_count: Annotated[int, Field(ge=1, le=100, strict=True)] = 2
    #: Sales falling for three months, together by this share (T6).
    sales_fall: Share = Decimal("0.3")
    #: Credit falling by so many grades within six months (T7).
    grade_steps: Annotated[int, Field(ge=1, le=4, strict=True)] = 2
    #: The level of each other trigger; what is not named keeps its level.
    levels: dict[Annotated[str, Field(pattern="^T([3-9]|10|11)$")], RiskWord] = _RISK_LEVELS
    #: The share of what is owed that is likely lost, by age: not due, then overdue by 1–30, 31–60,
    #: 61–90, 91–180, 181–365 and more days.
    loss_rates: tuple[Share, Share, Share, Share, Share, Share, Share] = _LOSS_RATES

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, medium, high, highest = self.overdue_days
        in_order = self.utilisation[0] < self.utilisation[1]
        if not in_order or not low < medium < high < highest:
            raise ValueError("thresholds of risk levels overlap")
        return self


class AwardPolicy(_Policy):
    """Who may be named an excellent customer, and what he is judged by."""

    #: The grades that qualify, and the months of cooperation.
    grades: tuple[Annotated[str, Field(min_length=1, max_length=20)], ...] = ("A", "B")
    cooperation_months: Count = 12
    #: For VIP customers: more than so many yuan in all, and less than this share of it faulty.
    total_amount: Amount = Decimal(10_000_000)
    quality_issue_share: Share = Decimal("0.01")
    #: The indicators, each with its weight, 100 together.
    indicators: dict[str, Annotated[int, Field(ge=1, le=100, strict=True)]] = _AWARD_INDICATORS

    @model_validator(mode="after")
    def _in_hundredths(self) -> Self:
        if sum(self.indicators.values()) != _HUNDRED:
            raise ValueError("weights of indicators are not 100 together")
        return self


class Settings(_Policy):
    """Limits and thresholds; days are days of the calendar unless they are called workdays."""

    partial = frozenset({"close_days"})

    # All forms

    #: Put before telephone numbers that come without their area code, such as ``021``.
    default_area_code: Annotated[str, Field(pattern=r"^(0\d{2,3})?$")] = ""
    #: Days off besides Saturdays and Sundays, and days of work among those (调休).
    holidays: frozenset[dt.date] = frozenset()
    extra_workdays: frozenset[dt.date] = frozenset()

    # After-sales service

    #: Returns and refunds above this amount in yuan need the manager's approval.
    return_approval_amount: Amount = Decimal(1000)
    #: An outlet whose contract ends within so many days is named on the list of outlets.
    contract_notice_days: Count = 90
    #: At or below this share of its maximum an answer asks for a follow-up.
    follow_up_share: Share = Decimal("0.4")

    # Complaints

    #: First contact after a complaint was received.
    acknowledge_hours: Count = 24
    #: Days to close a complaint, by urgency; what is not named keeps its limit.
    close_days: dict[Urgency, Count] = {"一般": 7, "紧急": 3, "特急": 1}
    #: An open complaint is watched from so many working days before its limit.
    warning_workdays: Count = 3
    #: An earlier complaint of the same customer and category makes a repeat.
    repeat_window_days: Count = 90
    #: A unit signs for a notice, and gives its opinion.
    sign_hours: Count = 24
    opinion_hours: Count = 72
    #: Hours from the approval of a plan to the answer, working days until it is carried out.
    reply_hours: Count = 24
    execution_workdays: Count = 5
    #: Days from the answer to a complaint to the follow-up call.
    follow_up_days: Count = 3
    #: Where more yuan are paid to the customer, 财务部 approves too.
    finance_above: Amount = Decimal(1_000)
    #: A complaint that costs more yuan is beyond the manager: 总经理 decides.
    general_manager_above: Amount = Decimal(10_000)

    # Customers

    #: Grades, limits and terms of credit.
    credit: CreditPolicy = CreditPolicy.model_construct()
    #: Customers at risk.
    risk: RiskPolicy = RiskPolicy.model_construct()
    #: Excellent customers.
    award: AwardPolicy = AwardPolicy.model_construct()
    #: The day on which a month of sales closes (25: from the 26th to the 25th); none for months of
    #: the calendar.
    month_closes_on: Annotated[int, Field(ge=1, le=31, strict=True)] | None = None
    #: A customer of fewer months may be left without a grade.
    grading_months: Count = 3
    #: Up to these cumulative shares of the profit customers are of class A and B.
    profit_class_shares: tuple[Share, Share] = (Decimal("0.55"), Decimal("0.85"))
    #: Whether identity numbers of 15 digits, as old files have them, are let pass.
    old_identity_cards: Annotated[bool, Field(strict=True)] = False

    # Telephone

    #: A promised reply to a caller.
    promised_reply_hours: Count = 24
    #: After the call an ordinary message is in the log, an urgent one with the person, within so
    #: many minutes.
    message_minutes: Count = 20
    urgent_message_minutes: Count = 5
    #: A call counts as answered in time within so many seconds.
    service_level_seconds: Count = 20
    #: When customers may be called: the hours, and the days of the week (1 is Monday).
    call_from: dt.time = dt.time(9)
    call_until: dt.time = Field(default=dt.time(18), validate_default=True)
    call_weekdays: frozenset[Annotated[int, Field(ge=1, le=7)]] = frozenset({1, 2, 3, 4, 5})
    #: More interviews than these are too many for one interviewer on one day.
    interviews_per_day: Count = 40

    @field_validator("call_until")
    @classmethod
    def _ends_later(cls, until: dt.time, info: ValidationInfo) -> dt.time:
        if until < info.data.get("call_from", until):
            raise ValueError("the hours of calling end before they begin")
        return until

    @field_validator("profit_class_shares")
    @classmethod
    def _rising(cls, shares: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        if shares[0] > shares[1]:
            raise ValueError("class B ends before class A")
        return shares

    def close_by(self, received_at: dt.datetime, urgency: str) -> dt.date | None:
        """Return the day by which a complaint of this urgency is to be closed."""
        days = self.close_days.get(urgency)
        return None if days is None else received_at.date() + dt.timedelta(days=days)

    def is_workday(self, day: dt.date) -> bool:
        """Return whether the department works on this day."""
        weekday = day.isoweekday() < _SATURDAY and day not in self.holidays
        return weekday or day in self.extra_workdays

    def warn_on(self, due_on: dt.date) -> dt.date:
        """Return the day from which a complaint with this limit is watched.

        >>> Settings().warn_on(dt.date(2024, 7, 2))  # a Tuesday
        datetime.date(2024, 6, 27)
        """
        return self._workday(due_on, self.warning_workdays, -1)

    def execute_by(self, decided_on: dt.date) -> dt.date:
        """Return the day by which a plan approved on this day is to be carried out.

        >>> Settings().execute_by(dt.date(2026, 3, 6))  # a Friday
        datetime.date(2026, 3, 13)
        """
        return self._workday(decided_on, self.execution_workdays, 1)

    def _workday(self, day: dt.date, left: int, step: int) -> dt.date:
        """Return the day so many working days later, or earlier."""
        while left:
            day += dt.timedelta(days=step)
            left -= self.is_workday(day)
        return day

    def may_call(self, moment: dt.datetime) -> bool:
        """Return whether customers may be called at this moment."""
        in_time = self.call_from <= moment.time() <= self.call_until
        return in_time and moment.isoweekday() in self.call_weekdays


_current: ContextVar[Settings] = ContextVar(
    "csdforms_settings",
    default=Settings.model_construct(),  # noqa: B039 - settings are frozen
)


def current() -> Settings:
    """Return the settings in force here."""
    return _current.get()


@contextlib.contextmanager
def use(settings: Settings) -> Iterator[Settings]:
    """Put settings in force within a ``with`` block."""
    token = _current.set(settings)
    try:
        yield settings
    finally:
        _current.reset(token)


def load(path: Path) -> Settings:
    """Read settings from a TOML file.

    Raises:
        MissingFile: if there is no such file.
        NotPermitted: if the system does not let it be read.
        UnreadableInput: if it is not TOML, or a setting is unknown or not a sensible value.
    """
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise MissingFile(path, "设置文件") from None
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        raise NotPermitted(f"读不了设置文件 {path}（{reason}）。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UnreadableInput(
            str(path), f'不是 UTF-8 的 TOML 文件，中文名称要加引号，例如 "一般" = 7（{problem}）。'
        ) from None
    except ValidationError as problem:
        names = "、".join(".".join(map(str, item["loc"])) for item in problem.errors())
        raise UnreadableInput(str(path), f"这些设置不认识或数值不合理：{names}。") from None
