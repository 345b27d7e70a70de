"""What the calendar asks for (到期事项): one list of everything that waits, or that a day ends.

Nothing here happens by itself; each line is somebody's business. Everybody sees what is his to do,
in files of which he may know.
"""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.archive.custody.desk import Desk, knows
from csdforms.archive.custody.matters import FINDERS, Asked
from csdforms.archive.custody.records import Due
from csdforms.errors import NotPermitted

__all__ = ["KINDS", "Dues"]

#: The kinds of what is due: what each is called, and the rights of those whose business it is.
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "inspection": ("保管检查", ("inspect",)),
    "rectify": ("检查整改", ("inspect",)),
    "hold": ("复核法律保全", ("hold",)),
    "freeze": ("冻结到期", ("freeze",)),
    "dormant": ("确认休眠", ("sleep",)),
    "change": ("复核资料变更", ("confirm_change",)),
    "merge": ("确认合并或撤销合并", ("merge",)),
    "inform": ("告知新的个人信息处理者", ("merge",)),
    "loan": ("催还借阅", ("inspect",)),
    "level": ("密级到期或待决定", ("propose",)),
    "request": ("答复个人信息请求", ("take_request", "answer_request")),
    "deregistration": ("注销申请的决定", ("lead_check", "agree")),
    "lapse": ("注销中止将满", ("lead_check", "agree")),
    "undo": ("可撤销注销的期限", ("agree",)),
    "revival": ("恢复申请", ("lead_check", "agree")),
    "retention": ("保管期满待鉴定", ("appraise",)),
    "approval": ("销毁批准将失效", ("appraise", "execute", "condemn")),
    "backup": ("备份轮换", ("maintain",)),
}


class Dues(Desk):
    """What is due."""

    def due(self, *, kind: str = "", actor: str = "") -> tuple[Due, ...]:
        """Return what is due, the most urgent first; what has no day comes before all.

        Args:
            kind: only this, see :data:`KINDS`.
            actor: who asks; he is shown what is his business.

        Raises:
            NotAuthorised: if he is not registered.
            NotPermitted: if there is no such kind.
        """
        person, at = self.office.person(actor), self.office.moment()
        self.office.note("due", person)
        wanted = {
            name
            for name, (_, rights) in KINDS.items()
            if kind in ("", name) and any(map(person.may, rights))
        }
        if kind and kind not in KINDS:
            raise NotPermitted(f"没有办理：没有 {kind} 这类事项，可写 {'、'.join(KINDS)}。")
        store = self.office.store
        ask = Asked(self.office, person, at)
        found = [
            one
            for name, finder in FINDERS.items()
            if name in wanted
            for one in finder(ask)
            if not one.file or knows(store, person, one.file, at)
        ]
        return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.number)))
