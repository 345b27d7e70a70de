from __future__ import annotations

import base64
import io
import posixpath
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from lxml import etree
from support import FORMS, part, sample

from csdforms.errors import (
    CsdformsError,
    MissingFile,
    NotPermitted,
    OutputExists,
    UnreadableInput,
    UnsafeTemplate,
)
from csdforms.schemas.form import Form
from csdforms.templates.filling import render
from csdforms.templates.merging import merge
from csdforms.templates.package import content_types, read_package, write_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FORM = "complaint_register_one"
PIXELS = [
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
]


def text(tree: Any) -> str:
    return "".join(node.text or "" for node in tree.iter(f"{W}t"))


def filled(folder: Path, *numbers: str, **more: object) -> list[Path]:
    """Write the sample under each number; return the paths."""
    paths = []
    for number in numbers:
        paths.append(folder / f"{number}.docx")
        data = {**sample(FORM), "complaint_no": number, **more}
        paths[-1].write_bytes(render(FORM, data))
    return paths


def foreign(folder: Path, name: str, build: Callable[[Any], None]) -> Path:
    """Write a document of another program."""
    document = docx.Document()
    build(document)
    document.save(str(folder / name))
    return folder / name


def sections(document: bytes) -> list[Any]:
    return list(part(document).iter(f"{W}sectPr"))


def shown(document: bytes, section: Any, kind: str) -> Any:
    """Return the header or footer of a section."""
    wanted = section.find(f"{W}{kind}Reference").get(f"{R}id")
    for relation in part(document, "word/_rels/document.xml.rels"):
        if relation.get("Id") == wanted:
            return part(document, relation.get("Target").lstrip("/"))
    raise AssertionError(wanted)


def codes(tree: Any) -> list[str]:
    fields = [node.get(f"{W}instr").strip() for node in tree.iter(f"{W}fldSimple")]
    return fields + [(node.text or "").strip() for node in tree.iter(f"{W}instrText") if node.text]


def test_each_document_is_a_section_with_its_own_header(tmp_path: Path) -> None:
    documents = filled(tmp_path, "TS-1", "TS-2", "TS-3")
    target = tmp_path / "合订.docx"
    assert merge(documents, target) == target
    bound = target.read_bytes()
    found = sections(bound)
    assert [text(shown(bound, one, "header")) for one in found] == [
        f"内部投诉编号：TS-{number}" for number in (1, 2, 3)
    ]
    for one in found:
        assert one.find(f"{W}type").get(f"{W}val") == "nextPage"
        assert one.find(f"{W}pgNumType").get(f"{W}start") == "1"
        footer = shown(bound, one, "footer")
        assert text(footer) == "客户服务部第 1 页 共 1 页"
        assert codes(footer) == ["PAGE", "SECTIONPAGES"]
    assert [one.getparent().tag for one in found] == [f"{W}pPr", f"{W}pPr", f"{W}body"]
    names = read_package(bound, "合订.docx").keys()
    assert len([name for name in names if name.startswith("word/header")]) == 3
    assert len([name for name in names if name.startswith("word/footer")]) == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_nothing_of_any_form_is_lost_or_left_over(form: type[Form], tmp_path: Path) -> None:
    document = render(form, sample(form.identifier()))
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(document)
    merge([tmp_path / "a.docx", tmp_path / "b.docx"], tmp_path / "m.docx")
    bound = (tmp_path / "m.docx").read_bytes()
    once, twice = part(document), part(bound)
    assert text(twice) == 2 * text(once)
    parts = read_package(bound, "m.docx")
    types = content_types(parts)
    whole = set(parts) - {"[Content_Types].xml"}
    assert types.keys() == whole
    assert not [name for name in parts if name.startswith("customXml")]
    reached = {rels for rels in parts if rels.endswith(".rels")}
    for rels in list(reached):
        for relation in etree.fromstring(parts[rels]):
            target = str(relation.get("Target"))
            assert target.startswith("/")
            assert posixpath.normpath(target) == target
            reached.add(target.lstrip("/"))
    assert reached == whole
    # one after the other: no more paragraphs, tables or rows than before
    for tag in ("p", "tbl", "tr", "sdt"):
        count = len(list(once.iter(f"{W}{tag}")))
        assert len(list(twice.iter(f"{W}{tag}"))) == 2 * count


def test_the_same_documents_give_the_same_file(tmp_path: Path) -> None:
    documents = filled(tmp_path, "TS-1", "TS-2")
    merge(documents, tmp_path / "m.docx")
    merge(iter(documents), tmp_path / "n.docx")
    assert (tmp_path / "m.docx").read_bytes() == (tmp_path / "n.docx").read_bytes()


def test_the_first_document_says_what_the_file_is(tmp_path: Path) -> None:
    merge(filled(tmp_path, "TS-1", "TS-2"), tmp_path / "m.docx")
    core = part((tmp_path / "m.docx").read_bytes(), "docProps/core.xml")
    assert core.findtext("{*}title") == "客户投诉登记表一"
    assert core.findtext("{*}creator") == "客户服务部"


def test_one_document_is_a_file_too(tmp_path: Path) -> None:
    merge(filled(tmp_path, "TS-1"), tmp_path / "m.docx")
    assert len(sections((tmp_path / "m.docx").read_bytes())) == 1


def test_memory_does_not_grow_with_the_number(tmp_path: Path) -> None:
    documents = filled(tmp_path, *(f"TS-{number}" for number in range(10)))

    def most(times: int) -> int:
        tracemalloc.start()
        merge(documents * times, tmp_path / "m.docx", overwrite=True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few = most(1)
    assert most(10) < few + 300_000  # the body alone grows by 4 MB


# What other templates hold


def test_fields_count_the_section_however_they_are_written(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        field = "".join(
            f"<w:r>{piece}</w:r>"
            for piece in (
                '<w:fldChar w:fldCharType="begin"/>',
                "<w:instrText> NUM</w:instrText>",
                "<w:instrText>PAGES \\* ARABIC </w:instrText>",
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        simple = '<w:fldSimple w:instr=" numpages "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        other = '<w:fldSimple w:instr=" NUMPAGESX "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        footer = document.sections[0].footer
        footer._element.append(parse_xml(f"<w:p {NS}>{field}{simple}{other}</w:p>"))
        document._body._element.insert(0, parse_xml(f"<w:p {NS}>{simple}</w:p>"))

    paths = [foreign(tmp_path, name, build) for name in ("a.docx", "b.docx")]
    merge(paths, tmp_path / "m.docx")
    bound = (tmp_path / "m.docx").read_bytes()
    assert codes(part(bound)) == ["SECTIONPAGES", "SECTIONPAGES"]
    for one in sections(bound):
        assert codes(shown(bound, one, "footer")) == [
            "SECTIONPAGES",
            "NUMPAGESX",
            "SECTIONPAGES \\* ARABIC",
        ]


def test_a_template_that_numbers_its_pages_otherwise_keeps_its_start(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        properties = document.sections[0]._sectPr
        properties.append(parse_xml(f'<w:pgNumType {NS} w:fmt="upperRoman" w:start="5"/>'))
        properties.insert(0, parse_xml(f'<w:type {NS} w:val="continuous"/>'))

    paths = [foreign(tmp_path, name, build) for name in ("a.docx", "b.docx")]
    merge(paths, tmp_path / "m.docx")
    for one in sections((tmp_path / "m.docx").read_bytes()):
        assert [kind.get(f"{W}val") for kind in one.iter(f"{W}type")] == ["nextPage"]
        (numbering,) = one.iter(f"{W}pgNumType")
        assert (numbering.get(f"{W}fmt"), numbering.get(f"{W}start")) == ("upperRoman", "5")


def test_what_stands_in_a_section_is_in_the_order_of_the_schema(tmp_path: Path) -> None:
    merge([foreign(tmp_path, "a.docx", lambda _: None)] * 2, tmp_path / "m.docx")
    for one in sections((tmp_path / "m.docx").read_bytes()):
        names = [etree.QName(node).localname for node in one]
        assert names == ["type", "pgSz", "pgMar", "pgNumType", "cols", "docGrid"]


def test_pictures_and_links_come_along_once(tmp_path: Path) -> None:
    def build(pixel: str) -> Callable[[Any], None]:
        def build(document: Any) -> None:
            document.add_picture(io.BytesIO(base64.b64decode(pixel)))
            document.sections[0].header.paragraphs[0].add_run().add_picture(
                io.BytesIO(base64.b64decode(PIXELS[0]))
            )
            link = document.part.relate_to(
                "https://example.com/", f"{R[1:-1]}/hyperlink", is_external=True
            )
            document._body._element.insert(
                0,
                parse_xml(f'<w:p {NS} xmlns:r="{R[1:-1]}"><w:hyperlink r:id="{link}"/></w:p>'),
            )

        return build

    paths = [
        foreign(tmp_path, f"{index}.docx", build(pixel))
        for index, pixel in enumerate([PIXELS[0], PIXELS[1], PIXELS[0]])
    ]
    merge(paths, tmp_path / "m.docx")
    bound = (tmp_path / "m.docx").read_bytes()
    parts = read_package(bound, "m.docx")
    pictures = {name: parts[name] for name in parts if name.startswith("word/media/")}
    assert sorted(pictures.values()) == sorted(map(base64.b64decode, PIXELS))
    assert {content_types(parts)[name] for name in pictures} == {"image/png"}
    relations = {
        relation.get("Id"): relation for relation in part(bound, "word/_rels/document.xml.rels")
    }
    seen = [
        pictures[relations[node.get(f"{R}embed")].get("Target").lstrip("/")]
        for node in part(bound).iter("{*}blip")
    ]
    assert seen == [base64.b64decode(PIXELS[index]) for index in (0, 1, 0)]
    links = [relations[node.get(f"{R}id")] for node in part(bound).iter(f"{W}hyperlink")]
    assert {(link.get("Target"), link.get("TargetMode")) for link in links} == {
        ("https://example.com/", "External")
    }
    ids = [node.get("id") for node in part(bound).iter("{*}docPr")]
    assert len(set(ids)) == len(ids) == 3
    (headers,) = [name for name in parts if re.fullmatch(r"word/header\d+\.xml", name)]
    assert f"word/_rels/{posixpath.basename(headers)}.rels" in parts


def test_bookmarks_stay_with_their_document(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document._body._element.insert(
            0,
            parse_xml(
                f'<w:p {NS}><w:bookmarkStart w:id="7" w:name="总额"/><w:r><w:t>9</w:t></w:r>'
                '<w:bookmarkEnd w:id="7"/><w:hyperlink w:anchor="总额"/>'
                '<w:fldSimple w:instr=" REF 总额 \\h "/><w:fldSimple w:instr=" REF 总额二 "/></w:p>'
            ),
        )

    paths = [foreign(tmp_path, name, build) for name in ("a.docx", "b.docx")]
    merge(paths, tmp_path / "m.docx")
    tree = part((tmp_path / "m.docx").read_bytes())
    starts = list(tree.iter(f"{W}bookmarkStart"))
    assert len({node.get(f"{W}id") for node in starts}) == 2
    assert [node.get(f"{W}id") for node in tree.iter(f"{W}bookmarkEnd")] == [
        node.get(f"{W}id") for node in starts
    ]
    assert [node.get(f"{W}name") for node in starts] == ["总额", "总额_2"]
    assert [node.get(f"{W}anchor") for node in tree.iter(f"{W}hyperlink")] == ["总额", "总额_2"]
    assert codes(tree) == ["REF 总额 \\h", "REF 总额二", "REF 总额_2 \\h", "REF 总额二"]


def test_numbers_that_word_gives_again_are_left_out(tmp_path: Path) -> None:
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"

    def build(document: Any) -> None:
        document._body._element.insert(
            0,
            parse_xml(
                f'<w:p {NS} xmlns:w14="{w14}" w14:paraId="0A" w14:textId="0B"><w:sdt><w:sdtPr>'
                '<w:tag w:val="remarks"/><w:id w:val="5"/></w:sdtPr><w:sdtContent/></w:sdt></w:p>'
            ),
        )

    paths = [foreign(tmp_path, name, build) for name in ("a.docx", "b.docx")]
    merge(paths, tmp_path / "m.docx")
    tree = part((tmp_path / "m.docx").read_bytes())
    assert len(list(tree.iter(f"{W}tag"))) == 2
    assert not list(tree.iter(f"{W}id"))
    assert not [node for node in tree.iter() if f"{{{w14}}}paraId" in node.attrib]


def test_a_table_at_the_end_is_followed_by_a_flat_paragraph(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_table(1, 1)

    paths = [foreign(tmp_path, name, build) for name in ("a.docx", "b.docx")]
    merge(paths, tmp_path / "m.docx")
    body = part((tmp_path / "m.docx").read_bytes())[0]
    assert [etree.QName(node).localname for node in body] == ["tbl", "p", "tbl", "sectPr"]
    assert body[1].find(f"{W}pPr/{W}spacing").get(f"{W}line") == "20"


# What is refused


def refused(paths: list[Path], words: str, kind: type[CsdformsError] = UnreadableInput) -> None:
    target = paths[-1].parent / "m.docx"
    with pytest.raises(kind, match=words):
        merge(paths, target)
    left = [path.name for path in target.parent.iterdir() if path not in paths]
    assert left == []


def changed(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    parts = read_package(path.read_bytes(), path.name)
    path.write_bytes(write_package({**parts, name: change(parts[name])}))


@pytest.mark.parametrize("name", ["word/styles.xml", "word/settings.xml"])
def test_another_template_is_refused(name: str, tmp_path: Path) -> None:
    paths = filled(tmp_path, "TS-1", "TS-2")
    changed(paths[1], name, lambda content: content + b"<!-- other -->")
    refused(paths, "TS-2.*模板和第一份不同")


def test_a_document_without_the_header_is_refused(tmp_path: Path) -> None:
    """Its pages would bear the number of the document before."""
    paths = filled(tmp_path, "TS-1", "TS-2")
    changed(
        paths[1],
        "word/document.xml",
        lambda content: re.sub(b"<w:headerReference[^>]*>", b"", content),
    )
    refused(paths, "TS-2.*模板和第一份不同")


def test_several_sections_are_refused(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_section(WD_SECTION.NEW_PAGE)

    refused([foreign(tmp_path, "a.docx", build)], "a.docx.*分了几节")


def test_comments_are_refused(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_comment(document.add_paragraph("句").runs, "批注")

    refused([foreign(tmp_path, "a.docx", build)], "a.docx.*批注")


def listed(style: str) -> Callable[[Any], None]:
    return lambda document: document.add_paragraph("一项", style=style)


def test_numbers_that_would_go_on_counting_are_refused(tmp_path: Path) -> None:
    refused([foreign(tmp_path, "a.docx", listed("List Number"))], r"a\.docx.*自动编号")


def test_bullets_do_not_count(tmp_path: Path) -> None:
    merge([foreign(tmp_path, "a.docx", listed("List Bullet"))] * 2, tmp_path / "m.docx")
    assert text(part((tmp_path / "m.docx").read_bytes())) == "一项一项"


def test_a_broken_reference_is_refused(tmp_path: Path) -> None:
    paths = filled(tmp_path, "TS-1")
    changed(
        paths[0],
        "word/document.xml",
        lambda content: re.sub(rb'(<w:headerReference[^>]*r:id=")[^"]*', rb"\1rId99", content),
    )
    refused(paths, "没有的内容")


def test_no_documents_make_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="没有可以合订的文档"):
        merge([], tmp_path / "m.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_foreign_document_makes_no_file(tmp_path: Path) -> None:
    paths = filled(tmp_path, "TS-1")
    (tmp_path / "x.docx").write_bytes(b"no document")
    refused([*paths, tmp_path / "x.docx"], "x.docx", UnsafeTemplate)
    (tmp_path / "x.docx").unlink()
    with pytest.raises(MissingFile, match=r"x\.docx"):
        merge([*paths, tmp_path / "x.docx"], tmp_path / "m.docx")
    assert list(tmp_path.iterdir()) == paths


def test_nothing_is_overwritten_unasked_and_no_document_ever(tmp_path: Path) -> None:
    paths = filled(tmp_path, "TS-1", "TS-2")
    before = paths[1].read_bytes()
    with pytest.raises(NotPermitted, match="不能是其中的一份"):
        merge(paths, paths[1], overwrite=True)
    (tmp_path / "m.docx").write_bytes(b"old")
    with pytest.raises(OutputExists):
        merge(paths, tmp_path / "m.docx")
    assert (tmp_path / "m.docx").read_bytes() == b"old"
    assert paths[1].read_bytes() == before
    merge(paths, tmp_path / "m.docx", overwrite=True)
    assert zipfile.is_zipfile(tmp_path / "m.docx")


# On paper


@pytest.mark.office
@pytest.mark.xdist_group("office")
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="needs LibreOffice Writer (soffice) and poppler (pdftotext)",
)
def test_sheets_of_one_page_print_as_so_many_pages(tmp_path: Path) -> None:
    numbers = [f"TS-{number}" for number in range(1, 7)]
    merge(filled(tmp_path, *numbers), tmp_path / "m.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "m.docx")], check=True, capture_output=True)
    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "m.pdf"), "-"], check=True, capture_output=True
    )
    pages = printed.stdout.decode().split("\f")[:-1]
    assert [re.findall(r"投诉编号：\s*(\S+)", page) for page in pages] == [[one] for one in numbers]
    assert [re.findall(r"第\s*(\d+)\s*页", page) for page in pages] == [["1"]] * len(numbers)
