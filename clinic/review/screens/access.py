"""Who may enter the screens of the review: editors and medical reviewers."""

from django.core.exceptions import PermissionDenied

from clinic.roles import EDITORS, MEDICAL_REVIEWERS


def takes_part(user) -> bool:
    """Tell whether the person works on texts, so that something could wait for them.

    A superuser sees the screens; what they may answer is asked of their roles alone.
    """
    return user.has_role(EDITORS, MEDICAL_REVIEWERS)


class ForThoseWhoTakePart:
    """A view that refuses everybody else, as Wagtail refuses: with a word about it."""

    def dispatch(self, request, *args, **kwargs):
        if not takes_part(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
