"""csdforms: the forms of a customer-service department, from data to Word documents.

>>> import csdforms
>>> form = csdforms.find("客户投诉登记表一")
>>> form.identifier()
'complaint_register_one'
>>> [finding.label for finding in csdforms.check(form, {"投诉编号": "TS-1"})][:2]
['受理时间', '投诉方式']

``csdforms.fill(form, data, "out.docx")`` checks the data, fills the form's Word template and
proves that every value stands in the document; ``csdforms.render`` gives the bytes instead.
``csdforms.Archive`` keeps customers' files; ``csdforms.filing`` puts filled forms into it, and
``csdforms.reports`` counts what is in it.
Names are imported when they are first used.
"""

from typing import TYPE_CHECKING

from csdforms._lazy import lazily

if TYPE_CHECKING:
    from csdforms import errors, filing, reports
    from csdforms.api import file_name, fill, save_blank
    from csdforms.archive.archive import Archive
    from csdforms.batching import Outcome, batch
    from csdforms.errors import CsdformsError, InvalidData
    from csdforms.intake.entries import open_entries
    from csdforms.schemas import settings
    from csdforms.schemas.catalogue import find, forms
    from csdforms.schemas.checking import Finding, check, parse
    from csdforms.schemas.form import Form
    from csdforms.schemas.masking import Mask
    from csdforms.schemas.matching import Match, match
    from csdforms.schemas.publishing import json_schema
    from csdforms.schemas.settings import Settings
    from csdforms.templates.embedding import read_back
    from csdforms.templates.filling import render, render_blank
    from csdforms.templates.word_template import WordTemplate

__all__ = [
    "Archive",
    "CsdformsError",
    "Finding",
    "Form",
    "InvalidData",
    "Mask",
    "Match",
    "Outcome",
    "Settings",
    "WordTemplate",
    "batch",
    "check",
    "errors",
    "file_name",
    "filing",
    "fill",
    "find",
    "forms",
    "json_schema",
    "match",
    "open_entries",
    "parse",
    "read_back",
    "render",
    "render_blank",
    "reports",
    "save_blank",
    "settings",
]

_HOMES = {
    "CsdformsError": "csdforms.errors",
    "InvalidData": "csdforms.errors",
    "errors": "csdforms.errors",
    "Archive": "csdforms.archive.archive",
    "filing": "csdforms.filing",
    "reports": "csdforms.reports",
    "file_name": "csdforms.api",
    "fill": "csdforms.api",
    "save_blank": "csdforms.api",
    "Outcome": "csdforms.batching",
    "batch": "csdforms.batching",
    "open_entries": "csdforms.intake.entries",
    "find": "csdforms.schemas.catalogue",
    "forms": "csdforms.schemas.catalogue",
    "Finding": "csdforms.schemas.checking",
    "check": "csdforms.schemas.checking",
    "parse": "csdforms.schemas.checking",
    "Form": "csdforms.schemas.form",
    "Mask": "csdforms.schemas.masking",
    "Match": "csdforms.schemas.matching",
    "match": "csdforms.schemas.matching",
    "json_schema": "csdforms.schemas.publishing",
    "Settings": "csdforms.schemas.settings",
    "settings": "csdforms.schemas.settings",
    "read_back": "csdforms.templates.embedding",
    "render": "csdforms.templates.filling",
    "render_blank": "csdforms.templates.filling",
    "WordTemplate": "csdforms.templates.word_template",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
