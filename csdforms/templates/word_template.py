"""Any docxtpl template, filled many times as fast as its tags allow.

For templates that belong to no form of ours. Fields, loops and conditions are compiled; what else
Jinja and docxtpl can do is left to docxtpl itself, with a warning that says why it is slow.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docxtpl
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from csdforms.errors import InvalidTemplate, MissingFile, TemplateWarning, UnsafeTemplate
from csdforms.templates.compiled import CompiledTemplate, NeedsDocxtpl
from csdforms.templates.compiling import with_frames
from csdforms.templates.embedding import PROPERTIES
from csdforms.templates.package import CONTENT_TYPES, read_package, write_package
from csdforms.templates.preparing import prepare_package
from csdforms.templates.tags import TAG
from csdforms.templates.zipping import frame_of

__all__ = ["WordTemplate"]

_FAILURES = (
    etree.XMLSyntaxError, AttributeError, KeyError, RecursionError, SyntaxError, TypeError,
    ValueError,
)  # fmt: skip

#: The values for a template, or a function that makes them for docxtpl's template object.
Values = Mapping[str, Any] | Callable[[docxtpl.DocxTemplate], Mapping[str, Any]]


class WordTemplate:
    """A Word template with docxtpl's tags; ``why_slow`` says why it is not compiled, if it is not.

    Values are escaped, and a tag for which there is no value is an error. Templates are read with
    suspicion and rendered in a sandbox, whoever made them.

    Args:
        source: The template's path, or its content.
        name: What messages call it; the file's name by default.

    Raises:
        MissingFile: if there is no such file.
        UnsafeTemplate: if the file could do harm.
        InvalidTemplate: if its tags are not well formed.

    Example:
        >>> import csdforms
        >>> from csdforms.shipped import shared_folder
        >>> template = csdforms.WordTemplate(shared_folder("templates") / "telephone_record.docx")
        >>> template.why_slow is None
        True
    """

    def __init__(self, source: Path | str | bytes, name: str | None = None) -> None:
        if isinstance(source, bytes):
            self._data = source
        elif not Path(source).is_file():
            raise MissingFile(source, "模板")
        else:
            self._data = Path(source).read_bytes()
        self.name = name or ("模板" if isinstance(source, bytes) else Path(source).name)
        package = read_package(self._data, self.name)
        self._data = write_package(package)  # without the link that reading lets go
        self.why_slow: str | None = None
        self._compiled: CompiledTemplate | None = None
        if TAG.search(package.get(PROPERTIES, b"").decode("utf-8", "replace")):
            self._leave_to_docxtpl("文档属性里有标签")
            return
        try:
            prepared = prepare_package(package, self.name)
            frame = frame_of(package, prepared.parts, CONTENT_TYPES)
            self._compiled = with_frames(prepared, frame, frame)
        except UnsafeTemplate as refused:
            reason = str(refused).removeprefix(f"模板 {self.name} 不能用：").rstrip("。")
            self._leave_to_docxtpl(reason)

    def render(self, values: Values) -> bytes:
        """Return the filled document as the bytes of a .docx.

        Pictures and sub-documents (docxtpl's InlineImage, Subdoc) belong to one template object:
        give a function of that object which returns the values. docxtpl then renders.

        Raises:
            InvalidTemplate: if a tag cannot be printed.
        """
        if self._compiled is None or callable(values):
            return self._by_docxtpl(values)
        try:
            return self._compiled.frame.fill(self._compiled.render(values))
        except NeedsDocxtpl:
            words = "图片和子文档请用函数给出：render(lambda engine: {...})。"
            raise InvalidTemplate(self.name, words) from None
        except InvalidTemplate as problem:
            if problem.__cause__ is None:  # the template tore the document, whatever the values
                raise
            document = self._by_docxtpl(values)  # which raises, if the values are to blame
            text = f"模板 {self.name} 的值不只是文字、列表和字典，这一份由 docxtpl 填写，速度较慢。"
            warnings.warn(text, TemplateWarning, stacklevel=2)
            return document

    def _leave_to_docxtpl(self, reason: str) -> None:
        self.why_slow = reason
        text = f"模板 {self.name} 不能编译（{reason}），改由 docxtpl 逐份填写，速度较慢。"
        warnings.warn(text, TemplateWarning, stacklevel=3)

    def _by_docxtpl(self, values: Values) -> bytes:
        engine = docxtpl.DocxTemplate(io.BytesIO(self._data))
        engine.init_docx()
        sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        buffer = io.BytesIO()
        try:
            engine.render(values(engine) if callable(values) else dict(values), sandbox)
            engine.save(buffer)
        except TemplateError as problem:
            raise InvalidTemplate(self.name, f"有标签印不出来（{problem}）。") from None
        except _FAILURES as problem:
            reason = type(problem).__name__  # what it says may quote a value
            raise InvalidTemplate(self.name, f"docxtpl 填不了（{reason}）。") from None
        return buffer.getvalue()
