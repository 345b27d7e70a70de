"""What a form is made of: the form and its kinds, rows, parts, and the description of each field.

A :class:`Form` is a frozen Pydantic model whose class line says the rest::

    class ComplaintRegisterOne(Record, title="客户投诉登记表一", section="3.2"):
        complaint_no: ComplaintNo

Its identifier is the name of its module. Fields take types and labels from ``schemas.fields``.
"""

from __future__ import annotations

import builtins
import datetime as dt
import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, model_validator
from pydantic.fields import ComputedFieldInfo, FieldInfo

from csdforms.schemas.chapter import module_name
from csdforms.schemas.fields import sheet
from csdforms.schemas.labels import Group, Label, LabelIndex, PrintedAs
from csdforms.schemas.masking import Mask, mask_number
from csdforms.schemas.plan import Plan, encoded
from csdforms.schemas.rules import Problem, in_order, requires
from csdforms.schemas.types import Disclosure, FieldType

if TYPE_CHECKING:
    # To a type checker a computed value is what it looks like: a read-only property.
    computed = property
else:

    class computed(property):  # noqa: N801 - a decorator, named like property
        """A value that the sheet works out by itself; its return annotation names it."""


__all__ = [
    "Block",
    "Extra",
    "FieldSpec",
    "Form",
    "Ledger",
    "Notice",
    "Part",
    "Profile",
    "Questionnaire",
    "Record",
    "Report",
    "Row",
    "computed",
]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Everything that is known about one field of a form, row or part."""

    name: str
    label: str
    canonical: str
    aliases: tuple[str, ...]
    type: FieldType[Any] | None
    model: builtins.type[Block] | None  # the field ``type`` hides the name
    group: Group | None
    required: bool
    default: Any
    computed: bool
    #: What the archive shows of it; of a group or part its fields say that.
    disclosure: Disclosure

    @property
    def many(self) -> bool:
        """Whether the field is a group of rows."""
        return self.group is not None

    @property
    def numbered(self) -> bool:
        """Whether the field is a group of rows with numbers."""
        return self.model is not None and issubclass(self.model, Row)

    @property
    def names(self) -> tuple[str, ...]:
        """What the field may be called in data: its name, label and aliases, each once."""
        return tuple(dict.fromkeys((self.name, self.label, self.canonical, *self.aliases)))


def _unwrap(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """Strip ``| None`` and ``Annotated`` from an annotation; return it with all its metadata."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        metadata = [*inner, *metadata]
    return annotation, metadata


def _label_of(name: str, info: FieldInfo | ComputedFieldInfo) -> str:
    assert isinstance(info, FieldInfo)  # computed values are plain properties here
    _, metadata = _unwrap(info.annotation, info.metadata)
    labels = [item.text for item in metadata if isinstance(item, Label)]
    return labels[-1] if labels else name


class Block(BaseModel):
    """What forms, rows and parts share: frozen, strict about names, complete by itself."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        hide_input_in_errors=True,  # it may be personal
        field_title_generator=_label_of,
    )

    #: Fields that paper shows only through computed ones (a questionnaire's answers as ticks).
    printed_through: ClassVar[frozenset[str]] = frozenset()
    #: Labels of boxes that hold two of these, the first and the last of a span.
    spans: ClassVar[Mapping[str, tuple[str, str]]] = {}

    @classmethod
    @functools.cache
    def specs(cls) -> Mapping[str, FieldSpec]:
        """Return the fields, the form's own first, then the shared ones, then computed ones."""
        inherited = Form.model_fields.keys() if issubclass(cls, Form) else ()
        order = [name for name in cls.model_fields if name not in inherited]
        order += [name for name in cls.model_fields if name in inherited]
        specs = {name: _spec(name, cls.model_fields[name]) for name in order}
        for base in reversed(cls.__mro__):
            for name, member in list(vars(base).items()):  # Pydantic may be building it
                if isinstance(member, computed):
                    specs[name] = _computed_spec(name, member)
        return specs

    @classmethod
    def label_of(cls, name: str) -> str:
        """Return the label that this sheet prints for a field."""
        return cls.specs()[name].label

    @classmethod
    @functools.cache
    def labels(cls) -> LabelIndex:
        """Return the index that finds a field by its name, label or alias."""
        return LabelIndex(cls)

    @classmethod
    @functools.cache
    def plan(cls) -> Plan:
        """Return what reading, judging and storing need to know of the class."""
        methods = ("complete", "proposed", "rules")
        return Plan(cls, [name for name in methods if getattr(cls, name) != getattr(Block, name)])

    @classmethod
    def empty(cls) -> Self:
        """Return the block with every box empty or at its default: a draft, not valid data."""
        return cls.draft(cls.plan().defaults)

    @classmethod
    def draft(cls, values: Mapping[str, Any], given: Collection[str] = ()) -> Self:
        """Return the block with these values as they are; ``given`` were no defaults."""
        filled = {name for name in values if name in given}
        # Pydantic's plugin knows the result as a Block only.
        return cls.model_construct(_fields_set=filled, **values)  # type: ignore[return-value]

    def filled(self) -> Iterator[tuple[str, FieldSpec, Any]]:
        """Yield the stored boxes that are not empty: name, description, value."""
        for name, spec in type(self).specs().items():
            if not spec.computed and (value := getattr(self, name)) is not None:
                yield name, spec, value

    def proposed(self) -> Mapping[str, object]:
        """Return the values that the sheet proposes for boxes left empty."""
        return {}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the fields; ``today`` is the day of checking."""
        yield from ()

    def masks(self, level: Mask) -> Mapping[str, str]:
        """Return boxes that a copy hides by more than their type, with what it shows."""
        return {}

    def complete(self) -> Self:
        """Fill empty boxes with what the sheet proposes, and number the rows."""
        for name in type(self).plan().numbered:
            rows = getattr(self, name)
            if any(row.seq is None for row in rows):
                numbered = tuple(
                    row if row.seq is not None else row.model_copy(update={"seq": number})
                    for number, row in enumerate(rows, start=1)
                )
                self._set(name, numbered)
        return self._propose()

    def complete_new(self) -> Self:
        """Complete a block whose rows nobody else holds yet: they are numbered where they are."""
        plan = type(self).plan()
        if not plan.completes:
            for name in plan.numbered:
                for number, row in enumerate(self.__dict__[name], start=1):
                    if row.__dict__["seq"] is None:
                        row._set("seq", number)  # noqa: SLF001 - a block's own
            return self._propose() if plan.proposes else self
        return self.complete()

    def _propose(self) -> Self:
        for name, value in self.proposed().items():
            if getattr(self, name) is None and value is not None:
                self._set(name, value)
        return self

    def _set(self, name: str, value: object) -> None:
        self.__dict__[name] = value
        self.__pydantic_fields_set__.add(name)

    @model_validator(mode="wrap")
    @classmethod
    def _complete(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        # A block that exists already is frozen: it is taken as it is.
        return data if isinstance(data, cls) else handler(data).complete()


class Part(Block):
    """A group of boxes that belong together, such as a legal representative.

    ``main`` names the field that a single value stands for: 法定代表人 = 张三.
    """

    main: ClassVar[str | None] = None


_LONG = 12  # of a shorter number nothing is shown
_NUMBER_LABEL = re.compile("身份证|证件号|账号|帐号|卡号|银行账户")
_PERSONAL_LABEL = re.compile(
    "姓名|电话|手机|微信|QQ|邮箱|邮件|地址|住址|生日|证件|联系方式", re.IGNORECASE
)


class Extra(Part):
    """A box that a department adds to the sheet: its label and what stands in it."""

    label: sheet.ExtraLabel
    value: sheet.ExtraValue

    def masks(self, level: Mask) -> Mapping[str, str]:
        """Hide a box whose label says that it holds a person's data."""
        if _NUMBER_LABEL.search(self.label):
            return {"value": mask_number(self.value) if len(self.value) >= _LONG else "****"}
        personal = level is Mask.ALL and _PERSONAL_LABEL.search(self.label)
        return {"value": "****"} if personal else {}


ExtraBoxes = Annotated[tuple[Extra, ...], Group("其他栏目", "附加栏目", at_most=40)]


class Row(Block):
    """One line of a table. ``seq`` is numbered by the form when it is left empty."""

    seq: sheet.Seq | None = None
    extra: ExtraBoxes = ()


class Form(Block):
    """A sheet of the manual, with the boxes that every sheet shares.

    Class keywords: ``title`` (Chinese, goes to the JSON Schema), ``section`` of the manual, and
    ``number``, the field that holds the sheet's own number, and ``edition``, counted up when a
    change of the fields makes older data unreadable.
    """

    kind: ClassVar[str] = "表单"
    section: ClassVar[str] = ""
    number: ClassVar[str] = "form_no"
    edition: ClassVar[int] = 1
    #: The field whose day holds for lines that note only the time.
    day_of_rows: ClassVar[str | None] = None

    company_name: sheet.CompanyName | None = None
    department: sheet.Department = "客户服务部"
    prepared_by: sheet.PreparedBy | None = None
    prepared_on: sheet.PreparedOn | None = None
    reviewed_by: sheet.ReviewedBy | None = None
    reviewed_on: sheet.ReviewedOn | None = None
    review_opinion: sheet.ReviewOpinion | None = None
    approved_by: sheet.ApprovedBy | None = None
    approved_on: sheet.ApprovedOn | None = None
    approval_opinion: sheet.ApprovalOpinion | None = None
    confidentiality: sheet.Confidentiality = "内部"
    attachments: sheet.Attachments | None = None
    remarks: sheet.Remarks | None = None
    extra: ExtraBoxes = ()

    def __init_subclass__(
        cls,
        *,
        section: str | None = None,
        number: str | None = None,
        edition: int | None = None,
        **config: Any,
    ) -> None:
        super().__init_subclass__(**config)
        if section is not None:
            cls.section = section
        if number is not None:
            cls.number = number
        if edition is not None:
            cls.edition = edition

    @classmethod
    def identifier(cls) -> str:
        """Return the name shared by module, template, schema, sample and command line."""
        return module_name(cls.__name__)

    @classmethod
    def title(cls) -> str:
        """Return the Chinese title, as the manual prints it."""
        return str(cls.model_config.get("title") or cls.__name__)

    def reference(self) -> str:
        """Return the number that tells this sheet from others of its kind."""
        return str(getattr(self, self.number))

    def stored(self) -> dict[str, Any]:
        """Return the data as plain JSON, by English name, without boxes left empty."""
        return encoded(self)

    def yuan_per_unit(self) -> int:
        """Return how many yuan make one unit of the money printed: 10,000 for 万元."""
        return 1

    def least_mask(self) -> Mask:
        """Return how much every printed copy hides, whatever was asked for."""
        return Mask.NONE

    def hidden_names(self) -> Iterable[str]:
        """Return names that stand in boxes of other kinds and that ``Mask.ALL`` hides."""
        return ()

    def shared_rules(self) -> Iterator[Problem]:
        """Yield what is wrong in the boxes that every sheet shares."""
        yield from in_order(self, "prepared_on", "reviewed_on", "approved_on")
        for name, details in (
            ("prepared_by", ("prepared_on",)),
            ("reviewed_by", ("reviewed_on", "review_opinion")),
            ("approved_by", ("approved_on", "approval_opinion")),
        ):
            given = any(getattr(self, detail) is not None for detail in details)
            yield from requires(self, name, when=given, because="填了日期或意见，应写明是谁")


class Record(Form):
    """One event, one sheet."""

    kind = "记录"


class Ledger(Form):
    """A sheet with one line per event."""

    kind = "台账"


class Notice(Form):
    """A sheet sent to somebody who must act."""

    kind = "通知"


class Questionnaire(Form):
    """Questions, and the answers to them."""

    kind = "问卷"


class Profile(Form):
    """What is known about one customer."""

    kind = "资料"


class Report(Form):
    """Figures over a period."""

    kind = "报表"


def _spec(name: str, info: FieldInfo) -> FieldSpec:
    return _describe(
        name,
        info.annotation,
        info.metadata,
        required=info.is_required(),
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        computed=False,
    )


def _computed_spec(name: str, member: property) -> FieldSpec:
    hint = get_type_hints(member.fget, include_extras=True)["return"]
    return _describe(name, hint, [], required=False, default=None, computed=True)


def _describe(
    name: str, annotation: Any, metadata: list[Any], *, required: bool, default: Any, computed: bool
) -> FieldSpec:
    annotation, metadata = _unwrap(annotation, metadata)
    labels = [item for item in metadata if isinstance(item, Label)]
    if not labels:
        raise TypeError(f"{name} has no label")
    types = [item for item in metadata if isinstance(item, FieldType)]
    rules = [kind.disclosure for kind in types]
    own = [item for item in metadata if isinstance(item, Disclosure)]
    group = next((item for item in labels if isinstance(item, Group)), None)
    inner = get_args(annotation)[0] if group else annotation
    model = inner if isinstance(inner, type) and issubclass(inner, Block) else None
    if (model is None) == (not types):
        raise TypeError(f"{name} needs a field type, or a model of its rows or parts")
    return FieldSpec(
        name=name,
        label=labels[-1].text,
        canonical=next(item.text for item in labels if not isinstance(item, PrintedAs)),
        aliases=tuple(alias for item in labels for alias in (item.text, *item.aliases)),
        type=types[-1] if types else None,
        model=model,
        group=group,
        required=required,
        default=default,
        computed=computed,
        disclosure=next(reversed([*rules, *own]), Disclosure.HIDDEN),
    )
