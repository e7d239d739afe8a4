"""The two people who vouch for what an import publishes."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from articles.imports.refused import ImportRefused
from clinic.review.authors import is_reviewer
from clinic.roles import EDITORS


@dataclass(frozen=True)
class Approvers:
    """Two different people, the second a medical reviewer."""

    editor: object
    reviewer: object


def add_arguments(parser, *, publishes: str) -> None:
    """Let a command take the two people; `publishes` says what it publishes."""
    parser.add_argument(
        "--publish", action="store_true", help=f"{publishes}; needs both people below"
    )
    parser.add_argument("--by", metavar="EDITOR", help="username of the editor")
    parser.add_argument(
        "--reviewed-by",
        metavar="REVIEWER",
        help="username of the medical reviewer, somebody else",
    )


def given(
    *, publish: bool, by: str | None, reviewed_by: str | None
) -> Approvers | None:
    """Return the two people that a command was given, or None to publish nothing.

    Raises ImportRefused where one is missing, or for the reasons of `find_approvers`.
    """
    if publish != bool(by and reviewed_by) or bool(by) != bool(reviewed_by):
        raise ImportRefused(
            _("Publishing takes --publish, --by EDITOR and --reviewed-by REVIEWER.")
        )
    return find_approvers(by, reviewed_by) if publish else None


def find_approvers(editor: str, reviewer: str) -> Approvers:
    """Return the two people behind these usernames.

    Raises ImportRefused where they are one person, or hold no role for it.
    """
    if editor == reviewer:
        raise ImportRefused(
            _("Two different people must agree to publish; “%(name)s” is one.")
            % {"name": editor}
        )
    people = Approvers(_person(editor), _person(reviewer))
    if not people.editor.has_role(EDITORS):
        raise ImportRefused(_("“%(name)s” is not an editor.") % {"name": editor})
    if not is_reviewer(people.reviewer):
        raise ImportRefused(
            _("“%(name)s” is not a medical reviewer.") % {"name": reviewer}
        )
    return people


def _person(username: str):
    person = get_user_model().objects.filter(username=username, is_active=True).first()
    if not person:
        raise ImportRefused(
            _("There is no active account “%(name)s”.") % {"name": username}
        )
    return person
