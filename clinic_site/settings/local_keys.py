"""Keys of a demo or development site: made once, kept in `var/keys.json`."""

import fcntl
import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def local_keys(path: Path) -> dict[str, str]:
    """Return the keys stored at `path`, making those that are not there yet.

    Two processes that start at once agree: one waits, and reads what the other wrote.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        stored = json.loads(path.read_text()) if path.exists() else {}
        keys = _fresh() | stored
        if keys != stored:
            new = path.with_name(f"{path.name}.{os.getpid()}")
            new.touch(mode=0o600)
            new.write_text(json.dumps(keys, indent=2))
            new.replace(path)
    return keys


def _fresh() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "LOOKUP_KEY": secrets.token_urlsafe(32),
        "AUDIT_KEY": secrets.token_urlsafe(32),
        "BACKUP_KEY": secrets.token_urlsafe(32),
    }
