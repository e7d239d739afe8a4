"""Keys of a demo or development site: made once, kept in `var/keys.json`."""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def local_keys(path: Path) -> dict[str, str]:
    """Return the keys stored at `path`, making them on the first call.

    Two processes that start at once agree: the file is linked into place, so the
    first one wins and the other reads what it wrote.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(
            json.dumps(
                {
                    "SECRET_KEY": secrets.token_urlsafe(50),
                    "FIELD_ENCRYPTION_KEY": Fernet.generate_key().decode(),
                    "LOOKUP_KEY": secrets.token_urlsafe(32),
                    "AUDIT_KEY": secrets.token_urlsafe(32),
                },
                indent=2,
            )
        )
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return json.loads(path.read_text())
