"""Files that others read while they are written: they see the old or the new one."""

import os
import tempfile
from pathlib import Path


def write_whole(target: Path, text: str) -> None:
    """Put a file that everybody may read in the place of an older one, at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=target.parent, delete=False
    ) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)
