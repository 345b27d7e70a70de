"""Sealing: AES-256-GCM, with what a sealed thing is and where it belongs bound to it.

Every sealing has a random nonce of its own in front. The data bound to it are not in it: who opens
it says where he found it, and what was moved from elsewhere does not open. Keys are wrapped in the
same way; AES key wrap (RFC 3394) would do without a nonce, but could not tell whose key it is.
"""

from __future__ import annotations

import binascii
import functools
import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["KEY_SIZE", "BrokenSeal", "about", "new_key", "open_text", "opened", "seal", "seal_text"]

#: Bytes of every key.
KEY_SIZE = 32

_NONCE = 12  # bytes
_TAG = 16

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class BrokenSeal(Exception):
    """It was sealed with another key, is not what was sealed, or does not belong here."""


def new_key() -> bytes:
    """Return a new key."""
    return os.urandom(KEY_SIZE)


def about(*facts: Any) -> bytes:
    """Return what is bound to a sealing: JSON values that say what it is and where it belongs."""
    return _json(facts).encode("utf-8", "surrogatepass")


def seal(key: bytes, bound: bytes, content: bytes) -> bytes:
    """Seal bytes."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, content, bound)


def opened(key: bytes, bound: bytes, sealed: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        BrokenSeal: if the key, what is bound to it, or the sealed bytes are others.
    """
    from cryptography.exceptions import InvalidTag

    if len(sealed) < _NONCE + _TAG:
        raise BrokenSeal
    try:
        return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except InvalidTag:
        raise BrokenSeal from None


def seal_text(key: bytes, bound: bytes, content: bytes) -> str:
    """Seal bytes into text, base64."""
    return binascii.b2a_base64(seal(key, bound, content), newline=False).decode()


def open_text(key: bytes, bound: bytes, sealed: object) -> bytes:
    """Return what was sealed into text; errors as :func:`opened`, whatever is given."""
    try:
        raw = binascii.a2b_base64(str(sealed), strict_mode=True)
    except ValueError:
        raise BrokenSeal from None
    return opened(key, bound, raw)


@functools.lru_cache(maxsize=1000)
def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
