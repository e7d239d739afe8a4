"""Backups: the database and the media, sealed under a key of their own.

`taking` writes one, `restoring` reads it back, `keeping` says how long it stays.
"""
