"""Checks a template against its form's schema, and says in which cell something is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lxml import etree

from csdforms.errors import InvalidTemplate, UnsafeTemplate
from csdforms.schemas.form import Form
from csdforms.schemas.rules import Severity
from csdforms.templates.compiling import compiled
from csdforms.templates.package import W, parser
from csdforms.templates.paths import follow, labelled, stray, unprinted
from csdforms.templates.preparing import PreparedTemplate, prepare
from csdforms.templates.printing import blank
from csdforms.templates.proof import text_of
from csdforms.templates.tags import TAG

__all__ = ["TemplateFinding", "lint", "unknown_tags"]

#: What looks like a tag but is none: braces apart, or typed full width.
_NEARLY = re.compile(r"\{\s+[{%]|[%}]\s+\}|[｛{][｛%％]|[｝%％]｝|\{％|％\}")
_PLACES = {"hdr": "页眉", "ftr": "页脚", "footnotes": "脚注"}
_PITFALL_PLACES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


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
        template = prepare(data, name)
        findings += unknown_tags(form, template)
        if not findings:
            groups = [group for group, spec in form.specs().items() if spec.many]
            compiled(template).render(blank(form, dict.fromkeys(groups, 1)))
    except UnsafeTemplate:
        raise
    except InvalidTemplate as problem:
        findings.append(TemplateFinding("全文", "", str(problem)))
    else:
        findings += _missing(form, template)
        findings += _odd_tags(template)
    return [*findings, *_docxtpl_pitfalls(data)]


def unknown_tags(form: type[Form], template: PreparedTemplate) -> list[TemplateFinding]:
    """Return a finding for each tag that names nothing the form has, or that would be left out."""
    findings = []
    for path in stray(form, template):
        step, names, spec = follow(form, path)
        if spec is None:
            close = difflib.get_close_matches(step, names, n=1, cutoff=0.5)
            hint = f"是不是 {close[0]}？" if close else "请对照 csdforms form 列出的栏目名。"
            text = f"不是这张表的栏目，{hint}"
        else:
            text = "不是表格，不能用 for。"
        for where, tag in _places(template, step) or [("模板", step)]:
            findings.append(TemplateFinding(where, tag, f"标签 {tag} 里的 {step} {text}"))
    for tag in template.dropped:
        where = next((where for where, found in _tags(template) if found == tag), "模板")
        text = f"标签 {tag} 和管整行、整格的标签（{{%tr、{{%tc、{{%p）写在一起会被丢掉，请移开。"
        findings.append(TemplateFinding(where, tag, text))
    return list(dict.fromkeys(findings))


def _missing(form: type[Form], template: PreparedTemplate) -> Iterator[TemplateFinding]:
    for path in unprinted(form, template.asks):
        text = f"模板没有印出栏目“{labelled(form, path)}”，填了也看不到（数据仍随文件保存）。"
        yield TemplateFinding("全文", path, text, "warning")


def _odd_tags(template: PreparedTemplate) -> Iterator[TemplateFinding]:
    """Warn of tags that Word has split into pieces, and of what only looks like a tag."""
    for where, paragraph in _paragraphs(template):
        pieces = [text.text or "" for text in paragraph.iter(f"{W}t")]
        for tag in TAG.findall("".join(pieces)):
            if not any(tag in piece for piece in pieces):
                text = f"标签 {tag} 被 Word 拆成几段，格式会丢失；请整个重新输入一遍。"
                yield TemplateFinding(where, tag, text, "warning")
        if match := _NEARLY.search(TAG.sub("", "".join(pieces))):
            text = f"“{match[0]}”不是标签，会照样印出；标签的括号是半角的，中间没有空格。"
            yield TemplateFinding(where, match[0], text, "warning")


def _places(template: PreparedTemplate, step: str) -> list[tuple[str, str]]:
    word = re.compile(rf"(?<!\w){re.escape(step)}(?!\w)")
    return [(where, tag) for where, tag in _tags(template) if word.search(tag)]


def _tags(template: PreparedTemplate) -> Iterator[tuple[str, str]]:
    for where, paragraph in _paragraphs(template):
        for tag in TAG.findall(text_of(paragraph)):
            yield where, tag


def _paragraphs(template: PreparedTemplate) -> Iterator[tuple[str, Any]]:
    """Yield every paragraph of the rendered parts with where it stands, in Chinese."""
    for part in template.parts:
        root = etree.fromstring(template.package[part], parser())
        place = _PLACES.get(etree.QName(root).localname, "正文")
        cells: dict[Any, str] = {}
        for number, table in enumerate(root.iter(f"{W}tbl"), start=1):
            for r, row in enumerate(_children(table, "tr"), start=1):
                for c, cell in enumerate(_children(row, "tc"), start=1):
                    cells.update(dict.fromkeys(cell.iter(f"{W}p"), _cell(place, number, r, c)))
        for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
            yield cells.get(paragraph, f"{place}第 {number} 段"), paragraph


def _children(element: Any, name: str) -> list[Any]:
    """Return a table's rows or a row's cells, those in content controls too."""
    paths = (f"w:{name}", f"w:sdt/w:sdtContent/w:{name}")
    found: list[Any] = element.xpath(" | ".join(paths), namespaces={"w": W[1:-1]})
    return found


def _cell(place: str, table: int, row: int, cell: int) -> str:
    return f"{place}表格 {table} 第 {row} 行第 {cell} 格"


def _docxtpl_pitfalls(data: bytes) -> list[TemplateFinding]:
    try:
        import docxtpl_lint
    except ImportError:
        return []
    result = docxtpl_lint.lint(data, autoescape=True).to_dict(lang="zh")
    return [
        TemplateFinding(
            _where(issue["location"]),
            issue["snippet"],
            f"{issue['message']}（{issue['rule']}）",
            "error" if issue["severity"] == "error" else "warning",
        )
        for issue in result["issues"]
    ]


def _where(location: Mapping[str, Any]) -> str:
    """Say in our words where docxtpl-lint found something."""
    place = _PITFALL_PLACES.get(location["part"].rstrip("0123456789"), "正文")
    if location["cells"]:
        inner = location["cells"][-1]
        return _cell(place, inner["table"], inner["row"], inner["col"])
    return f"{place}第 {location['paragraph']} 段" if location["paragraph"] else "全文"
