"""档案库密钥恢复单: the key of a sealed archive on paper, drawn in the house style.

It is no form: nothing of it is data, nothing of it is kept, and it is drawn anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement

from csdforms.templates import word
from csdforms.templates.drawing import PORTRAIT, SHADE, assembled

__all__ = ["TITLE", "draw_recovery_sheet"]

TITLE = "档案库密钥恢复单"

_TYPED = 2  # lines of the text of a key before those that are typed: its title, the identity
_KEY_WIDTHS = (900, 7238, 1500)
_LABELS = (1900, 2919)
_OPENINGS = {
    "启封日期": 1500,
    "启封事由": 3138,
    "启封人": 1500,
    "见证人": 1500,
    "重新封存日期": 2000,
}
_EMPTY = 8  # lines for openings
_SIZE = "34"  # of the key, in half points
_DAY = "　　　　年　　月　　日"
_NOTES = (
    "打印后立即删除本文件，清空打印机的任务记录；不拍照、不发送、不存入任何电脑或网盘。",
    "两人核对无误，装入不透光的信封，在封口骑缝签名，与档案库和它的备份分开保管。",
    (
        "恢复：在办理人的电脑上运行 csdforms archive key restore，按提示逐行键入密钥的四行"
        "（大小写、空格不论）；抄错的行会指出来。不要把密钥写在命令后面。"
    ),
    "密钥只用字母 A–Z 和数字 2–7；每行末尾的校验位还可能是 0、1、8、9 或 *。",
    (
        "启封后应更换密钥：先运行 csdforms archive key rotate，打印并封存新的恢复单，"
        "再运行 csdforms archive key retire。"
    ),
    "更换前做的备份仍须用本单的密钥打开：本单与那些备份一同保管，一同销毁。",
)


def draw_recovery_sheet(text: str, archive: str, key_id: str, day: str) -> bytes:
    """Return the sheet as a Word document of one page.

    Args:
        text: the key as text, see :mod:`csdforms.archive.sealing.key_text`: a title, the identity,
            and numbered lines of groups, each with its check character.
        archive: the archive's identity.
        key_id: what tells the key from others.
        day: when it is made, ``2026-11-22``.
    """
    header = word.paragraph(
        "Header",
        word.run("密封保管　启封须登记"),
        word.tab(),
        word.run(f"密钥编号：{key_id}"),
        stops=[("right", PORTRAIT)],
    )
    footer = word.paragraph("Footer", word.run("第 1 页 共 1 页"), align="center")
    return assembled(TITLE, header, footer, _body(text.split("\n"), archive, key_id, day))


def _body(lines: Sequence[str], archive: str, key_id: str, day: str) -> Iterator[Any]:
    yield word.paragraph("Title", word.run(TITLE))
    yield _boxes(
        "一、档案库",
        (("档案库标识", archive),),
        (("密钥编号", key_id), ("制单日期", day)),
    )
    yield word.paragraph("Gap")
    yield _key([line.split() for line in lines[_TYPED:] if line])
    yield word.paragraph("Gap")
    yield _boxes(
        "三、封存",
        (("封存人一（签名）", ""), ("日期", _DAY)),
        (("封存人二（签名）", ""), ("日期", _DAY)),
        (("保管地点", ""), ("信封编号", "")),
    )
    yield word.paragraph("Gap")
    yield _openings()
    for number, note in enumerate(_NOTES, start=1):
        lead = "注：" if number == 1 else "　　"
        yield word.paragraph("Small", word.run(f"{lead}{number}. {note}"), hanging=540)


def _boxes(heading: str, *rows: Sequence[tuple[str, str]]) -> Any:
    """Return labelled boxes, one or two in a row, under a heading."""
    drawn = [_heading(heading, 2 * len(_LABELS))]
    for row in rows:
        cells = []
        for label, value in row:
            content = word.paragraph("Value", word.run(value))
            cells.append(_cell("Label", label, _LABELS[0], shade=SHADE))
            cells.append(word.cell([content], 1 if len(row) > 1 else 3, units=True))
        drawn.append(word.row(cells, height=480))
    return word.table([*_LABELS, *_LABELS], drawn)


def _key(lines: Sequence[Sequence[str]]) -> Any:
    """Return the key, large enough to be typed from: numbered lines, groups, check characters."""
    heads = zip(("行", "密钥（每组四位）", "校验位"), _KEY_WIDTHS, strict=True)
    rows = [
        _heading("二、密钥", len(_KEY_WIDTHS)),
        word.row([_cell("Label", head, width, shade=SHADE) for head, width in heads]),
    ]
    for number, *groups, check in lines:
        texts = zip((number, "\u3000".join(groups), check), _KEY_WIDTHS, strict=True)
        cells = [
            word.cell([word.paragraph("Normal", _large(text), align="center")], width)
            for text, width in texts
        ]
        rows.append(word.row(cells, height=620))
    return word.table(_KEY_WIDTHS, rows)


def _openings() -> Any:
    """Return the table in which every opening of the envelope is written down."""
    heads = [_cell("Label", head, width, shade=SHADE) for head, width in _OPENINGS.items()]
    empty = [
        word.row([_cell("Value", "", width) for width in _OPENINGS.values()], height=440)
        for _ in range(_EMPTY)
    ]
    rows = [_heading("四、启封登记", len(_OPENINGS)), word.row(heads), *empty]
    return word.table(list(_OPENINGS.values()), rows)


def _heading(text: str, columns: int) -> Any:
    heading = word.paragraph("Section", word.run(text))
    return word.row([word.cell([heading], columns, units=True, shade=SHADE)], keep=True)


def _cell(style: str, text: str, width: int, *, shade: str | None = None) -> Any:
    return word.cell([word.paragraph(style, word.run(text))], width, shade=shade)


def _large(text: str) -> Any:
    """Return a run in large signs of one width, in which 0 and O are two."""
    run = word.run(text)
    properties = OxmlElement("w:rPr")
    properties.append(word.element("w:rFonts", ascii="Courier New", hAnsi="Courier New"))
    properties.append(OxmlElement("w:b"))
    properties.append(word.element("w:sz", val=_SIZE))
    properties.append(word.element("w:szCs", val=_SIZE))
    run.replace(run[0], properties)
    return run
