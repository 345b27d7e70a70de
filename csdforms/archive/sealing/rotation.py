"""Changing the key of a sealed archive.

The key wraps the archive's own keys and each file's; these stay, and so does all that is sealed
with them: only the wraps are made anew. The order never leaves an archive that no kept key opens:

1. the new key is saved beside the old one, and read back (:func:`prepared`);
2. every key is wrapped in it, in one commit (:func:`rotate`);
3. what was wrapped in the old one is blanked;
4. when its recovery copy lies in its envelope, the old one is given up (:func:`retire`).

Interrupted anywhere, the same command brings it to its end. Backups made before are as they were:
the old key opens them, as long as somebody has it.
"""

from __future__ import annotations

from csdforms.archive.office import Office
from csdforms.archive.sealing.key_moving import key_id_of
from csdforms.archive.sealing.key_places import Kept
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.store import Act
from csdforms.errors import NotPermitted, WrongKey

__all__ = ["ACT", "prepared", "retire", "rotate"]

#: What is asked for.
ACT = "更换档案库的密钥"


def prepared(kept: Kept) -> ArchiveKey:
    """Return a new key, saved beside the archive's own; one that was never used is taken again.

    Args:
        kept: the archive's key, and where it is.

    Raises:
        NotPermitted: if the last change is not finished, what is there cannot be used, or the
            place refuses; nothing was changed.
    """
    if kept.is_new:
        raise NotPermitted(
            "没有更换：上一次更换还没有收尾。请先打印并封存新密钥的恢复单，"
            "再运行 csdforms archive key retire。"
        )
    place = kept.place
    try:
        key = place.load(new=True)
        if key is None:
            key = ArchiveKey.new()
            place.save(key, new=True)
            if place.load(new=True) != key:
                raise NotPermitted(f"没有更换：{place.named(new=True)} 写入后读不回来。")
    except WrongKey:
        raise NotPermitted(
            f"没有更换：{place.named(new=True)} 不完整或读不了。它还没有启用过，请删去后再试。"
        ) from None
    return key


def rotate(office: Office, key: ArchiveKey, *, actor: str = "", reason: str = "") -> int:
    """Give an archive another key; return how many files' keys were wrapped anew.

    Afterwards the archive is to be opened anew, with this key.

    Args:
        office: the archive's.
        key: the new key, kept already.
        actor: who acts.
        reason: why.

    Raises:
        NotAuthorised: if who acts does not maintain the archive; noted.
        NotPermitted: if the archive is not sealed, has this key already, or the store refuses.
        WrongKey: if it was given another key meanwhile.
    """
    person = office.person(actor)
    office.require(person, "maintain", ACT)
    old = key_id_of(office.store)
    if key.id == old:
        raise NotPermitted("没有更换：这就是档案库现在的密钥。")
    store = office.store
    assert isinstance(store, SealedStore)
    said = {"key_id": key.id, "before": old}
    with office.writing(person) as (_, at):
        files = store.rekey(Act("rekey", person.account, at, "", "", reason, said), key)
    store.compact(Act("compact", person.account, office.moment(), "", "", "更换密钥"))
    return files


def retire(office: Office, kept: Kept, *, actor: str = "") -> None:
    """Give the old key up: the new one takes its place, so that only backups still need it.

    Everybody does so where his own key is; for whoever maintains the archive what was wrapped in
    the old key is blanked once more, lest that was interrupted.

    Args:
        office: the archive's, opened with the new key.
        kept: that key, and where it is.
        actor: who acts.

    Raises:
        NotAuthorised: if who acts is not registered; noted.
        NotPermitted: if no change waits for its end, or the place refuses: both keys are there
            still.
    """
    person = office.person(actor)
    if not kept.is_new:
        raise NotPermitted(
            "没有收尾：这里没有更换下来的旧密钥。"
            if kept.place.load(new=True) is None
            else "没有收尾：新密钥还没有启用，请再运行一次 csdforms archive key rotate。"
        )
    with office.noted("key-retire", person, key_id=kept.key.id):
        if person.may("maintain"):
            office.store.compact(
                Act("compact", person.account, office.moment(), "", "", "更换密钥")
            )
        kept.place.settle()
