"""A sealed archive, read by section 12 of archive/README.md: with the key, and nothing of ours."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from archive.customers import Clock, company
from archive.paper import NUMBER
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from csdforms.archive.archive import Archive
from csdforms.archive.sealing.keys import ArchiveKey

ROOT = Path(__file__).parents[3]
SECTION = (ROOT / "archive" / "README.md").read_text("utf-8").split("## 12.")[1]
HEADER_END = re.compile(rb'\},"[0-9a-f]{64}"')
CARD_IN_CLEAR = {
    *("number", "kind", "state", "created_at", "versions", "items", "serials"),
    *("parent", "merged_into", "key", "terms", "sealed"),
}


class Sealed(NamedTuple):
    """A sealed archive on the disk, and its key as it is written."""

    folder: Path
    text: str


@pytest.fixture
def sealed(tmp_path: Path) -> Sealed:
    key = ArchiveKey.new()
    folder = tmp_path / "sealed"
    with Archive.create(folder, actor="zhang", clock=Clock(), key=key) as archive:
        archive.open_file(company(), form="corporate_customer_profile", document=b"one")
        archive.file(NUMBER, "complaint_register_one", {"complaint_no": "TS-1"}, section="3.2")
        archive.revise(NUMBER, company(short_name="屿泊"), reason="改简称")
        archive.show(NUMBER, purpose="回访")
        text = key.text(archive.store.archive)
    return Sealed(folder, text)


def read_key(text: str) -> tuple[bytes, str]:
    """Read a key by the last paragraph of the section."""
    title, archive, *lines = text.splitlines()
    assert title == "csdforms-key 1"
    assert len(lines) == 4
    signs = "".join("".join(line.split())[1:-1] for line in lines)
    both = base64.b32decode(signs)
    key = both[:32]
    parts = b"csdforms key text", archive.encode(), key
    assert both[32:] == hashlib.sha256(b"\0".join(parts)).digest()[:8]
    return key, archive


def opened(key: bytes, sealed: str | bytes, *bound: Any) -> bytes:
    raw = base64.b64decode(sealed) if isinstance(sealed, str) else sealed
    about = json.dumps(bound, ensure_ascii=False, separators=(",", ":")).encode()
    return AESGCM(key).decrypt(raw[:12], raw[12:], about)


def records(journal: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the newest records by table and key, as they stand."""
    found = {}
    for line in journal.read_bytes().splitlines():
        end = HEADER_END.search(line)
        assert end is not None
        header = json.loads(line[1 : end.start() + 1])
        _, _, *payloads = json.loads(line)
        for (table, key, *_), payload in zip(header["changes"], payloads, strict=True):
            found[table, key] = payload["document"]
    return found


def bound_of(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in ("key", "sealed")}


def test_everything_is_read_by_the_text_and_the_key_alone(sealed: Sealed) -> None:
    key, archive = read_key(sealed.text)
    found = records(sealed.folder / "journal.jsonl")
    keys = found["keys", 1]
    assert keys["key_id"] == hashlib.sha256(b"csdforms key id\0" + key).hexdigest()[:16]
    own = opened(key, keys["data"], archive, "keys", "data")
    look_up = opened(key, keys["look_up"], archive, "keys", "look_up")

    kept = found["files", 1]
    assert kept.keys() <= CARD_IN_CLEAR
    of_file = opened(key, kept["key"], archive, "files", NUMBER)

    def document(table: str, number: int) -> Any:
        kept = found[table, number]
        return json.loads(opened(of_file, kept["sealed"], archive, table, number, bound_of(kept)))

    card = document("files", 1)
    assert card["name"] == "上海屿泊包装有限公司"
    assert document("profiles", 2)["data"]["short_name"] == "屿泊"
    assert document("items", 1)["data"] == {"complaint_no": "TS-1"}

    text = b'["files", "uscc"]' + card["uscc"].encode()
    digest = hashlib.blake2b(text, digest_size=12, key=look_up).digest()
    assert base64.b64encode(digest).decode() in kept["terms"]

    profile = document("profiles", 1)
    digest_of_document = profile["document"]
    path = sealed.folder / "documents" / digest_of_document[:2] / f"{digest_of_document}.sealed"
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest_of_document
    assert content.startswith(b"csdforms-sealed 1\n")
    its_key = base64.b64decode(profile["document_key"])
    assert opened(its_key, content[18:], archive, "document") == b"one"

    detail = found["acts", 5]["detail"]
    assert detail["subject"] == NUMBER
    about = archive, "acts", 5, bound_of(detail)
    assert json.loads(opened(of_file, detail["sealed"], *about))["reason"] == "改简称"

    note = records(sealed.folder / "access.jsonl")["acts", 2]["detail"]
    assert note.keys() == {"sealed"}
    said = json.loads(opened(own, note["sealed"], archive, "notes", 0, {}))
    assert (said["purpose"], said["detail"]["person"]) == ("回访", "zhang")


def test_what_is_moved_elsewhere_does_not_open(sealed: Sealed) -> None:
    key, archive = read_key(sealed.text)
    kept = records(sealed.folder / "journal.jsonl")["files", 1]
    with pytest.raises(InvalidTag):
        opened(key, kept["key"], archive, "files", "KH-F-2026-000002-9")


def test_all_that_stays_in_clear_is_named() -> None:
    from csdforms.archive.sealing.sealer import CLEAR

    for half in SECTION.split("\n---\n")[0], SECTION:
        named = set(re.findall(r"`([^`]+)`", half))
        for table, fields in CLEAR.items():
            assert {*fields} <= named
            assert table in {*named, "files", "profiles", "items"}
