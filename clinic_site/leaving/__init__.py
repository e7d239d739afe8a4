"""The site's public contents as files that any other system can read, and back.

Nothing here names a row by its number: a page by its translation key, a picture by
the digest of its file, a reference by its own key. Requests are no part of it.
"""
