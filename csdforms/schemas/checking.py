"""From data as people send them to a typed form, with everything that is wrong said at once.

Pydantic stops a model at its first bad field and then runs no rule between fields. A clerk wants
all findings in one go, so the fields are read here one by one with the same field types, and the
rules run on whatever could be read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, TypeVar

from csdforms.errors import InvalidData
from csdforms.schemas.form import Block, Extra, FieldSpec, Form, Part
from csdforms.schemas.rules import Problem, Severity
from csdforms.schemas.types import Refused

__all__ = ["Finding", "check", "examine", "parse"]

F = TypeVar("F", bound=Form)
B = TypeVar("B", bound=Block)

_SHOWN = 40
_LONG_NUMBER = re.compile(r"\d{7,}[\dXx]?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the data of a form.

    ``path`` names the field (``calls.2.status``: rows count from 1, as on paper), ``label`` is what
    the sheet prints there, ``given`` what was found unless it is personal data, ``message`` a
    Chinese sentence that says what to do. An error must be mended; a warning wants a second look.
    """

    path: str
    label: str
    message: str
    severity: Severity = "error"
    given: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether this must be mended before a form is made."""
        return self.severity == "error"

    def as_dict(self) -> dict[str, str | None]:
        """Return the finding as plain JSON."""
        return asdict(self)

    def __str__(self) -> str:
        mark = "错误" if self.is_error else "提醒"
        given = f"（填的是“{self.given}”）" if self.given is not None else ""
        return f"[{mark}] {self.label}（{self.path}）：{self.message}{given}"


def check(
    form: type[F] | F, data: Mapping[str, object] | None = None, *, today: dt.date | None = None
) -> list[Finding]:
    """Return everything that is wrong with the data of a form, an empty list if nothing is.

    ``form`` is a form's class with its ``data``, or a typed form.
    """
    return examine(form, data, today=today)[1]


def parse(form: type[F], data: Mapping[str, object], *, today: dt.date | None = None) -> F:
    """Return the typed form.

    Raises:
        InvalidData: with all findings, if any of them is an error.
    """
    draft, findings = examine(form, data, today=today)
    if any(finding.is_error for finding in findings):
        raise InvalidData(form.title(), findings)
    return draft


def examine(
    form: type[F] | F, data: Mapping[str, object] | None = None, *, today: dt.date | None = None
) -> tuple[F, list[Finding]]:
    """Return the form as far as it could be read, and all findings.

    Where there are errors the form is a draft: boxes that could not be read are ``None``.
    """
    reader = _Reader(today or dt.datetime.now().astimezone().date())
    if isinstance(form, Form):
        draft = form
        reader.doubt(draft, "")
    else:
        draft = reader.form(form, data)
    reader.judge(draft, "")
    return draft, reader.findings


class _Reader:
    """Reads one form and collects what is wrong with it."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.findings: list[Finding] = []

    def form(self, model: type[F], data: object) -> F:
        if not isinstance(data, Mapping):
            self._say("", model.title(), "应是一组“栏目: 内容”。")
            data = {}
        return self.block(model, data, "")

    # Reading

    def block(self, model: type[B], data: Mapping[object, object], where: str) -> B:
        """Read one form, row or part; unknown labels go to ``extra``."""
        given, unknown = self._matched(model, data, where)
        values: dict[str, Any] = {}
        for name, spec in model.specs().items():
            if not spec.computed:
                values[name] = self._value(spec, given.get(name), f"{where}{name}")
        extra = [*values.get("extra", ()), *unknown]
        if extra:
            values["extra"] = tuple(extra)
        draft: B = model.model_construct(_fields_set={n for n in values if n in given}, **values)
        draft.complete()
        self._completeness(draft, given, where)
        return draft

    def _matched(
        self, model: type[Block], data: Mapping[object, object], where: str
    ) -> tuple[dict[str, Any], list[Extra]]:
        """Find the field of each key; gather the fields of a part; keep what nobody knows."""
        given: dict[str, Any] = {}
        keys: dict[tuple[str, ...], str] = {}
        unknown: list[Extra] = []
        for key, value in data.items():
            label = str(key)
            path = model.labels().find(label)
            if path is None:
                unknown += self._unknown(model, label, value, where)
                continue
            other = keys.setdefault(path, label)
            if other != label:
                if _lookup(given, path) != value:
                    text = f"“{other}”和“{label}”是同一栏，内容却不同，请只留一个。"
                    self._say(where + ".".join(path), label, text)
                continue
            if len(path) == 1:
                given[path[0]] = _together(given.get(path[0]), value)
            else:
                part = given.setdefault(path[0], {})
                if not isinstance(part, dict):
                    inner = model.specs()[path[0]].model
                    part = given[path[0]] = _as_mapping(inner, part)
                part[path[1]] = value
        return given, unknown

    def _unknown(
        self, model: type[Block], label: str, value: object, where: str
    ) -> list[Extra]:
        if "extra" not in model.model_fields:
            self._say(f"{where}{label}", label, "这里没有这一栏，请改用已有的栏目名称。")
            return []
        nearest = model.labels().nearest(label)
        hint = f"；最接近的栏目是“{nearest}”" if nearest else ""
        text = f"表上没有这一栏，已放入“其他栏目”{hint}。"
        self._say(f"{where}extra", label, text, severity="warning")
        if _is_blank(value):
            return []
        extra = self.block(Extra, {"label": label, "value": _as_text(value)}, f"{where}extra.")
        return [extra]

    def _value(self, spec: FieldSpec, raw: object, path: str) -> Any:
        if _is_blank(raw):
            return spec.default
        if spec.many:
            return self._rows(spec, raw, path)
        if spec.model:
            part = _as_mapping(spec.model, raw)
            if part is None:
                self._say(path, spec.label, "应是一组“栏目: 内容”。")
                return spec.default
            return self.block(spec.model, part, f"{path}.")
        return self._cell(spec, raw, path)

    def _cell(self, spec: FieldSpec, raw: object, path: str) -> Any:
        assert spec.type is not None
        try:
            value = spec.type.accept(raw)
        except Refused as refused:
            given = None if spec.type.personal else _shown(raw)
            self._say(path, spec.label, str(refused), given=given)
            return None
        if doubt := spec.type.doubt(value):
            self._say(path, spec.label, doubt, severity="warning")
        return value

    def _rows(self, spec: FieldSpec, raw: object, path: str) -> tuple[Block, ...]:
        assert spec.model is not None and spec.group is not None
        if spec.model is Extra and isinstance(raw, Mapping):
            raw = [{"label": label, "value": value} for label, value in raw.items()]
        if not isinstance(raw, (list, tuple)):
            self._say(path, spec.label, "应是多行，每行一组“栏目: 内容”。")
            return ()
        if len(raw) > spec.group.at_most:
            text = f"最多 {spec.group.at_most} 行，现有 {len(raw)} 行，请分成几张表。"
            self._say(path, spec.label, text)
            return ()
        rows: list[Block] = []
        for number, row in enumerate(raw, start=1):
            mapping = _as_mapping(spec.model, row)
            if mapping is None:
                self._say(f"{path}.{number}", spec.label, "每行应是一组“栏目: 内容”。")
            elif not all(_is_blank(cell) for cell in mapping.values()):
                rows.append(self.block(spec.model, mapping, f"{path}.{len(rows) + 1}."))
        return tuple(rows)

    # Judging

    def _completeness(self, draft: Block, given: Mapping[str, Any], where: str) -> None:
        """Say what is missing, and where a typed figure differs from the computed one."""
        for name, spec in type(draft).specs().items():
            path = f"{where}{name}"
            if spec.computed:
                if not _is_blank(given.get(name)):
                    self._agreement(draft, spec, given[name], path)
            elif spec.required and getattr(draft, name) is None and _is_blank(given.get(name)):
                self._say(path, spec.label, "必填，不能空着。")
            elif spec.group and len(getattr(draft, name)) < spec.group.at_least:
                self._say(path, spec.label, f"至少要有 {spec.group.at_least} 行。")

    def _agreement(self, draft: Block, spec: FieldSpec, raw: object, path: str) -> None:
        """Compare what was typed for a computed box with what the sheet works out."""
        value = getattr(draft, spec.name)
        if spec.type is None or value is None:
            text = "这一栏由表格自动得出，请不要填写。"
            self._say(path, spec.label, text, severity="warning")
            return
        typed = self._cell(spec, raw, path)
        if typed is None or spec.type.show(typed) == spec.type.show(value):
            return
        shown = spec.type.show(value)
        if isinstance(value, Decimal) and abs(typed - value) <= Decimal("0.00005"):
            return
        text = "与自动计算的结果不一致，请核对。"
        if not spec.type.personal:
            text = f"与自动计算的结果“{shown}”不一致，请核对。"
        self._say(path, spec.label, text, given=None if spec.type.personal else _shown(raw))

    def doubt(self, block: Block, where: str) -> None:
        """Say what deserves a second look in a form that is typed already."""
        for name, spec, value in _filled(block):
            if spec.type and (text := spec.type.doubt(value)):
                self._say(f"{where}{name}", spec.label, text, severity="warning")
        for path, inner in _inner(block):
            self.doubt(inner, f"{where}{path}.")

    def judge(self, block: Block, where: str) -> None:
        """Run the rules between fields, the inner blocks' first."""
        for path, inner in _inner(block):
            self.judge(inner, f"{where}{path}.")
        problems: list[Problem] = []
        if isinstance(block, Form):
            problems += block.shared_rules()
        problems += block.rules(self.today)
        said = {finding.path for finding in self.findings if finding.is_error}
        for problem in problems:
            path = f"{where}{problem.path}"
            if path not in said or problem.severity == "error":
                label = _label_at(type(block), problem.path)
                self._add(Finding(path, label, problem.message, problem.severity))

    def _say(
        self,
        path: str,
        label: str,
        message: str,
        *,
        severity: Severity = "error",
        given: str | None = None,
    ) -> None:
        self._add(Finding(path, label, message, severity, given))

    def _add(self, finding: Finding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)


def _filled(block: Block) -> Iterator[tuple[str, FieldSpec, Any]]:
    for name, spec in type(block).specs().items():
        if not spec.computed and (value := getattr(block, name)) is not None:
            yield name, spec, value


def _inner(block: Block) -> Iterator[tuple[str, Block]]:
    """Yield the parts and rows of a block with their paths."""
    for name, spec, value in _filled(block):
        if spec.many:
            for number, row in enumerate(value, start=1):
                yield f"{name}.{number}", row
        elif spec.model:
            yield name, value


def _label_at(model: type[Block], path: str) -> str:
    """Return the label of the field at a path, the last step's."""
    label = path
    for step in path.split("."):
        if step.isdecimal():
            label = f"{label}第 {step} 行"
            continue
        spec = model.specs()[step]
        label = spec.label
        model = spec.model or model
    return label


def _is_blank(raw: object) -> bool:
    return raw is None or raw == () or raw == [] or (isinstance(raw, str) and not raw.strip())


def _lookup(given: Mapping[str, Any], path: tuple[str, ...]) -> object:
    value: Any = given.get(path[0])
    return value.get(path[1]) if len(path) > 1 and isinstance(value, Mapping) else value


def _together(known: object, value: object) -> object:
    """Join a part given whole with those of its fields that came before it."""
    return {**value, **known} if isinstance(known, dict) and isinstance(value, Mapping) else value


def _as_mapping(model: type[Block] | None, raw: object) -> dict[Any, Any] | None:
    """Return a part or row as a mapping; a single value stands for the part's main field."""
    if isinstance(raw, Block):
        return dict(raw)
    if isinstance(raw, Mapping):
        return dict(raw)
    if model is not None and issubclass(model, Part) and model.main and isinstance(raw, (str, int)):
        return {model.main: raw}
    return None


def _as_text(value: object) -> str:
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "是" if value is True else "否" if value is False else str(value)


def _shown(raw: object) -> str:
    """Return what was given, cut short, without anything that looks like a person's number."""
    text = _LONG_NUMBER.sub(lambda match: "*" * len(match[0]), str(raw))
    printable = "".join(char if char.isprintable() else "�" for char in text[:_SHOWN])
    return printable + ("…" if len(text) > _SHOWN else "")
