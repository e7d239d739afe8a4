"""What the clinic adds to Wagtail's admin, a file for each matter."""

from clinic.wagtail_hooks import brand, readability, references, register, review

__all__ = ["brand", "readability", "references", "register", "review"]
