"""Files that are kept: dormant, frozen, merged, held, asked about (archive.md §5, §6.2, §8)."""

from __future__ import annotations

from archive.life.model import File, Merger, Request, days, years
from archive.life.opening import Opening
from archive.life.rules import DEREGISTERING, PERSONS, ROLES, may
from archive.life.world import SAME

from csdforms.archive.personal_data.answers import NewAnswer
from csdforms.archive.personal_data.taking import NewRequest

__all__ = ["Keeping"]

_USED = ("ACTIVE", "DORMANT")
_SEALED = ("SEALED", "APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED")
_ALIVE = (*_USED, "FROZEN", *DEREGISTERING)


class Keeping(Opening):
    """What is done to files in use, and to any file by the law."""

    # --- papers -----------------------------------------------------------------------------------

    def complain(self, account: str, file: File, purpose: str = "") -> None:
        """File a complaint that is open."""
        who = "liu" if account in ("", SAME) else account
        case = f"TS-20260305-{len(self.files)}{file.items + 1:03}{file.no}"
        if self._filed(who, file, "complaint_register_one", {"complaint_no": case}, purpose):
            file.complaints.add(case)

    def close_complaint(self, account: str, file: File, purpose: str = "") -> None:
        """File the sheet that closes a complaint."""
        who = "liu" if account in ("", SAME) else account
        for case in sorted(file.complaints)[:1]:
            data = {"complaint_no": case, "closed_at": "2026-03-05 10:00"}
            if self._filed(who, file, "complaint_handling", data, purpose):
                file.complaints.remove(case)

    def _filed(self, who: str, file: File, form: str, data: dict[str, str], purpose: str) -> object:
        """File it: closed files and those that may only be stored take it for a purpose (K09)."""
        is_open = file.state in _ALIVE and not file.restricted
        fits = is_open or (file.state in (*_ALIVE, *_SEALED) and purpose.startswith("投诉"))
        knows = None if ROLES[who] not in ("complaint_supervisor", "system_admin") else True
        refused = not fits or ROLES[who] in ("system_admin", "destruction_witness")
        done = self.act(
            "file",
            False if refused else knows,
            lambda: self.archive.file(
                file.number, form, data, section="3.2", purpose=purpose, actor=who
            ),
        )
        if done:
            file.items += 1
            file.last = self.today
            file.changed = True
        return done

    # --- made void --------------------------------------------------------------------------------

    def void(self, account: str, file: File) -> None:
        person, role = file.voiding
        other = {"info_supervisor": "cs_manager"}.get(role, "info_supervisor")
        who = self.who(account, "void", [person], other)
        fits = file.state == "ACTIVE" and self.today <= days(file.created, 15) and not file.items
        pair = not person or (person != PERSONS[who] and role != ROLES[who])
        if self.act(
            "void",
            fits and pair and may(who, "void"),
            lambda: self.archive.drafts.void(file.number, reason="重复误建", actor=who) is not None,
        ):
            if person:
                file.state = "VOID"
            file.voiding = ("", "") if person else (PERSONS[who], ROLES[who])

    # --- dormant and frozen -----------------------------------------------------------------------

    def sleep(self, account: str, file: File) -> None:
        who = self.who(account, "sleep")
        last = max([file.last, *(one.last for one in self.whole(file) if one.items)])
        quiet = years(last, 1) <= self.today
        unsure = quiet and file.touched and years(file.touched, 1) > self.today
        fits: bool | None = file.state == "ACTIVE" and quiet and may(who, "sleep")
        if self.act(
            "sleep",
            None if fits and unsure else fits,
            lambda: self.archive.custody.sleep(file.number, actor=who),
        ):
            file.state = "DORMANT"

    def resume(self, account: str, file: File) -> None:
        who = self.who(account, "sleep")
        if self.act(
            "resume",
            file.state == "DORMANT" and may(who, "sleep"),
            lambda: self.archive.custody.resume(file.number, verified="电话核实", actor=who),
        ):
            file.state, file.last = "ACTIVE", self.today

    def freeze(self, account: str, file: File, count: int = 20) -> None:
        who = self.who(account, "freeze")
        until = days(self.today, count)
        if self.act(
            "freeze",
            file.state in _USED and may(who, "freeze"),
            lambda: self.archive.custody.freeze(file.number, until=until, reason="涉诉", actor=who),
        ):
            file.before, file.state = file.state, "FROZEN"
            file.frozen = (ROLES[who], until)

    def unfreeze(self, account: str, file: File) -> None:
        who = self.who(account, "freeze")
        if self.act(
            "unfreeze",
            file.state == "FROZEN" and may(who, "freeze"),
            lambda: self.archive.custody.unfreeze(file.number, reason="查清", actor=who),
        ):
            file.state, file.frozen = file.before, ("", "")

    # --- merged -----------------------------------------------------------------------------------

    def merge(self, account: str, file: File, into: File) -> None:
        last = self.survivor(into)
        row = next(
            (
                one
                for one in self.mergers.values()
                if (one.file, one.into, one.state) == (file.number, last.number, "proposed")
            ),
            None,
        )
        person, role = row.by if row else ("", "")
        other = {"info_supervisor": "cs_manager"}.get(role, "info_supervisor")
        who = self.who(account, "merge", [person], other)
        fits = file.state in _USED and last.state in _USED and file is not last
        fits = fits and "Z" not in (file.kind, last.kind)
        pair = row is None or (person != PERSONS[who] and role != ROLES[who])
        done = self.act(
            "merge",
            fits and pair and may(who, "merge"),
            lambda: self.archive.custody.merge(
                file.number, into.number, reason="吸收合并", absorption="合并登记", actor=who
            ),
        )
        if done is None:
            return
        if row is None:
            hands = (PERSONS[who], ROLES[who])
            self.mergers[done.number] = Merger(done.number, file.number, last.number, hands)
            return
        row.state, row.day, row.before = "merged", self.today, file.state
        row.came = (
            file.holds - last.holds,
            file.restricted - last.restricted,
            file.quiet - last.quiet,
        )
        last.holds |= file.holds
        last.restricted |= file.restricted
        last.quiet |= file.quiet
        row.after = set(last.holds)
        row.tail = [file.number, *file.absorbed]
        last.absorbed = [*last.absorbed, *row.tail]
        file.state, file.into = "MERGED", last.number

    def unmerge(self, account: str, row: Merger) -> None:
        person, role = row.undoing
        other = {"info_supervisor": "cs_manager"}.get(role, "info_supervisor")
        who = self.who(account, "merge", [person], other)
        file, last = self.files[row.file], self.files[row.into]
        fits = row.state == "merged" and self.today <= days(row.day, 30) and last.state in _USED
        fits = fits and last.holds <= row.after and last.absorbed[-len(row.tail) :] == row.tail
        pair = not person or (person != PERSONS[who] and role != ROLES[who])
        if not self.act(
            "unmerge",
            fits and pair and may(who, "merge"),
            lambda: self.archive.custody.unmerge(row.number, reason="合并有误", actor=who),
        ):
            return
        if not person:
            row.undoing = (PERSONS[who], ROLES[who])
            return
        row.state = "undone"
        file.state, file.into = row.before, ""
        file.holds &= last.holds
        file.restricted &= last.restricted
        for mine, came in zip((last.holds, last.restricted, last.quiet), row.came, strict=True):
            mine.difference_update(came)
        last.absorbed = last.absorbed[: -len(row.tail)]

    def refuse_merger(self, account: str, row: Merger) -> None:
        who = self.who(account, "merge")
        waits = row.state == "proposed" or bool(row.state == "merged" and row.undoing[0])
        if self.act(
            "refuse-merge",
            waits and may(who, "merge"),
            lambda: self.archive.custody.refuse_merger(row.number, reason="不是一家", actor=who),
        ):
            row.state = "refused" if row.state == "proposed" else row.state
            row.undoing = ("", "")

    # --- held -------------------------------------------------------------------------------------

    def hold(self, account: str, file: File) -> None:
        """Set a hold; on a merged file it is one on the file where it went."""
        who, last = self.who(account, "hold"), self.survivor(file)
        done = self.act(
            "hold",
            last.state in (*_ALIVE, *_SEALED) and may(who, "hold"),
            lambda: self.archive.custody.hold(
                file.number, "（2026）沪01民初1号", reason="诉讼", actor=who
            ),
        )
        if done:
            self.holds[done.number] = (last.number, False)
            last.holds.add(done.number)
            self.pulled(last)

    def lift(self, account: str, number: str) -> None:
        who, (own, lifted) = self.who(account, "hold"), self.holds[number]
        if self.act(
            "lift",
            not lifted and may(who, "hold"),
            lambda: self.archive.custody.lift(
                number, "（2026）沪01民初2号", reason="撤诉", actor=who
            ),
        ):
            self.holds[number] = (own, True)
            for file in self.files.values():
                if number in file.holds:
                    file.holds.remove(number)
                    file.changed = True

    def pulled(self, file: File) -> None:
        """Let the model take a file off what would destroy it (X02)."""
        raise NotImplementedError

    # --- asked about ------------------------------------------------------------------------------

    def take(self, account: str, file: File) -> str:
        """Take a person's request that his data be deleted: nobody calls him any more."""
        who, file = self.who(account, "take", office="info_specialist"), self.survivor(file)
        on_file = file.state in (*_ALIVE, *_SEALED, "DESTROYING")
        asks = NewRequest("delete", "本人", "信函", "请删除", file=file.number, proof="看过证件")
        fits: bool | None = on_file and file.kind != "F" and may(who, "take")
        done = self.act(
            "take",
            None if on_file and ROLES[who] == "complaint_supervisor" else fits,
            lambda: self.archive.personal_requests.take(asks, actor=who),
        )
        if done is None:
            return ""
        self.requests[done.number] = Request(done.number, file.number, PERSONS[who])
        if file.state != "DESTROYING":
            file.changed = file.changed or not file.quiet
            file.quiet.add(done.number)
        return done.number

    def restrict(self, account: str, row: Request) -> None:
        who, file = self.who(account, "answer"), self.files[row.file]
        gone = file.state in ("DESTROYING", "DESTROYED", "MERGED")
        fits = may(who, "answer") and row.number not in self.survivor(file).restricted
        if gone:
            return
        if self.act(
            "restrict",
            fits,
            lambda: self.archive.personal_requests.restrict(row.number, reason="有争议", actor=who),
        ):
            file.restricted.add(row.number)
            file.changed = True

    def release(self, account: str, row: Request) -> None:
        who, file = self.who(account, "answer"), self.files[row.file]
        if file.state in ("DESTROYING", "DESTROYED", "MERGED"):
            return
        if self.act(
            "release",
            may(who, "answer") and row.number in file.restricted,
            lambda: self.archive.personal_requests.release(row.number, reason="已了", actor=who),
        ):
            file.restricted.remove(row.number)
            file.changed = True

    def take_back(self, account: str, row: Request) -> None:
        """Answer that whoever asked took it back: not by him who took it."""
        who = self.who(account, "answer")
        if self.files[row.file].state in ("DESTROYING", "DESTROYED"):
            return
        fits = not row.answered and PERSONS[who] != row.taker and may(who, "answer")
        answer = NewAnswer("withdrawn", "本人撤回")
        if self.act(
            "answer",
            fits,
            lambda: self.archive.personal_requests.answer(row.number, answer, actor=who),
        ):
            row.answered = True
