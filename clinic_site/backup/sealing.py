"""How a part of a backup is encrypted: in chunks, so that its size does not matter.

A sealed file is `clinic-backup-1` and a line feed, 32 random bytes, and chunks. Each
chunk is one MiB of the content (the last may be shorter, or empty) under AES-256-GCM.
The key of a file comes from BACKUP_KEY by HKDF-SHA256 with the random bytes as salt and
the names of backup and part as info. The nonce of a chunk is its number in 11 bytes,
big-endian, and one byte that is 1 for the last chunk and 0 for the others. So chunks
cannot be changed, moved, left out or cut off, nor files taken for one another (this is
the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar).
"""

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from clinic.encryption import key_id

MAGIC = b"clinic-backup-1\n"
SALT_BYTES, TAG_BYTES = 32, 16
CHUNK = 1024 * 1024
SHORTEST_KEY = 32


class BackupError(Exception):
    """A backup that cannot be made or read; the text says why and what to do."""


def backup_key() -> str:
    """Return BACKUP_KEY; BackupError when there is none, or a weak one."""
    if len(settings.BACKUP_KEY) < SHORTEST_KEY:
        raise BackupError(
            "BACKUP_KEY is not set, or shorter than 32 characters. Make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(32))", and keep '
            "it away from the backups: docs/backups.md says where."
        )
    return settings.BACKUP_KEY


def backup_key_id() -> str:
    """Return what the key of backups is called by."""
    return key_id(backup_key())


def derived(purpose: str, salt: bytes = b"") -> bytes:
    """Return a key of 32 bytes for one purpose."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=purpose.encode())
    return kdf.derive(backup_key().encode())


class Sealer:
    """Encrypts what is written to it into a file; `close()` seals the end.

    `sha256` and `size` are those of the sealed file.
    """

    def __init__(self, file: BinaryIO, purpose: str, salt: bytes):
        self._file, self._number, self._held = file, 0, bytearray()
        self._cipher = AESGCM(derived(purpose, salt))
        self._sum, self.size = hashlib.sha256(), 0
        self._out(MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Take some of the content."""
        self._held += data
        # The last chunk is known only at the end, so one is always held back.
        while len(self._held) > CHUNK:
            self._chunk(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk: without it the file counts as cut off."""
        self._chunk(bytes(self._held), last=True)
        self._held.clear()

    @property
    def sha256(self) -> str:
        """Return the sum of what was written to the file so far."""
        return self._sum.hexdigest()

    def _chunk(self, content: bytes, *, last: bool) -> None:
        self._out(self._cipher.encrypt(nonce(self._number, last), content, None))
        self._number += 1

    def _out(self, data: bytes) -> None:
        self._file.write(data)
        self._sum.update(data)
        self.size += len(data)


def nonce(number: int, last: bool) -> bytes:
    """Return the nonce of a chunk."""
    return number.to_bytes(11, "big") + bytes([last])


def opened(file: BinaryIO, purpose: str, name: str) -> Iterator[bytes]:
    """Give the content of a sealed file, each chunk once it has proved genuine.

    BackupError, with `name` in it, where it is not what was sealed under this key.
    """
    head = file.read(len(MAGIC) + SALT_BYTES)
    if len(head) < len(MAGIC) + SALT_BYTES or not head.startswith(MAGIC):
        raise BackupError(f"{name} is no part of a backup.")
    cipher = AESGCM(derived(purpose, head[len(MAGIC) :]))
    number, sealed = 0, file.read(CHUNK + TAG_BYTES)
    while True:
        following = file.read(CHUNK + TAG_BYTES)
        try:
            yield cipher.decrypt(nonce(number, not following), sealed, None)
        except (InvalidTag, ValueError):
            raise BackupError(
                f"{name} is damaged or cut off (at chunk {number + 1})."
            ) from None
        if not following:
            return
        number, sealed = number + 1, following


class Content(io.RawIOBase):
    """The content of a sealed file, to be read like any file from its start."""

    def __init__(self, chunks: Iterator[bytes]):
        super().__init__()
        self._chunks, self._left = chunks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._left:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._left = memoryview(following)
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken
