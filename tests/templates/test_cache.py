"""Compiled templates on disk: the same as freshly compiled, never trusted blindly."""

from __future__ import annotations

import hashlib
import marshal
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import FORMS, sample
from word import para, word, zipped

from csdforms.errors import InvalidTemplate
from csdforms.schemas.checking import parse
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Form
from csdforms.schemas.telephone import TelephoneRecord
from csdforms.templates import cache
from csdforms.templates.compiled import CompiledTemplate
from csdforms.templates.compiling import compile_template
from csdforms.templates.locating import shipped_template, template_for
from csdforms.templates.printing import printed

TEMPLATE = shipped_template(ComplaintRegisterOne).read_bytes()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDFORMS_CACHE", str(tmp_path / "缓存"))
    return tmp_path / "缓存"


def stored(data: bytes = TEMPLATE) -> CompiledTemplate:
    template = compile_template(data, "模板.docx")
    cache.store(data, template)
    return template


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_a_template_from_the_cache_makes_the_same_document(form: type[Form]) -> None:
    data = shipped_template(form).read_bytes()
    fresh = stored(data)
    known = cache.load(data, "模板.docx")
    assert known is not None
    context = printed(parse(form, sample(form.identifier())), fresh.names)
    parts = known.proved(context)
    assert parts == fresh.proved(context)
    assert known.names == fresh.names
    assert known.unproven == fresh.unproven
    parts |= dict.fromkeys(
        ("docProps/core.xml", "customXml/item1.xml", "customXml/itemProps1.xml"), b"<x/>"
    )
    assert known.frame.fill(parts) == fresh.frame.fill(parts)
    assert known.blank_frame.fill(parts) == fresh.blank_frame.fill(parts)


def test_another_template_is_another_entry(folder: Path) -> None:
    stored()
    assert cache.load(zipped(word(para("{{ phone }}"))), "另.docx") is None
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 40, -1])
def test_a_torn_entry_is_not_used(folder: Path, cut: int) -> None:
    stored()
    (entry,) = folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:cut])
    assert cache.load(TEMPLATE, "模板.docx") is None


def test_a_single_changed_bit_is_noticed(folder: Path) -> None:
    stored()
    (entry,) = folder.iterdir()
    content = bytearray(entry.read_bytes())
    content[len(content) // 2] ^= 1
    entry.write_bytes(content)
    assert cache.load(TEMPLATE, "模板.docx") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no such permissions")
def test_what_others_can_write_is_not_run(folder: Path) -> None:
    stored()
    (entry,) = folder.iterdir()
    entry.chmod(0o666)
    assert cache.load(TEMPLATE, "模板.docx") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no such permissions")
def test_what_is_kept_is_found_whatever_the_umask_and_no_link_is_followed(folder: Path) -> None:
    before = os.umask(0o002)
    try:
        stored()
    finally:
        os.umask(before)
    (entry,) = folder.iterdir()
    assert cache.load(TEMPLATE, "模板.docx") is not None
    entry.rename(folder / "elsewhere")
    entry.symlink_to(folder / "elsewhere")
    assert cache.load(TEMPLATE, "模板.docx") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no such permissions")
def test_nothing_is_taken_from_a_folder_that_others_can_write_to(folder: Path) -> None:
    stored()
    folder.chmod(0o777)
    assert cache.load(TEMPLATE, "模板.docx") is None


def test_an_entry_of_another_shape_is_not_used(folder: Path) -> None:
    stored()
    (entry,) = folder.iterdir()
    content = marshal.dumps(({"part": (1,)}, (), (), 1, 2, 3, 4, 5))
    entry.write_bytes(hashlib.sha256(content).digest() + content)
    assert cache.load(TEMPLATE, "模板.docx") is None


def test_without_source_files_there_is_no_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "__file__", str(folder / "frozen" / "cache.py"))
    stored()
    assert cache.load(TEMPLATE, "模板.docx") is None


def test_a_new_version_of_the_compiling_code_compiles_afresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored()
    monkeypatch.setattr(cache, "_compiler", lambda: b"another version")
    assert cache.load(TEMPLATE, "模板.docx") is None


def test_off_means_that_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDFORMS_CACHE", "off")
    assert cache.cache_folder() is None
    stored()
    assert cache.load(TEMPLATE, "模板.docx") is None
    assert not folder.exists()


def test_where_nothing_can_be_written_filling_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("CSDFORMS_CACHE", str(tmp_path / "file" / "below"))
    stored()
    assert cache.load(TEMPLATE, "模板.docx") is None


def test_entries_of_long_ago_are_deleted_when_a_new_one_comes(folder: Path) -> None:
    folder.mkdir()
    old, recent = folder / "old.csdtpl", folder / "recent.csdtpl"
    for path, days in ((old, 91), (recent, 89)):
        path.write_bytes(b"")
        then = time.time() - days * 24 * 3600
        os.utime(path, (then, then))
    stored()
    assert not old.exists()
    assert recent.exists()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/csdforms/templates"),
        ("linux", {"XDG_CACHE_HOME": ""}, "/home/c/.cache/csdforms/templates"),
        ("darwin", {}, "/home/c/Library/Caches/csdforms/templates"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/csdforms/templates"),
        ("win32", {"LOCALAPPDATA": ""}, "/home/c/AppData/Local/csdforms/templates"),
    ],
)
def test_the_cache_lies_where_the_system_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("CSDFORMS_CACHE")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/c"))
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder() == Path(expected)


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("CSDFORMS_CACHE")
    monkeypatch.setattr(Path, "home", homeless)
    assert cache.cache_folder() is None


def test_the_form_is_asked_again_whose_fields_a_known_template_names(
    tmp_path: Path,
) -> None:
    data = zipped(word(para("{{ caller_number }}")))
    for form in (ComplaintRegisterOne, TelephoneRecord):
        (tmp_path / f"{form.identifier()}.docx").write_bytes(data)
    stored(data)
    with pytest.raises(InvalidTemplate, match="caller_number"):
        template_for(ComplaintRegisterOne, tmp_path)


WARM = """
import json, sys
from csdforms.schemas.catalogue import find
from csdforms.templates.filling import render
form = find("complaint_register_one")
from csdforms.shipped import shared_folder
sample = shared_folder("examples") / "complaint_register_one.json"
render(form, json.loads(sample.read_text("utf-8")))
print(",".join(sorted({"docxtpl", "docx", "jinja2", "lxml"} & set(sys.modules))))
"""


def test_a_fill_from_the_cache_imports_neither_docxtpl_nor_jinja_nor_lxml() -> None:
    stored()
    command = [sys.executable, "-X", "utf8", "-c", WARM]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""
