"""Word files from outside: what is refused, what is let go, and that nothing else can happen."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from support import parts as parts_of
from word import (
    MAIN,
    W,
    content_types,
    para,
    relation,
    relations_part,
    word,
    zipped,
)

from csdforms.errors import CsdformsError, TemplateWarning, UnsafeTemplate
from csdforms.templates.compiling import compile_template
from csdforms.templates.embedding import read_back
from csdforms.templates.package import (
    read_package,
    stripped,
    write_package,
)

PLAIN = word(para("客户投诉登记表"))
#: Nothing is timed: a busy computer is no defect.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DOCTYPE = '<!DOCTYPE d [<!ENTITY a "aaaa">]>'
EXTENDED = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
SPEC_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def refuse(data: bytes) -> str:
    """Read a file that must be refused; return what the clerk is told."""
    with pytest.raises(UnsafeTemplate) as caught:
        read_package(data, "模板.docx")
    assert re.search("[\u4e00-\u9fff].*。", str(caught.value))
    return str(caught.value)


def with_part(name: str, content: bytes, kind: str, **more: Any) -> bytes:
    """Return a Word file with one more part of some content type."""
    return zipped(word(parts={name: content}, types={f"/{name}": kind}, **more))


def test_a_plain_file_is_read_part_by_part() -> None:
    assert read_package(zipped(PLAIN), "模板.docx") == PLAIN


def test_the_same_parts_give_the_same_bytes_in_any_order() -> None:
    turned = dict(reversed(PLAIN.items()))
    assert write_package(PLAIN) == write_package(turned)
    with zipfile.ZipFile(io.BytesIO(write_package(turned))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {name: archive.read(name) for name in archive.namelist()} == PLAIN


# The zip


@pytest.mark.parametrize("data", [b"", b"PK", b"\x00" * 100, "不是文件".encode(), b"PK\x05\x06"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert "另存为 .docx" in refuse(data)


def test_an_old_doc_or_a_locked_file_is_refused_with_the_way_out() -> None:
    assert "密码" in refuse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504)


def test_a_truncated_file_is_refused() -> None:
    data = zipped(PLAIN)
    refuse(data[: len(data) // 2])


def test_damaged_compressed_data_are_refused() -> None:
    data = bytearray(zipped(PLAIN))
    data[40:60] = b"\xff" * 20
    refuse(bytes(data))


def test_a_part_that_packs_too_well_is_refused() -> None:
    bomb = zipped({**PLAIN, "word/media/a.png": b"\x00" * 5_000_000})
    assert "压缩炸弹" in refuse(bomb)


def test_a_large_part_that_packs_as_text_does_is_no_bomb() -> None:
    rows = "".join(para(f"第 {number} 行，{number * number}") for number in range(40_000))
    data = zipped(word(rows))
    assert len(parts_of(data)["word/document.xml"]) > 2_000_000
    read_package(data, "模板.docx")


def test_a_file_of_more_than_100_mb_is_refused_before_it_is_unpacked() -> None:
    data = bytearray(zipped(PLAIN))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 100 * 1024 * 1024 + 1)
    assert "太大" in refuse(bytes(data))


def test_a_file_of_more_than_2000_parts_is_refused() -> None:
    many = {f"word/{number}.xml": b"" for number in range(2_001)}
    assert "太大" in refuse(zipped({**PLAIN, **many}, zipfile.ZIP_STORED))


@pytest.mark.parametrize("name", ["word/document.xml", "Word/Document.xml"])
def test_parts_of_the_same_name_are_refused(name: str) -> None:
    buffer = io.BytesIO(zipped(PLAIN))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, b"<other/>")
    assert "重名" in refuse(buffer.getvalue())


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil.xml", "/etc/passwd", "\\evil.xml", "word\\..\\..\\x"]
)
def test_names_that_lead_outside_are_refused(name: str) -> None:
    assert "文件之外" in refuse(zipped({**PLAIN, name: b"<x/>"}))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(zipped(PLAIN))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "加密" in refuse(bytes(data))


# The XML


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "word/document.xml", "_rels/.rels"])
def test_a_zip_without_a_document_is_refused(missing: str) -> None:
    refuse(zipped({name: content for name, content in PLAIN.items() if name != missing}))


def test_a_document_that_stands_elsewhere_is_refused() -> None:
    decoy = relations_part([relation("officeDocument", "word/other.xml")])
    refuse(zipped({**PLAIN, "_rels/.rels": decoy}))


@pytest.mark.parametrize("part", sorted(PLAIN))
@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"text", b"<a>&x;</a>", b"\xff<a/>"])
def test_damaged_xml_is_refused_in_every_part(part: str, content: bytes) -> None:
    refuse(zipped({**PLAIN, part: content}))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("UTF-8", "utf-8"),
        ("UTF-16", "utf-16"),
        ("", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("UTF-32", "utf-32"),
        ("UTF-32", "utf-32-be"),
        ("UTF-7", "utf-7"),
        ("IBM037", "cp037"),
        ("GBK", "gbk"),
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels"])
def test_a_doctype_is_refused_in_any_encoding(part: str, declared: str, encoding: str) -> None:
    heading = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = heading + DOCTYPE + PLAIN[part].decode()
    said = refuse(zipped({**PLAIN, part: text.encode(encoding, "replace")}))
    if encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert "DOCTYPE" in said


def test_a_doctype_far_down_is_refused_too() -> None:
    text = "<!--" + "x" * 5000 + "-->" + DOCTYPE + PLAIN["word/document.xml"].decode()
    assert "DOCTYPE" in refuse(zipped({**PLAIN, "word/document.xml": text.encode()}))


def test_a_doctype_hides_in_no_part_whatever_its_name() -> None:
    bomb = (DOCTYPE + "<x/>").encode()
    assert "DOCTYPE" in refuse(with_part("word/numbering.dat", bomb, f"{MAIN}.numbering+xml"))
    assert "DOCTYPE" in refuse(with_part("customXml/item1.xml", bomb, "application/xml"))


def test_a_document_in_utf_16_is_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + PLAIN["word/document.xml"].decode()
    read_package(zipped({**PLAIN, "word/document.xml": text.encode("utf-16")}), "模板.docx")


# What a form does not need


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"),
        ("word/vbaData.xml", "application/vnd.ms-word.vbaData+xml"),
        ("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"),
        ("word/activeX/activeX1.bin", "application/vnd.ms-office.activeX"),
        (
            "word/embeddings/oleObject1.bin",
            "application/vnd.openxmlformats-officedocument.oleObject",
        ),
        (
            "word/embeddings/book.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("word/embeddings/other.docx", f"{MAIN}.document"),
        ("word/afchunk.htm", "text/html"),
        ("word/afchunk.mht", "message/rfc822"),
        ("word/afchunk.rtf", "application/rtf"),
        ("word/afchunk.xhtml", "application/xhtml+xml"),
        ("word/media/image1.svg", "image/svg+xml"),
        ("word/unknown.bin", ""),
    ],
)
def test_macros_controls_and_embedded_files_are_refused(name: str, kind: str) -> None:
    assert name in refuse(with_part(name, b"<x/>", kind))


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        f"{MAIN}.template.main+xml",
        f"{MAIN}.document.macroEnabled.main+xml",
        "application/xml",
    ],
)
def test_docm_dotm_and_dotx_are_refused(kind: str) -> None:
    assert ".docx" in refuse(zipped(word(para("文字"), main=kind)))


def test_a_macro_is_refused_under_another_spelling_of_its_name() -> None:
    types = {
        "bin": "application/xml",
        "/WORD/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    }
    refuse(zipped(word(parts={"word/vbaProject.bin": b"<x/>"}, types=types)))
    types["/word/vba%50roject.bin"] = types.pop("/WORD/vbaProject.bin")
    refuse(zipped(word(parts={"word/vbaProject.bin": b"<x/>"}, types=types)))


def test_a_document_whose_type_is_declared_by_extension_is_read() -> None:
    types = content_types({"XML": f"{MAIN}.document.main+xml"}).replace(
        b'<Default Extension="xml" ContentType="application/xml"/>', b""
    )
    data = zipped({**PLAIN, "[Content_Types].xml": types})
    assert list(compile_template(data, "模板.docx").parts) == ["word/document.xml"]


# Relations


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://example.com/pixel.png"),
        ("image", "file:///c:/secret.png"),
        ("hyperlink", "file:///c:/windows/system32/calc.exe"),
        ("hyperlink", "\\\\server\\share"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "ms-msdt:/id"),
        ("oleObject", "https://example.com/x.html!"),
        ("frame", "https://example.com/x.html"),
        ("subDocument", "https://example.com/x.docx"),
        ("mailMergeSource", "file:///c:/list.csv"),
        ("aFChunk", "https://example.com/x.html"),
    ],
)
def test_relations_to_the_outside_are_refused(kind: str, target: str) -> None:
    said = refuse(zipped(word(relations=[relation(kind, target, external=True)])))
    assert "文件之外" in said
    assert kind in said


@pytest.mark.parametrize(
    "disguised",
    [
        '<Relationship Id="a" Type="x/image" Target="http://e.com/x" TargetMode="&#69;xternal"/>',
        '<Relationship Id="a>b" Type="x/image" Target="http://e.com/x" TargetMode="External"/>',
        "<Relationship Id='a' Type='x/image' Target='http://e.com/x' TargetMode = 'external' />",
        '<Relationship Id="a" Type="x/image" Target="http://e.com/x"/>',
        '<Relationship Id="a" Type="x/image" Target="//e.com/x"/>',
    ],
)
def test_a_relation_to_the_outside_is_refused_in_disguise(disguised: str) -> None:
    refuse(zipped(word(relations=[disguised])))


def test_a_relation_to_the_outside_is_refused_in_utf_16() -> None:
    rels = "word/_rels/document.xml.rels"
    content = relations_part([relation("image", "http://e.com/x", external=True)]).decode()
    refuse(zipped({**PLAIN, rels: content.encode("utf-16")}))


def test_a_chunk_of_another_file_is_refused_inside_the_package_too() -> None:
    chunk = relation("aFChunk", "chunk.xml")
    refuse(zipped(word(relations=[chunk], parts={"word/chunk.xml": b"<x/>"})))


@pytest.mark.parametrize("target", ["https://example.com/?a=1&b=2", "http://e.cn", "mailto:a@e.cn"])
def test_links_to_web_and_mail_are_kept(target: str) -> None:
    data = zipped(word(para("文字"), relations=[relation("hyperlink", target, external=True)]))
    package = stripped(read_package(data, "模板.docx"))
    links = etree.fromstring(package["word/_rels/document.xml.rels"])
    assert [link.get("Target") for link in links] == [target]


def test_the_word_template_of_old_is_let_go_with_a_warning() -> None:
    mention = f'<w:settings xmlns:w="{W[1:-1]}" xmlns:r="r"><w:attachedTemplate r:id="rId1"/>'
    settings = f'{mention}<w:zoom w:percent="100"/></w:settings>'.encode()
    far = relation("attachedTemplate", "http://example.com/evil.dotm", external=True)
    data = zipped(
        word(
            relations=[relation("settings", "settings.xml")],
            types={"/word/settings.xml": f"{MAIN}.settings+xml"},
            parts={
                "word/settings.xml": settings,
                "word/_rels/settings.xml.rels": relations_part([far]),
            },
        )
    )
    with pytest.warns(TemplateWarning, match="Word 模板"):
        package = read_package(data, "模板.docx")
    root = etree.fromstring(package["word/settings.xml"])
    assert [etree.QName(child).localname for child in root] == ["zoom"]
    assert b"example.com" not in b"".join(package.values())


def test_an_attached_template_without_settings_leaves_no_empty_part() -> None:
    far = relation("attachedTemplate", "file:///c:/x.dotx", external=True)
    with pytest.warns(TemplateWarning):
        package = read_package(zipped(word(relations=[far])), "模板.docx")
    assert "word/settings.xml" not in package


# Fields


def field(*pieces: str) -> str:
    """Return a Word field whose instruction is split over runs."""
    code = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{code}{end}</w:p>"


@pytest.mark.parametrize(
    "body",
    [
        field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'),
        field(" DDE", "AUTO c:\\\\cmd.exe"),
        field(' includepicture "http://example.com/x.png"'),
        field(" INCLUDETEXT c:\\\\secret.txt"),
        field(' HYPERLINK "file:///c:/x.exe"'),
        '<w:p><w:fldSimple w:instr="LINK Excel.Sheet.8 c:\\\\x.xls"/></w:p>',
    ],
)
def test_fields_that_fetch_or_start_something_are_refused(body: str) -> None:
    assert "域" in refuse(zipped(word(body)))


@pytest.mark.parametrize(
    "body",
    [
        field(" PAGE "),
        field(" NUMPAGES \\* MERGEFORMAT"),
        field(' HYPERLINK "https://example.com"'),
        field(' HYPERLINK \\l "_Toc1"'),
        field(" DATE "),
    ],
)
def test_fields_for_pages_dates_and_links_are_kept(body: str) -> None:
    read_package(zipped(word(body)), "模板.docx")


# What is not needed goes


def test_only_what_the_document_refers_to_is_kept() -> None:
    data = word(
        header=para("页眉"),
        relations=[relation("customXml", "../customXml/item1.xml")],
        types={
            "/docProps/app.xml": EXTENDED,
            "/word/orphan.xml": f"{MAIN}.comments+xml",
        },
        parts={
            "docProps/app.xml": b"<Properties/>",
            "customXml/item1.xml": b"<secret/>",
            "word/orphan.xml": b"<secret/>",
        },
    )
    data["_rels/.rels"] = relations_part(
        [
            relation("officeDocument", "/word/document.xml"),
            relation("extended-properties", "docProps/app.xml"),
        ]
    )
    package = stripped(read_package(zipped(data), "模板.docx"))
    assert set(package) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/header1.xml",
    }
    declared = etree.fromstring(package["[Content_Types].xml"]).iter(f"{{{SPEC_TYPES}}}Override")
    assert {part.get("PartName") for part in declared} == {
        "/word/document.xml",
        "/word/header1.xml",
    }


# Whatever comes


@settings(CALM, max_examples=100)
@given(st.binary(max_size=2_000))
def test_random_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(UnsafeTemplate):
        read_package(data, "模板.docx")


FUZZED = word(para("{{ customer_name }}"), header=para("{{ complaint_no }}"), footer=para("页脚"))
WHOLE = zipped(FUZZED)
changes = st.lists(
    st.tuples(st.integers(0, 5_000), st.binary(min_size=1, max_size=4), st.booleans()),
    min_size=1,
    max_size=4,
)


def changed(data: bytes, edits: list[tuple[int, bytes, bool]]) -> bytes:
    """Overwrite or insert bytes at some places."""
    for where, new, insert in edits:
        place = where % (len(data) + 1)
        data = data[:place] + new + data[place if insert else place + len(new) :]
    return data


def only_our_errors(data: bytes) -> None:
    for read in (compile_template, read_back):
        with contextlib.suppress(CsdformsError):
            read(data, "模板.docx")


@settings(CALM, max_examples=100)
@given(changes)
def test_a_file_changed_anywhere_gives_no_other_error(edits: list[tuple[int, bytes, bool]]) -> None:
    only_our_errors(changed(WHOLE, edits))


@settings(CALM, max_examples=100)
@given(st.sampled_from(sorted(FUZZED)), changes)
def test_a_part_changed_anywhere_gives_no_other_error(
    part: str, edits: list[tuple[int, bytes, bool]]
) -> None:
    only_our_errors(zipped({**FUZZED, part: changed(FUZZED[part], edits)}))


@settings(CALM, max_examples=100)
@given(
    st.sampled_from(sorted(FUZZED)),
    st.integers(0, 100),
    st.sampled_from(
        ["{{", "{%", "}}", "%}", "{%tr ", "<w:p>", "</w:p>", 'Type=""', "w:", "<", "/>"]
    ),
)
def test_a_part_with_pieces_of_markup_put_in_gives_no_other_error(
    part: str, where: int, piece: str
) -> None:
    pieces = re.split(rb"(?=[<>{}%\"= ])", FUZZED[part])
    place = where % len(pieces)
    content = b"".join(pieces[:place]) + piece.encode() + b"".join(pieces[place:])
    only_our_errors(zipped({**FUZZED, part: content}))
