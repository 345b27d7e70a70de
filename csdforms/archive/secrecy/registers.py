"""The registers that count by the year, each with numbers of its own: SQ for grants, and so on."""

from __future__ import annotations

from csdforms.archive.records import Reader
from csdforms.archive.store import Document, Work

__all__ = ["entry", "next_number"]

_LETTERS = {
    "grants": "SQ",  # 授权
    "loans": "JY",  # 借阅
    "inspections": "JC",  # 检查
    "changes": "BG",  # 变更
    "holds": "BQ",  # 保全
    "mergers": "HB",  # 合并
    "personal_requests": "QQ",  # 请求
    "deregistrations": "ZX",  # 注销
    "seals": "FC",  # 封存
    "revivals": "HF",  # 恢复
    "appraisals": "JD",  # 鉴定
    "destructions": "XH",  # 销毁
}


def next_number(work: Work, register: str, at: str) -> str:
    """Give out the year's next number of a register: ``SQ-2026-0001``; none of them twice."""
    year = int(at[:4])
    counter = work.get("counters", year) or {}
    serial = counter.get(register, 0) + 1
    work.put("counters", year, counter | {register: serial})
    return f"{_LETTERS[register]}-{year}-{serial:04}"


def entry(reader: Reader, register: str, number: str) -> tuple[int, Document] | None:
    """Return the key and the document of a number, however it is spelt; None if there is none."""
    keys = reader.find(register, "number", number)
    document = reader.get(register, keys[0]) if keys else None
    return (keys[0], document) if document else None
