"""docx-mailmerge2: Word's merge fields."""

from pathlib import Path

from mailmerge import MailMerge

from benchmarks.engines.clock import Document, run


def _fill(document: Document, path: Path) -> None:
    fields = dict(document["data"])
    rows = fields.pop("parts")
    with MailMerge(document["template"]) as template:
        template.merge(**fields)
        template.merge_rows("seq", rows)
        template.write(str(path))


if __name__ == "__main__":
    run(_fill)
