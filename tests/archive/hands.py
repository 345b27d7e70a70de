"""The hands through which a customer's file goes, and drafts in each of them."""

from __future__ import annotations

from typing import Any

from archive.customers import CORPORATE, INDIVIDUAL, company, person
from archive.secrecy.department import hire

from csdforms.archive.archive import Archive
from csdforms.archive.drafting.drafting import Drafting

#: Account: person, roles, clearance.
STAFF = {
    "min": ("王敏", ["info_specialist"], 1),
    "qiang": ("李强", ["info_specialist"], 1),
    "fang": ("王芳", ["info_supervisor"], 2),
    "fang2": ("王芳", ["cs_manager"], 3),  # the same person under another account
    "yun": ("陈云", ["info_supervisor"], 2),
    "ming": ("赵启明", ["cs_manager"], 3),
    "zong": ("钱总", ["gm"], 4),
    "jian": ("孙健", ["auditor"], -1),
}

PAPERS: list[dict[str, Any]] = [
    {"kind": "营业执照", "number": "91310115MAXX0Y0XXT", "valid_to": "2048-06-11"},
    {"kind": "法定代表人身份证明", "copy_at": "客户处"},
    {"kind": "开票资料", "seen_by": "王敏", "seen_on": "2026-03-04"},
]
NOTICE = {
    "kind": "告知同意",
    "version": "2026-01-01",
    "given_on": "2026-03-05",
    "channel": "书面签字",
}
IDENTITY = {
    "kind": "身份证件",
    "number": "310199198906140023",
    "seen_by": "王敏",
    "seen_on": "2026-03-05",
    "need": "上门安装须实名登记",
}
PERSONAL: list[dict[str, Any]] = [NOTICE, IDENTITY]


def engage(archive: Archive) -> Drafting:
    """Register the staff; return their drafts."""
    hire(archive, STAFF)
    return Drafting(archive.office)


def inner(**changes: Any) -> dict[str, Any]:
    """Return the profile of a company whose file every member of the staff may find."""
    return company(**{"confidentiality": "内部", **changes})


def drafted(drafts: Drafting, actor: str = "min", **changes: Any) -> str:
    """Begin a company's draft; return its number."""
    papers = changes.pop("papers", PAPERS)
    return drafts.create(inner(**changes), form=CORPORATE, papers=papers, actor=actor).number


def drafted_person(drafts: Drafting, **changes: Any) -> str:
    """Begin a person's draft; return its number."""
    papers = changes.pop("papers", PERSONAL)
    data = person(**{"confidentiality": "内部", **changes})
    return drafts.create(data, form=INDIVIDUAL, papers=papers, actor="min").number


def submitted(drafts: Drafting, number: str) -> str:
    """Submit a draft of 王敏."""
    return drafts.submit(number, actor="min").number


def accepted(drafts: Drafting, number: str) -> str:
    """Submit and accept a draft."""
    return drafts.accept(submitted(drafts, number), seen=["营业执照"], actor="fang").number


def approved(drafts: Drafting, number: str) -> str:
    """Carry a draft to its end; return the file's number."""
    return drafts.approve(accepted(drafts, number), actor="ming").number
