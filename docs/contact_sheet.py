"""Draws docs/forms.png, the first page of every blank form: ``python docs/contact_sheet.py``.

Needs LibreOffice Writer, poppler, a Chinese font and Pillow (``pip install pillow``).
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import csdforms
from csdforms.schemas.catalogue import CHAPTERS, chapter_title, contents

COLUMNS = 6
SIZE = (240, 240)  # a landscape page is as wide as a portrait page is high
GAP, CAPTION, HEADING = 14, 22, 38
COLOURS = 16
PAPER, GROUND, INK, RULE = "white", "#eef1f4", "#20252b", "#b8c0c8"


def main() -> None:
    """Write the picture beside this script."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form in csdforms.forms():
            csdforms.save_blank(form, folder / f"{form.identifier()}.docx")
        _convert(folder)
        sheet = _arranged(folder)
    target = Path(__file__).with_name("forms.png")
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def _convert(folder: Path) -> None:
    documents = sorted(map(str, folder.glob("*.docx")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*office, *documents], check=True, capture_output=True)
    for pdf in folder.glob("*.pdf"):
        page = str(pdf.with_suffix(""))
        subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "60", str(pdf), page], check=True)


def _arranged(folder: Path) -> Image.Image:
    """Put the pages in rows, chapter by chapter, each with its section and title."""
    font = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], check=True, capture_output=True
    ).stdout.decode()
    small, large = ImageFont.truetype(font, 13), ImageFont.truetype(font, 19)
    wide, high = SIZE[0] + GAP, SIZE[1] + CAPTION + GAP
    chapters = {name: [entry for entry in contents() if entry.chapter == name] for name in CHAPTERS}
    rows = sum(-(-len(entries) // COLUMNS) for entries in chapters.values())
    size = (COLUMNS * wide + GAP, rows * high + len(chapters) * HEADING + GAP)
    sheet = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(sheet)
    top = 0
    for name, entries in chapters.items():
        pen.text((GAP, top + GAP), chapter_title(name), INK, large)
        top += HEADING
        for number, entry in enumerate(entries):
            left = GAP + number % COLUMNS * wide
            if number and number % COLUMNS == 0:
                top += high
            page = Image.open(folder / f"{entry.identifier}.png").convert("RGB")
            page.thumbnail(SIZE, Image.Resampling.LANCZOS)
            corner = (left + (SIZE[0] - page.width) // 2, top + GAP + SIZE[1] - page.height)
            sheet.paste(page, corner)
            frame = (corner[0], corner[1], corner[0] + page.width, corner[1] + page.height)
            pen.rectangle(frame, outline=RULE)
            middle, foot = left + SIZE[0] // 2, top + GAP + SIZE[1] + CAPTION // 2
            pen.text((middle, foot), f"{entry.section} {entry.title}", INK, small, anchor="mm")
        top += high
    return sheet


if __name__ == "__main__":
    main()
