"""Counts the words of a Word document apart from the library that reads it."""

from collections import Counter

from defusedxml.ElementTree import fromstring

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXTS = {f"{_W}t", f"{_M}t"}
_GAPS = {f"{_W}{name}" for name in ("p", "br", "cr", "tab", "tc")}
# What somebody took out again, while Word kept track of changes.
_TAKEN_OUT = {f"{_W}del", f"{_W}moveFrom"}
_WRITTEN = {f"{_W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}


def lost_words(xml: bytes, kept: str) -> list[str]:
    """Return the words of a document's main part that `kept` lacks."""
    text = _text(xml)
    if "".join(text.split()) == "".join(kept.split()):
        return []
    return list((Counter(text.split()) - Counter(kept.split())).elements())


def _text(xml: bytes) -> str:
    parts: list[str] = []
    todo = [fromstring(xml, forbid_dtd=True)]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag
        if tag in _TEXTS:
            parts.append(node.text or "")
        if tag in _TAKEN_OUT:
            continue
        parts.append(_WRITTEN.get(tag, ""))
        children = list(node)
        if tag == f"{_MC}AlternateContent":
            # The same twice, for programs that know more and those that know less.
            simple = [child for child in children if child.tag == f"{_MC}Fallback"]
            children = simple or children
        if tag in _GAPS:
            parts.append(" ")
            todo.append(" ")
        todo += reversed(children)
    return "".join(parts)
