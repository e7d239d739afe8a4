class ImportRefused(Exception):
    """The import cannot go on; the text says why, for people."""
