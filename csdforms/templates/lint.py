"""Checks a template against its form's schema, and says in which cell something is wrong."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from lxml import etree

from csdforms.errors import InvalidTemplate
from csdforms.schemas.form import Block, Form
from csdforms.schemas.rules import Severity
from csdforms.templates.compiling import CompiledTemplate, compile_template, parser
from csdforms.templates.printing import allowed_names
from csdforms.templates.proof import FACES, W, text_of

__all__ = ["TemplateFinding", "lint", "unknown_tags", "unprinted"]

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """One thing wrong with a template: where, which tag, and what to do."""

    where: str
    tag: str
    message: str
    severity: Severity = "error"

    @property
    def is_error(self) -> bool:
        """Whether the template cannot be used before this is mended."""
        return self.severity == "error"

    def as_dict(self) -> dict[str, str]:
        """Return the finding as plain JSON."""
        return asdict(self)

    def __str__(self) -> str:
        mark = "错误" if self.is_error else "提醒"
        return f"[{mark}] {self.where}：{self.message}"


def lint(data: bytes, form: type[Form], name: str) -> list[TemplateFinding]:
    """Return everything that is wrong with a template for a form.

    Where the package docxtpl-lint is installed (the extra ``lint``), its findings on docxtpl's own
    pitfalls come with ours.

    Raises:
        UnsafeTemplate: if the file could do harm; then nothing else is looked at.
    """
    findings: list[TemplateFinding] = []
    try:
        template = compile_template(data, name)
    except InvalidTemplate as problem:
        if type(problem) is not InvalidTemplate:
            raise
        findings.append(TemplateFinding("全文", "", str(problem)))
    else:
        findings += unknown_tags(form, template)
        findings += _missing(form, template)
        findings += _split(template)
    return [*findings, *_docxtpl_pitfalls(data)]


def unknown_tags(form: type[Form], template: CompiledTemplate) -> list[TemplateFinding]:
    """Return a finding for each tag that names no field of the form."""
    findings = []
    for path in sorted(template.asks | template.tests):
        unknown = _unknown_step(form, path)
        if unknown is None:
            continue
        step, known = unknown
        close = difflib.get_close_matches(step, known, n=1, cutoff=0.5)
        hint = f"是不是 {close[0]}？" if close else "请对照 csdforms form 列出的栏目名。"
        for where, tag in _places(template, step) or [("模板", step)]:
            text = f"标签 {tag} 里的 {step} 不是这张表的栏目，{hint}"
            findings.append(TemplateFinding(where, tag, text))
    return findings


def unprinted(form: type[Form], template: CompiledTemplate) -> list[str]:
    """Return the stored fields that a template does not print, by path."""
    printed = {_without_face(path) for path in template.asks}
    return sorted(path for path in _stored_paths(form, "") if path not in printed)


def _stored_paths(block: type[Block], where: str) -> Iterator[str]:
    hidden = block.printed_through
    for name, spec in block.specs().items():
        if spec.computed or name in hidden or (name == "extra" and where):
            continue
        if spec.model is not None:
            yield from _stored_paths(spec.model, f"{where}{name}.")
        elif not (where and name == "seq"):
            yield f"{where}{name}"


def _without_face(path: str) -> str:
    field, _, face = path.rpartition("_")
    return field if face in FACES else path


def _missing(form: type[Form], template: CompiledTemplate) -> Iterator[TemplateFinding]:
    for path in unprinted(form, template):
        text = f"模板没有印出栏目 {path}，填了也看不到（数据仍随文件保存）。"
        yield TemplateFinding("全文", path, text, "warning")


def _unknown_step(block: type[Block], path: str) -> tuple[str, list[str]] | None:
    """Return the step of a path that no field has, with the names there are."""
    model: type[Block] | None = block
    for step in path.split("."):
        names = allowed_names(model) if model is not None else {}
        if step not in names:
            return step, list(names)
        model = names[step].model
    return None


def _split(template: CompiledTemplate) -> Iterator[TemplateFinding]:
    """Warn of tags that Word has split into pieces with different looks."""
    for where, paragraph in _paragraphs(template):
        pieces = [text.text or "" for text in paragraph.iter(f"{W}t")]
        for tag in _TAG.findall("".join(pieces)):
            if not any(tag in piece for piece in pieces):
                text = f"标签 {tag} 被 Word 拆成几段，格式会丢失；请整个重新输入一遍。"
                yield TemplateFinding(where, tag, text, "warning")


def _places(template: CompiledTemplate, step: str) -> list[tuple[str, str]]:
    word = re.compile(rf"(?<![\w]){re.escape(step)}(?![\w])")
    return [
        (where, tag)
        for where, paragraph in _paragraphs(template)
        for tag in _TAG.findall(text_of(paragraph))
        if word.search(tag)
    ]


def _paragraphs(template: CompiledTemplate) -> Iterator[tuple[str, Any]]:
    """Yield every paragraph of the rendered parts with where it stands, in Chinese."""
    for part in template.parts:
        root = etree.fromstring(template.package[part], parser())
        place = "页眉" if "header" in part else "页脚" if "footer" in part else "正文"
        cells = {
            paragraph: f"{place}表格 {t} 第 {r} 行第 {c} 格"
            for t, table in enumerate(root.iter(f"{W}tbl"), start=1)
            for r, row in enumerate(table.iter(f"{W}tr"), start=1)
            for c, cell in enumerate(row.iter(f"{W}tc"), start=1)
            for paragraph in cell.iter(f"{W}p")
        }
        for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
            yield cells.get(paragraph, f"{place}第 {number} 段"), paragraph


def _docxtpl_pitfalls(data: bytes) -> list[TemplateFinding]:
    try:
        import docxtpl_lint
    except ImportError:
        return []
    result = docxtpl_lint.lint(io.BytesIO(data), autoescape=True)
    return [
        TemplateFinding(
            issue["location"].get("text") or issue["location"].get("part", "正文"),
            issue["rule"],
            issue["message"],
            "error" if issue["severity"] == "error" else "warning",
        )
        for issue in result.to_dict(lang="zh")["issues"]
    ]
