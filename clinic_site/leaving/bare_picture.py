"""Whether a picture's file holds its pixels and nothing else.

Pictures of this site were drawn anew when they came in. Drawn once more, a JPEG would
lose a little and be another file; so one that has nothing beside its pixels stays.
"""

import struct

# What a JPEG needs: frame, tables, scans, the two segments on how colors are meant.
JPEG_NEEDS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA, 0xE0, 0xE2, 0xEE}
JPEG_BEGINS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
PNG_NEEDS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"),
    *(b"iCCP", b"pHYs", b"bKGD", b"sBIT", b"acTL", b"fcTL", b"fdAT"),
}
WEBP_NEEDS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
PNG_SIGN = b"\x89PNG\r\n\x1a\n"


def is_bare(data: bytes) -> bool:
    """Say whether a file is a JPEG, PNG or WebP without anything beside its pixels."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _is_bare_jpeg(data)
        if data.startswith(PNG_SIGN):
            return _is_bare_png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _is_bare_webp(data)
    except (struct.error, IndexError):
        return False
    return False


def _is_bare_jpeg(data: bytes) -> bool:
    at = 2
    while True:
        if data[at] != 0xFF:
            return False
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2 == len(data)
        if marker not in JPEG_NEEDS:
            return False
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        begins = JPEG_BEGINS.get(marker, b"")
        if length < 2 or not data[at + 4 : at + 2 + length].startswith(begins):
            return False
        at += 2 + length
        if marker == 0xDA:
            at = _after_scan(data, at)


def _after_scan(data: bytes, at: int) -> int:
    """Return where the pixels of a scan end: at a marker that is no part of them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise IndexError("a scan that never ends")
        if data[at + 1] and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _is_bare_png(data: bytes) -> bool:
    at, kind = len(PNG_SIGN), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in PNG_NEEDS:
            return False
        at += 12 + length
    return at == len(data)


def _is_bare_webp(data: bytes) -> bool:
    (length,) = struct.unpack("<I", data[4:8])
    at = 12
    while at < len(data):
        kind, size = struct.unpack("<4sI", data[at : at + 8])
        if kind not in WEBP_NEEDS:
            return False
        at += 8 + size + size % 2
    return at == len(data) == length + 8
