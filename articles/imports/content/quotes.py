"""Reads quotations, and questions with their answers."""

import re

from articles.imports.content import embeds
from articles.imports.content.body import Body
from articles.imports.content.markup import BLOCK_BOUND
from articles.imports.content.plain import note_losses, plain_line
from articles.imports.content.tree import Comment, Element, Mark, is_blank
from articles.imports.content.words import body_words, plain_text

LONGEST_SOURCE = LONGEST_QUESTION = 200
_POSTED = {"twitter-tweet": "twitter.com", "instagram-media": "instagram.com"}
_SOURCES = frozenset({"cite", "footer"})
# The boxes in which the two common search plugins keep one question.
_QUESTION_BOXES = frozenset({"schema-faq-section", "rank-math-list-item"})
_QUESTIONS = frozenset({"schema-faq-question", "rank-math-question"})


def read_quote(walker, quote: Element) -> None:
    """Read a quotation, with who said it where that comes last."""
    for name in quote.classes:
        if name in _POSTED:
            walker.body.unmapped[f"embed https://{_POSTED[name]}"] += 1
    words = list(quote.children)
    trailing = []
    while words and is_blank(words[-1]):
        trailing.insert(0, words.pop())
    source = []
    if words and isinstance(words[-1], Element) and words[-1].tag in _SOURCES:
        source = [words.pop()]
    if source and not _stands_apart(words, source[0]):
        walker.element(quote)
        return
    walker.part(quote.tag)
    said, who = walker.inner(words), walker.inner(source)
    walker.walk(trailing)
    value = _quote(said, who)
    if value:
        walker.flow.add("quote", value)
        note_losses(who, "a quote")
        walker.body.note(said)
        walker.body.note(who)
    else:
        walker.flow.take(said)
        walker.flow.take(who)
    walker.part(quote.tag)


def _stands_apart(words: list, source: Element) -> bool:
    """Say whether a gap parts who said it from the words before."""
    if source.tag != "cite" or not words:
        return True
    last = words[-1]
    if isinstance(last, str):
        return last[-1:].isspace()
    if isinstance(last, Comment):
        return bool(BLOCK_BOUND.match(last.text))
    return isinstance(last, Element) and last.tag != "cite"


def _quote(said: Body, who: Body) -> dict | None:
    """Return the block's value, None where it could not hold all of it."""
    source = plain_line(who)
    if source is None or len(source) > LONGEST_SOURCE or not said.blocks:
        return None
    # Plain words hold no link, and a list in a quotation is still a list.
    if plain_line(said) is None or any("<a " in value for _kind, value in said.blocks):
        return None
    paragraphs = re.split(r"</p>\n?", "".join(value for _kind, value in said.blocks))
    texts = [_lines(paragraph) for paragraph in paragraphs]
    return {"text": "\n\n".join(filter(None, texts)), "source": source}


def _lines(paragraph: str) -> str:
    lines = re.split(r"<br/>", paragraph)
    return "\n".join(" ".join(plain_text(line).split()) for line in lines).strip()


def read_details(walker, details: Element) -> None:
    """Read what opens by a press into a question that is always in view."""
    nodes = list(details.children)
    head = []
    while nodes and is_blank(nodes[0]):
        head.append(nodes.pop(0))
    summary = []
    if nodes and isinstance(nodes[0], Element) and nodes[0].tag == "summary":
        summary = [nodes.pop(0)]
    walker.part(details.tag)
    walker.walk(head)
    _add_question(walker, walker.inner(summary), walker.inner(nodes))
    walker.part(details.tag)


def _add_question(walker, question: Body, answer: Body) -> None:
    words = _heading_words(question)
    prose = [value for kind, value in answer.blocks if kind == "paragraph"]
    fits = prose and len(prose) == len(answer.blocks)
    if not words or len(words) > LONGEST_QUESTION or not fits:
        walker.flow.take(question)
        walker.flow.take(answer)
        return
    pair = {"question": words, "answer": "\n".join(prose)}
    walker.flow.add("questions", {"questions": [pair]})
    note_losses(question, "a question")
    walker.body.note(question)
    walker.body.note(answer)


def _heading_words(question: Body) -> str | None:
    """Return the words of one paragraph or heading, None for anything else."""
    kinds = {kind for kind, _value in question.blocks}
    if kinds == {"heading"}:
        return " ".join(body_words(question.blocks))
    return plain_line(question)


def read_division(walker, division: Element) -> None:
    """Read a division, which is most often a box and nothing more."""
    if "wp-block-embed__wrapper" in division.classes:
        embeds.read_wrapper(walker, division)
    elif _QUESTION_BOXES & set(division.classes):
        _read_question_box(walker, division)
    else:
        walker.element(division)


def _read_question_box(walker, box: Element) -> None:
    """Read a question that a plugin marks by classes."""
    at = 0
    while at < len(box.children) and is_blank(box.children[at]):
        node = box.children[at]
        if isinstance(node, Mark) and node.begins and _is_question(node):
            break
        at += 1
    if at == len(box.children) or not _is_question(box.children[at]):
        walker.element(box)
        return
    end = at + 1
    if isinstance(box.children[at], Mark):
        end = _end_of_mark(box.children, at)
    walker.part(box.tag)
    walker.walk(box.children[:at])
    question = walker.inner(box.children[at:end])
    _add_question(walker, question, walker.inner(box.children[end:]))
    walker.part(box.tag)


def _is_question(node) -> bool:
    classes = getattr(node, "attributes", {}).get("class", "").split()
    return bool(_QUESTIONS & set(classes))


def _end_of_mark(nodes: list, at: int) -> int:
    for place in range(at + 1, len(nodes)):
        node = nodes[place]
        if isinstance(node, Mark) and node.tag == nodes[at].tag and not node.begins:
            return place + 1
    return len(nodes)
