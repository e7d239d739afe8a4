"""What the clinic adds to Wagtail's admin, a file for each matter."""

from clinic.wagtail_hooks import brand, readability, register, review

__all__ = ["brand", "readability", "register", "review"]
