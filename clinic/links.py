"""Links in text to pages of this site, written only where they lead somewhere."""

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from clinic.models import TakenDown


class LivePageLinkHandler(PageLinkHandler):
    """A link to a page that readers can reach; its words alone where there is none.

    A page taken down is linked again as soon as its address leads on.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tag for each link, in two queries at most."""
        pages = cls.get_many(attrs_list)
        down = [page.pk for page in pages if page and not page.live]
        led_on = set()
        if down:
            records = TakenDown.objects.filter(page_id__in=down, target__live=True)
            led_on = set(records.values_list("page_id", flat=True))
        return [cls._tag(page, led_on) for page in pages]

    @staticmethod
    def _tag(page: Page | None, led_on: set[int]) -> str:
        url = page.localized.url if page and (page.live or page.pk in led_on) else None
        return f'<a href="{escape(url)}">' if url else "<a>"
