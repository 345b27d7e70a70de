"""Bringing the key of an archive back from paper, and moving it from one place to another.

None of this needs the key to open the archive: its id stands in clear in the archive.
"""

from __future__ import annotations

import os
from pathlib import Path

from csdforms.archive.places import as_kept
from csdforms.archive.sealing.data_keys import KEYS
from csdforms.archive.sealing.key_places import (
    VARIABLE,
    FilePlace,
    Kept,
    KeyPlace,
    RingPlace,
    kept_key,
)
from csdforms.archive.sealing.key_text import TITLE
from csdforms.archive.sealing.keys import ArchiveKey, key_path, read_key
from csdforms.archive.store import Store
from csdforms.errors import NotPermitted, WrongKey

__all__ = ["key_id_of", "move_key", "present_key", "restore_key"]


def key_id_of(store: Store) -> str:
    """Return the id of the key that an archive has now; that needs no key.

    Raises:
        NotPermitted: if it is not sealed.
    """
    record = as_kept(store).get(KEYS, 1)
    if record is None:
        raise NotPermitted("没有办理：这个档案库没有加密，没有密钥。")
    return str(record["key_id"])


def present_key(store: Store, place: Path | str) -> Kept:
    """Return the key that an archive has now, and where it is kept.

    Args:
        store: the archive; its key is not needed.
        place: where it lies.

    Raises:
        NotPermitted: if the archive is not sealed.
        WrongKey: if its key is not found, or another one.
    """
    kept = kept_key(store.archive, place, key_id_of(store))
    _require_present(kept.key, store, place)
    return kept


def restore_key(store: Store, place: Path | str, text: str, source: str = "密钥") -> Kept:
    """Keep a key that was typed from paper, or comes from a file, as the user's own key file.

    Beside another key that is there it is kept as the new one (:mod:`.rotation`).

    Args:
        store: the archive; its key is not needed.
        place: where it lies.
        text: what :meth:`.keys.ArchiveKey.text` gave; title and identity may be left out.
        source: what errors call it.

    Raises:
        UnreadableInput: if anything in the text is wrong; says in which line.
        WrongKey: if it is another archive's key, or not its present one.
        NotPermitted: if the archive is not sealed, or the key cannot be saved.
    """
    archive = store.archive
    if TITLE.partition("-")[0] not in text.lower():
        text = f"{TITLE}\n{archive}\n{text}"
    key, owner = read_key(text, source)
    if owner != archive:
        raise WrongKey(place, f"{source} 是另一个档案库（{owner}）的密钥。")
    _require_present(key, store, place)
    named = os.environ.get(VARIABLE)
    where = FilePlace(archive, place, Path(named) if named else key_path(archive))
    try:
        is_new = where.load() not in (None, key)
        if where.load(new=is_new) != key:
            where.save(key, new=is_new)
    except WrongKey as problem:
        raise NotPermitted(
            f"没有恢复：原来的密钥文件用不了，请先把它改名或移走。{problem}"
        ) from None
    return Kept(key, where, is_new)


def move_key(store: Store, place: Path | str, *, into_keyring: bool) -> Kept:
    """Move the user's key into the keyring, or from there into his key file.

    It is taken from the old place only when the new one gives it back. Done again after it was
    interrupted, it is brought to its end.

    Args:
        store: the archive; its key is not needed.
        place: where it lies.
        into_keyring: into the keyring; else into the key file.

    Raises:
        WrongKey: if there is no key that fits.
        NotPermitted: if a change of the key is not finished, the environment names the key file,
            or the new place refuses; the key is still where it was.
    """
    if os.environ.get(VARIABLE):
        raise NotPermitted(
            f"没有移动：环境变量 {VARIABLE} 指明了密钥文件。请先取消这个变量，"
            "再用 csdforms archive key restore --from 那个文件 存放密钥。"
        )
    kept = present_key(store, place)
    if kept.is_new or kept.place.load(new=True) is not None:
        raise NotPermitted("没有移动：密钥的更换还没有收尾，请先运行 csdforms archive key retire。")
    archive = store.archive
    places: tuple[KeyPlace, KeyPlace] = (
        FilePlace(archive, place, key_path(archive)),
        RingPlace(archive, place),
    )
    source, target = places if into_keyring else places[::-1]
    if target.load() != kept.key:
        target.save(kept.key)
        if target.load() != kept.key:
            raise NotPermitted(f"没有移动：{target.named()} 写入后读不回来，密钥还在原处。")
    if source.load() == kept.key:
        source.remove()
    return Kept(kept.key, target)


def _require_present(key: ArchiveKey, store: Store, place: Path | str) -> None:
    """Let only the key pass that the archive has now."""
    key_id = key_id_of(store)
    if key.id != key_id:
        raise WrongKey(
            place,
            f"档案库现在的密钥编号是 {key_id}，这一把是 {key.id}。请找编号相同的恢复单；"
            "旧密钥只用于更换前的备份。",
        )
