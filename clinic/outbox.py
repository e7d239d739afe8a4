"""Who turns an outbox row into a message: builders, registered by the apps."""

from collections.abc import Callable

from django.core.mail import EmailMessage

Builder = Callable[["OutboxMessage"], EmailMessage | None]  # noqa: F821

_builders: dict[str, Builder] = {}


def register_builder(kind: str, builder: Builder) -> None:
    """Let `builder` write the messages of one kind; None from it means: not wanted."""
    _builders[kind] = builder


def builder_for(kind: str) -> Builder:
    """Return the builder of a kind; KeyError names a kind that no app registered."""
    return _builders[kind]
