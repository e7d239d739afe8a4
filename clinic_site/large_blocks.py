"""Lets large blocks of memory go back to the system as soon as they are free.

A picture is some megabytes for a moment. Once such a block was free, the C library
would take the next ones of that size from its own stock, and keep the stock: tens of
megabytes in each process that ever made a picture.
"""

import ctypes

# A parameter of mallopt(3), and what it is before the first block is free, in bytes.
M_MMAP_THRESHOLD, AT_FIRST = -3, 128 * 1024


def give_back() -> bool:
    """Keep to the size at first; False where the C library has no such setting."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(M_MMAP_THRESHOLD, AT_FIRST))
