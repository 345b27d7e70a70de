"""From data as people send them to a typed form, with everything that is wrong said at once.

Pydantic stops a model at its first bad field and then runs no rule between fields. A clerk wants
all findings in one go, so the fields are read here one by one with the same field types, and the
rules run on whatever could be read.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from csdforms.errors import InvalidData
from csdforms.schemas.form import Block, Extra, FieldSpec, Form, Part
from csdforms.schemas.labels import normalise, stated_unit
from csdforms.schemas.plan import Reading
from csdforms.schemas.rules import Problem, Severity
from csdforms.schemas.spans import parted
from csdforms.schemas.types import Clock, Moment, Refused, Text
from csdforms.schemas.types.base import written

__all__ = ["Finding", "check", "examine", "parse", "read"]

F = TypeVar("F", bound=Form)
B = TypeVar("B", bound=Block)
#: The steps to a box: names, and the numbers of rows; put together only where something is said.
Place = tuple[str | int, ...]

_SHOWN = 40
_FOREIGN = 200  # a sheet has no more boxes; data with more unknown labels are no sheet
#: 9:05, 9:05:15, 下午2点: a time of day that stands alone.
_TIME = re.compile(r"\s*[^\d\s]{0,2}\s*\d{1,2}\s*[:：时点][\d:：分秒半整\s]{0,8}")
_DASHES = frozenset({"—", "——", "－", "-", "--", "/"})
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

    Example:
        >>> import csdforms
        >>> form = csdforms.find("complaint_register_one")
        >>> findings = csdforms.check(form, {"投诉编号": "TS-1", "要求金额": "三百"})
        >>> findings[0].path, findings[0].given
        ('demand_amount', '三百')
    """
    return examine(form, data, today=today)[1]


def parse(
    form: type[F] | F, data: Mapping[str, object] | None = None, *, today: dt.date | None = None
) -> F:
    """Return the typed form; ``form`` is a class with its ``data``, or a typed form to check.

    Raises:
        InvalidData: with all findings, if any of them is an error.

    Example:
        >>> import csdforms, json
        >>> from csdforms.shipped import shared_folder
        >>> sample = shared_folder("examples") / "complaint_register_one.json"
        >>> data = json.loads(sample.read_text("utf-8"))
        >>> form = csdforms.parse(csdforms.find("complaint_register_one"), data)
        >>> form.demand_amount
        Decimal('300.00')
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
    reader = _Reader(today or dt.date.today())
    if isinstance(form, Form):
        if data is not None:
            raise TypeError("a typed form holds its data: give one or the other")
        read = reader.form(type(form), dict(form))  # model_copy and the like check nothing
        draft = form if read == form else read
    else:
        draft = reader.form(form, data)
    reader.judge(draft)
    return draft, reader.findings


def read(form: type[F], data: Mapping[str, object]) -> tuple[F, list[Finding]]:
    """Return the boxes that data give, typed, and what could not be read.

    Nothing is filled in and no rule is asked: these are some boxes of a form, not the form.
    """
    reader = _Reader(dt.date.today(), completes=False)
    return reader.form(form, data), reader.findings


class _Reader:
    """Reads one form and collects what is wrong with it."""

    def __init__(self, today: dt.date, *, completes: bool = True) -> None:
        self.today = today
        self._completes = completes
        self._findings: dict[Finding, None] = {}  # an ordered set
        self._wrong: set[str] = set()  # the paths of errors
        self._unread: frozenset[str] = frozenset()  # those that no rule can look at
        self._sheet: dict[str, Any] = {}  # what was read of the form itself
        self._day: str | None = None  # where the day stands, of lines that note only the time
        self._read: list[tuple[Reading, Mapping[Any, object]]] = []
        self._private: set[str] = set()  # what was typed for computed boxes of personal data

    @property
    def findings(self) -> list[Finding]:
        """Everything said, without personal data, wherever else they were typed too."""
        if all(finding.given is None for finding in self._findings):
            return list(self._findings)
        private = self._private.union(*(_personal(reading, data) for reading, data in self._read))
        # Longest first: one pattern for all keeps this linear in the findings.
        texts = sorted({_shown(text) or "" for text in private}, key=len, reverse=True)
        words = [re.escape(text) for text in texts if len(text) > 1 and "*" not in text]
        hidden = re.compile("|".join(words) or "(?!)")
        return [
            replace(finding, given=None)
            if finding.given is not None and hidden.search(finding.given)
            else finding
            for finding in self._findings
        ]

    def form(self, model: type[F], data: object) -> F:
        if not isinstance(data, Mapping):
            self._say((), model.title(), "应是一组“栏目: 内容”。")
            data = {}
        self._sheet = model.plan().defaults.copy()
        self._day = model.day_of_rows
        return self._block(model, data, self._sheet, ())

    # Reading

    def _block(
        self, model: type[B], data: Mapping[Any, object], values: dict[str, Any], where: Place
    ) -> B:
        """Read one form, row or part into its default values; unknown labels go to ``extra``."""
        plan = model.plan()
        unknown: Mapping[str, object] = {}
        try:
            reading = plan.reading(tuple(data))
        except LookupError:
            data, unknown = self._matched(model, data, where)
            reading = plan.reading(tuple(data))
        if reading.personal:
            self._read.append((reading, data))
        # Where all is in plain words, nothing can be missing.
        sure = reading.whole and not unknown and not plan.grows
        for label, name, plain, spec in reading.boxes:
            value = plain(data[label])
            if value is None:
                value = self._value(spec, data[label], (*where, name))
                sure = False
            values[name] = value
        if unknown:
            self._keep(model, unknown, values, where)
        draft: B = plan.make(values, set(reading.names))
        if not sure and self._completes:
            draft = draft.complete_new()
            self._completeness(draft, reading, data, where)
        return draft

    def _matched(
        self, model: type[Block], data: Mapping[Any, object], where: Place
    ) -> tuple[dict[str, Any], dict[str, object]]:
        """Find the field of each key, gather the fields of a part; return what nobody knows too."""
        given: dict[str, Any] = {}
        unknown: dict[str, object] = {}
        labels: dict[str, str] = {}
        data = dict(parted(model, data))
        foreign = dict(_foreign(model, data))
        for key, value in data.items():
            label = str(key)
            path = model.labels().find(label) or foreign.get(label)
            if path is None:
                unknown[label] = value
                continue
            name = path[0]
            spec = model.specs()[name]
            part = {path[1]: value} if len(path) > 1 else None
            if part is None and spec.model is not None and not spec.many:
                part = _as_mapping(spec.model, value)
            if part is not None and isinstance(given.get(name), dict):
                agree = _merge(given[name], part)
            else:
                agree = _merge(given, {name: value if part is None else part})
            first = labels.setdefault(name, label)
            if not agree:
                text = f"“{first}”和“{label}”是同一栏，内容却不同，请只留一个。"
                self._say((*where, *path), label, text)
            if label in foreign:
                text = f"表上没有“{_shown(label)}”，按这一栏读取，请确认。"
                shown = _label_at(model, ".".join(path))
                self._say((*where, *path), shown, text, severity="warning")
        return given, unknown

    def _keep(
        self,
        model: type[Block],
        unknown: Mapping[str, object],
        values: dict[str, Any],
        where: Place,
    ) -> None:
        """Put what stands under unknown labels into ``extra``, and say so."""
        for label, value in unknown.items():
            shown = _shown(label) or ""
            if "extra" not in model.model_fields:
                self._say(where, shown, "这里没有这一栏，请改用已有的栏目名称。")
                continue
            nearest = model.labels().nearest(label)
            hint = f"；最接近的栏目是“{nearest}”" if nearest else ""
            text = f"表上没有这一栏，已放入“其他栏目”{hint}。"
            self._say((*where, "extra"), shown, text, severity="warning")
            if not _is_blank(value):
                box: dict[object, object] = {"label": label, "value": _as_text(value)}
                place = (*where, "extra", len(values["extra"]) + 1)
                kept = self._block(Extra, box, Extra.plan().defaults.copy(), place)
                values["extra"] = (*values["extra"], kept)

    def _value(self, spec: FieldSpec, raw: object, place: Place) -> Any:
        """Read what stands in one box, however it is spelled."""
        if raw is None:
            return spec.default
        raw = _whole(spec, raw)
        if _is_blank(raw) or _is_dash(spec, raw):
            return spec.default
        if spec.many:
            return self._rows(spec, raw, place)
        if spec.model is None:
            return self._cell(spec, raw, place)
        if isinstance(raw, Mapping):
            return self._block(spec.model, raw, spec.model.plan().defaults.copy(), place)
        self._say(place, spec.label, "应是一组“栏目: 内容”。")
        return spec.default

    def _cell(self, spec: FieldSpec, raw: object, place: Place) -> Any:
        assert spec.type is not None
        try:
            if isinstance(spec.type, Moment) and self._day and _is_time(raw):
                day = self._sheet[self._day]
                time = Clock().accept(raw) if isinstance(raw, float) else raw
                raw = f"{day} {time}" if day else raw
            value = spec.type.accept(raw)
        except Refused as refused:
            given = None if spec.type.personal else _shown(raw)
            self._say(place, spec.label, str(refused), given=given)
            return None
        if doubt := spec.type.doubt(value):
            self._say(place, spec.label, doubt, severity="warning")
        return value

    def _rows(self, spec: FieldSpec, raw: object, place: Place) -> tuple[Block, ...]:
        model = spec.model
        assert model is not None
        if model is Extra and isinstance(raw, Mapping):
            raw = [{"label": label, "value": value} for label, value in raw.items()]
        if not isinstance(raw, (list, tuple)):
            self._say(place, spec.label, "应是多行，每行一组“栏目: 内容”。")
            return ()
        if not self._counted(spec, len(raw), place):
            return ()
        if (table := self._table(model, raw)) is not None:
            return table
        defaults = model.plan().defaults
        rows: list[Block] = []
        for row in raw:
            mapping = row if type(row) is dict else _as_mapping(model, row)
            line = (*place, len(rows) + 1)
            if mapping is None:
                self._say(line, spec.label, "每行应是一组“栏目: 内容”。")
                rows.append(model.empty())  # keeps the numbers of the rows behind it
            elif not _is_blank(mapping):
                rows.append(self._block(model, mapping, defaults.copy(), line))
        return tuple(rows)

    def _table(self, model: type[Block], raw: Sequence[Any]) -> tuple[Block, ...] | None:
        """Read rows column by column if all is in everyday words, ``None`` if it is not.

        Most tables are; they are read in half the time, and there is nothing to say about them.
        """
        plan = model.plan()
        labels = _labels(raw)
        try:
            reading = plan.reading(labels)
        except LookupError:
            return None
        if plan.grows or not reading.whole or not labels:
            return None
        columns = [
            _column(spec, [row.get(label) for row in raw]) for label, _, _, spec in reading.boxes
        ]
        if None in columns:
            return None
        if any(row.get(labels[0]) is None for row in raw) and any(map(_is_blank, raw)):
            return None  # rows that are left empty do not count
        if reading.personal:
            self._read += [(reading, row) for row in raw]
        names = [name for _, name, _, _ in reading.boxes]
        rows: list[Block] = []
        for row, line in zip(raw, zip(*columns, strict=True), strict=True):
            values = plan.defaults.copy()
            values.update(zip(names, line, strict=True))
            there = reading if len(row) == len(names) else plan.reading(tuple(row))
            rows.append(plan.make(values, set(there.names)))
        return tuple(rows)

    def _counted(self, spec: FieldSpec, number: int, place: Place) -> bool:
        assert spec.group is not None
        if number <= spec.group.at_most:
            return True
        text = f"最多 {spec.group.at_most} 行，现有 {number} 行，请分成几张表。"
        self._say(place, spec.label, text)
        return False

    # Judging

    def _completeness(
        self, draft: Block, reading: Reading, data: Mapping[Any, object], where: Place
    ) -> None:
        """Say what is missing, and where a typed figure differs from the computed one."""
        values = draft.__dict__
        for demand in type(draft).plan().demands:
            value = values[demand.name]
            if demand.unmet(value):
                self._lacks(demand.spec, value, (*where, demand.name))
        for label, spec in reading.computed:
            raw = _whole(spec, data[label])
            if not _is_blank(raw) and not _is_dash(spec, raw):
                self._agreement(draft, spec, raw, (*where, spec.name))

    def _lacks(self, spec: FieldSpec, value: Any, place: Place) -> None:
        """Say that a box is empty, or that there are too few rows or too many."""
        if _path(place) in self._wrong:
            return
        if value is None:
            self._say(place, spec.label, "必填，不能空着。")
        elif self._counted(spec, len(value), place):
            assert spec.group is not None
            self._say(place, spec.label, f"至少要有 {spec.group.at_least} 行。")

    def _agreement(self, draft: Block, spec: FieldSpec, raw: object, place: Place) -> None:
        """Compare what was typed for a computed box with what the sheet works out."""
        value = getattr(draft, spec.name)
        if spec.type is None or value is None:
            text = "这一栏由表格自动得出，请不要填写。"
            self._say(place, spec.label, text, severity="warning")
            return
        if spec.type.personal:
            self._private |= _texts(raw)
        typed = self._cell(spec, raw, place)
        shown = spec.type.show(value)
        if typed is None or spec.type.show(typed) == shown:
            return
        result = "" if spec.type.personal else f"“{shown}”"
        given = None if spec.type.personal else _shown(raw)
        self._say(place, spec.label, f"与自动计算的结果{result}不一致，请核对。", given=given)

    def judge(self, form: Form) -> None:
        """Run the rules between fields on what could be read."""
        self._unread = frozenset(self._wrong)
        self._judge(form, ())

    def _judge(self, block: Block, where: Place) -> None:
        """Run the rules of a block, the inner blocks' first."""
        plan = type(block).plan()
        for name, group in plan.inner:
            inner = block.__dict__[name]
            if group and inner:
                self._judge_rows(inner, (*where, name))
            elif inner is not None and not group:
                self._judge(inner, (*where, name))
        if plan.is_form:
            assert isinstance(block, Form)
            for problem in block.shared_rules():
                self._object(block, problem, where)
        if plan.rules:
            for problem in block.rules(self.today):
                self._object(block, problem, where)

    def _judge_rows(self, rows: Sequence[Block], where: Place) -> None:
        """Run the rules of a table's rows."""
        plan = type(rows[0]).plan()
        inner = [name for name, _ in plan.inner if any(row.__dict__[name] for row in rows)]
        if not inner and not plan.rules:
            return
        for number, row in enumerate(rows, start=1):
            if inner:
                self._judge(row, (*where, number))
                continue
            for problem in row.rules(self.today):
                self._object(row, problem, (*where, number))

    def _object(self, block: Block, problem: Problem, where: Place) -> None:
        """Say what a rule found, if it concerns a box that could be read."""
        path = _path((*where, problem.path))
        if path not in self._unread:
            label = _label_at(type(block), problem.path)
            self._add(Finding(path, label, problem.message, problem.severity))

    def _say(
        self,
        place: Place,
        label: str,
        message: str,
        *,
        severity: Severity = "error",
        given: str | None = None,
    ) -> None:
        self._add(Finding(_path(place), label, message, severity, given))

    def _add(self, finding: Finding) -> None:
        self._findings[finding] = None
        if finding.is_error:
            self._wrong.add(finding.path)


def _labels(rows: Sequence[Any]) -> tuple[Any, ...]:
    """Return every label of rows once, nothing if one of them is no plain dictionary."""
    plain = set(map(type, rows)) == {dict}
    return tuple(dict.fromkeys(itertools.chain.from_iterable(rows))) if plain else ()


def _column(spec: FieldSpec, given: list[object]) -> Sequence[Any] | None:
    """Return the values of a column that holds nothing but everyday words and empty boxes."""
    if spec.type is None:
        return None
    if None not in given:
        return spec.type.plain_column(given)
    there = [raw for raw in given if raw is not None]
    values = spec.type.plain_column(there) if there and not spec.required else None
    if values is None:
        return None
    rest = iter(values)
    return [spec.default if raw is None else next(rest) for raw in given]


def _foreign(
    model: type[Block], data: Mapping[object, object]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the labels that mean a field only in other words, with the field's path.

    A field that is given by its own label is not meant, nor one that refuses what stands there,
    nor one of another unit: 3 under 金额(万元) are no 3 yuan, but 3万元 say what they are.
    """
    known = {str(key): model.labels().find(str(key)) for key in data}
    unknown = [label for label, path in known.items() if path is None]
    if not 0 < len(unknown) <= _FOREIGN or issubclass(model, Extra):
        return
    from csdforms.schemas.matching import match  # with all its words, for the few who need it

    taken = set(known.values())
    found = match(model, list(known))
    for key, raw in data.items():
        label = str(key)
        field = found[label].field
        if field is None or known[label] or _is_blank(raw):
            continue
        path = tuple(field.split("."))
        spec = model.specs()[path[0]]
        if len(path) > 1 and spec.model and not spec.many:
            spec = spec.model.specs()[path[1]]
        unit = stated_unit(label)
        said = unit and normalise(written(raw) or "").endswith(unit)
        if not said and not model.labels().same_unit(label, path):
            continue
        if path not in taken and spec.type is not None and not spec.computed:
            try:
                spec.type.accept(raw)
            except Refused:
                continue
            yield label, path


def _path(place: Place) -> str:
    return ".".join(map(str, place))


def _personal(reading: Reading, data: Mapping[Any, object]) -> set[str]:
    """Return the personal data that stand in boxes that were read."""
    texts: set[str] = set()
    for label, spec in reading.personal:
        raw = data.get(label)  # a table's rows need not have all of its columns
        if not _is_dash(spec, raw):
            texts |= _texts(raw)
    return texts


def _texts(raw: object) -> set[str]:
    """Return a text that is long enough to be told from others, in a set of one or none."""
    text = raw.strip() if isinstance(raw, str) else ""
    return {text} if len(text) > 1 else set()


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


def _whole(spec: FieldSpec, raw: object) -> object:
    """Return what stands for a part as a mapping if it is one, all else as it is."""
    if spec.model is None or spec.many:
        return raw
    mapping = _as_mapping(spec.model, raw)
    return raw if mapping is None else mapping


def _is_blank(raw: object) -> bool:
    """Whether nothing was given: nothing at all, an empty text, or a group of such."""
    if type(raw) is dict or isinstance(raw, Mapping):  # to ask what it is takes longer
        raw = raw.values()
    elif not isinstance(raw, (list, tuple)):
        return _is_nothing(raw)
    for each in raw:  # noqa: SIM110 - the first one tells, as a rule
        if not _is_nothing(each):
            return False
    return True


def _is_dash(spec: FieldSpec, raw: object) -> bool:
    """Whether a box that takes no words was struck through, as on paper."""
    takes_words = spec.type is None or isinstance(spec.type, Text)
    return not takes_words and isinstance(raw, str) and raw.strip() in _DASHES


def _is_time(raw: object) -> bool:
    """Whether it is a time of day alone; a spreadsheet's is a part of 1."""
    if isinstance(raw, str):
        return bool(_TIME.fullmatch(raw))
    return isinstance(raw, dt.time) or (isinstance(raw, float) and 0 < raw < 1)


def _is_nothing(raw: object) -> bool:
    if isinstance(raw, str):
        return not raw or raw.isspace()
    return raw is None or (isinstance(raw, (list, tuple, dict)) and not raw)


def _merge(known: dict[Any, Any], more: Mapping[Any, Any]) -> bool:
    """Add what is not known yet; return whether the rest agrees with what is."""
    agree = True
    for key, value in more.items():
        if _is_blank(known.get(key)):
            known[key] = value
        elif not _is_blank(value) and known[key] != value:
            agree = False
    return agree


def _as_mapping(model: type[Block], raw: object) -> dict[Any, Any] | None:
    """Return a part or row as a mapping; a single value stands for a part's main field."""
    if issubclass(model, Part) and model.main and written(raw) is not None:
        return {model.main: raw}
    return dict(raw) if isinstance(raw, (Block, Mapping)) else None


def _as_text(value: object) -> object:
    """Return what stood under an unknown label as text, as far as it is any."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (float, Decimal, dt.date, dt.time)):
        return str(value)
    if isinstance(value, (dict, list, tuple)):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (TypeError, ValueError, RecursionError):
            return value
    return value


def _shown(raw: object) -> str | None:
    """Return what was given, cut short, without anything that looks like a person's number."""
    text = str(raw) if isinstance(raw, (float, Decimal, dt.date, dt.time)) else written(raw)
    if text is None:
        return None
    text = _LONG_NUMBER.sub(lambda match: "*" * len(match[0]), text)
    printable = "".join(char if char.isprintable() else "�" for char in text[:_SHOWN])
    return printable + ("…" if len(text) > _SHOWN else "")
