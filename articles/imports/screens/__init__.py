"""The *Import* screen of Wagtail's admin: upload, progress, report, undo."""
