"""What is different for a reader between two versions of a page, in words."""

from dataclasses import dataclass, field, replace

from clinic.review import markup
from clinic.review.pieces import Part, Piece, parts_of
from clinic.review.words import INSERTED, REMOVED, SAME, Segment, compared, moves

CHANGED, ADDED = "changed", "added"
# Two paragraphs that share fewer of their words are no longer the same paragraph.
ALIKE = 0.3


@dataclass(frozen=True)
class PieceChange:
    """A piece, the present one where there is one, and what became of its words."""

    piece: Piece
    state: str
    segments: list[Segment]
    marks_gone: list[str] = field(default_factory=list)
    marks_come: list[str] = field(default_factory=list)
    picture_gone: int | None = None


@dataclass(frozen=True)
class PartChange:
    """A field or block, what became of it, and of each of its pieces."""

    part: Part
    state: str
    pieces: list[PieceChange]
    is_moved: bool = False

    @property
    def is_same(self) -> bool:
        """Tell whether a reader sees this part as before."""
        return self.state == SAME and not self.is_moved


def difference(before, after) -> list[PartChange]:
    """Return every part of `after` and what was different in `before`.

    `before` is None for what was never there to compare with: nothing is marked then.
    """
    new = parts_of(after)
    if before is None:
        return [_whole(part, SAME) for part in new if part.pieces]
    old = _renamed(parts_of(before), new)
    old_by_key = {part.key: part for part in old}
    kept = old_by_key.keys() & {part.key for part in new}
    found: list[PartChange] = []
    for move in moves([part.key for part in old], [part.key for part in new]):
        if move.tag != "equal":
            gone = [part for part in old[move.i1 : move.i2] if part.key not in kept]
            found += [_whole(part, REMOVED) for part in gone]
        for part in new[move.j1 : move.j2]:
            if part.key in kept:
                is_moved = move.tag != "equal"
                found.append(_compare(old_by_key[part.key], part, is_moved=is_moved))
            else:
                found.append(_whole(part, ADDED))
    return [change for change in found if change.pieces]


def _renamed(old: list[Part], new: list[Part]) -> list[Part]:
    """Let parts that were given another id, and nothing else, be the same parts."""
    known, taken = {part.key for part in new}, {part.key for part in old}
    strays: dict[tuple, list[str]] = {}
    for part in new:
        if part.key not in taken:
            strays.setdefault(part.signature, []).append(part.key)
    found = []
    for part in old:
        same = strays.get(part.signature) if part.key not in known else None
        found.append(replace(part, key=same.pop(0)) if same else part)
    return found


def _whole(part: Part, state: str) -> PartChange:
    pieces = [_alone(piece, state) for piece in part.pieces]
    return PartChange(part, state, pieces)


def _alone(piece: Piece, state: str) -> PieceChange:
    op = {ADDED: INSERTED}.get(state, state)
    gone = piece.picture if state == REMOVED else None
    return PieceChange(piece, state, [Segment(op, piece.words)], picture_gone=gone)


def _compare(old: Part, new: Part, *, is_moved: bool) -> PartChange:
    if old.signature == new.signature:
        same = [_alone(piece, SAME) for piece in new.pieces]
        return PartChange(new, SAME, same, is_moved)
    slots = dict.fromkeys(piece.slot for piece in [*new.pieces, *old.pieces])
    changes: list[PieceChange] = []
    for slot in slots:
        changes += _in_slot(
            [piece for piece in old.pieces if piece.slot == slot],
            [piece for piece in new.pieces if piece.slot == slot],
        )
    state = SAME if all(c.state == SAME for c in changes) else CHANGED
    # A field that was empty before, or is now, was not changed but filled or emptied.
    if changes and state == CHANGED and new.kind == "field":
        state = ADDED if not old.pieces else REMOVED if not new.pieces else CHANGED
    return PartChange(new, state, changes, is_moved)


def _in_slot(old: list[Piece], new: list[Piece]) -> list[PieceChange]:
    found: list[PieceChange] = []
    for move in moves([p.seen for p in old], [p.seen for p in new]):
        before, after = old[move.i1 : move.i2], new[move.j1 : move.j2]
        if move.tag == "equal":
            found += [_alone(piece, SAME) for piece in after]
        elif move.tag == "replace":
            found += _pairs(before, after)
        else:
            found += [_alone(piece, REMOVED) for piece in before]
            found += [_alone(piece, ADDED) for piece in after]
    return found


def _pairs(old: list[Piece], new: list[Piece]) -> list[PieceChange]:
    """Match what reads alike; with one on each side there is nothing to choose."""
    if len(old) == len(new) == 1:
        return [_both(old[0], new[0])]
    found, rest = [], list(old)
    for piece in new:
        like = next((n for n, other in enumerate(rest) if _alike(other, piece)), None)
        if like is None:
            found.append(_alone(piece, ADDED))
            continue
        found += [_alone(other, REMOVED) for other in rest[:like]]
        found.append(_both(rest[like], piece))
        rest = rest[like + 1 :]
    return found + [_alone(other, REMOVED) for other in rest]


def _alike(one: Piece, other: Piece) -> bool:
    words, others = set(one.words.split()), set(other.words.split())
    return len(words & others) >= ALIKE * max(len(words), len(others), 1)


def _both(old: Piece, new: Piece) -> PieceChange:
    before, after = markup.marks(old.markup), markup.marks(new.markup)
    return PieceChange(
        new,
        CHANGED,
        compared(old.words, new.words),
        marks_gone=[mark for mark in before if mark not in after],
        marks_come=[mark for mark in after if mark not in before],
        picture_gone=old.picture if old.picture != new.picture else None,
    )
