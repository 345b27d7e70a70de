"""Where a form's template is: the department's own first, the shipped one second."""

from __future__ import annotations

import functools
import importlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.errors import CsdformsError, InvalidTemplate, MissingFile, NotPermitted
from csdforms.schemas.form import Form
from csdforms.shipped import shared_folder
from csdforms.templates import cache
from csdforms.templates.compiled import CompiledTemplate
from csdforms.templates.paths import stray, unprinted

if TYPE_CHECKING:
    from csdforms.templates.preparing import PreparedTemplate
    from csdforms.templates.sheet import Sheet

__all__ = [
    "declared_sheet",
    "find_template",
    "shipped_template",
    "template_for",
]


def find_template(form: type[Form], own: Path | None = None) -> Path:
    """Return the template's path: ``own``, the folder ``CSDFORMS_TEMPLATES``, or the shipped one.

    In a department's folder it is called after the identifier or the Chinese title.

    Raises:
        MissingFile: if the department's folder does not exist, or nothing was shipped.
    """
    folder = own or _from_environment()
    if folder is not None:
        for name in (form.identifier(), form.title()):
            path = folder / f"{name}.docx"
            if path.is_file():
                return path
        if not folder.is_dir():
            raise MissingFile(folder, "模板文件夹")
    return shipped_template(form)


def shipped_template(form: type[Form]) -> Path:
    """Return the path of the template that csdforms ships for a form."""
    path = shared_folder("templates") / f"{form.identifier()}.docx"
    if not path.is_file():
        raise MissingFile(path, "模板")
    return path


def _from_environment() -> Path | None:
    value = os.environ.get("CSDFORMS_TEMPLATES")
    return Path(value) if value else None


def template_for(form: type[Form], own: Path | None = None) -> CompiledTemplate:
    """Return the form's template, compiled once per content.

    Raises:
        InvalidTemplate: if its tags are wrong or name fields that the form does not have.
        MissingFile, NotPermitted: if it is not there, or may not be read.
    """
    path = find_template(form, own)
    try:
        known = path.stat()
        state = (known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino)
        return _template(form, path, state)
    except OSError as problem:
        if isinstance(problem, CsdformsError):
            raise
        raise NotPermitted(f"读不了模板 {path}（{problem.strerror or '系统拒绝'}）。") from None


@functools.lru_cache(maxsize=64)
def _template(form: type[Form], path: Path, _state: tuple[int, ...]) -> CompiledTemplate:
    """Return the template of a file in this state; a changed file is read again."""
    data = path.read_bytes()
    template = cache.load(data, path.name)
    if template is None:
        # Only now what compiling needs: docxtpl, Jinja, lxml.
        from csdforms.templates.compiling import compiled

        template = compiled(_prepared(form, data, path.name))
        cache.store(data, template)
    elif stray(form, template):
        _prepared(form, data, path.name)  # raises, and says where
    return replace(template, unprinted=tuple(unprinted(form, template.asks)))


def _prepared(form: type[Form], data: bytes, name: str) -> PreparedTemplate:
    from csdforms.templates.lint import unknown_tags
    from csdforms.templates.preparing import prepare

    prepared = prepare(data, name)
    if unknown := unknown_tags(form, prepared):
        raise InvalidTemplate(name, f"不能用于《{form.title()}》：", unknown)
    return prepared


@functools.cache
def declared_sheet(form: type[Form]) -> Sheet:
    """Return the arrangement from which the shipped template of a form is drawn."""
    try:
        module = importlib.import_module(f"csdforms.templates.sheets.{form.identifier()}")
    except ModuleNotFoundError:
        raise MissingFile(f"{form.identifier()}.py", "版式声明") from None
    sheet: Sheet = module.SHEET
    return sheet
