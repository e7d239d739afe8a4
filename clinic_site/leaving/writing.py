"""Writes the export: reads the whole site once and changes nothing in it."""

import posixpath
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from clinic.models import BasePage, ClinicSettings
from clinic_site.leaving import addresses, entries, html, media, pages
from clinic_site.leaving.folder import Writer, new_export
from clinic_site.leaving.keys import READ, Keys
from clinic_site.leaving.markdown import to_markdown
from clinic_site.leaving.readme import TEXT

# As many bytes as a part of an address may have as the name of a folder.
LONGEST_NAME = 80


@dataclass
class Told:
    """What an export holds, counted, and what it could not hold."""

    counts: dict[str, int] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


def export_site(target: Path) -> Told:
    """Write everything public, and its drafts, into a folder; ExportRefused if taken.

    The database is read in one transaction, so that no page of one moment links to
    one of another.
    """
    with new_export(target) as writer, transaction.atomic():
        return _Export(writer).write()


class _Export:
    def __init__(self, writer: Writer):
        self.writer = writer
        self.keys = Keys()
        self.told = Told()
        self.about: dict[tuple[str, str], dict] = {}
        self.files: dict[tuple[str, str], str] = {}
        self.folders: dict[str, str] = {}
        self.taken: set[str] = set()
        self.places: list[dict] = []
        self.menu: list[str] = []

    def write(self) -> Told:
        self.keys.add_named()
        self.keys.add_pages()
        for kind in media.FILES:
            self.told.gone += media.add_media(self.keys, kind)
        self._entries(entries.KINDS)
        self._media()
        self._pages()
        self._entries(entries.SETTINGS)
        self.writer.json(entries.WORDINGS, entries.wordings())
        self.writer.json(addresses.REDIRECTS, addresses.redirects(self.keys))
        self.writer.json(addresses.TAKEN_DOWN, addresses.taken_down(self.keys))
        self.writer.text("README.md", TEXT)
        self.writer.finish(
            {
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "made_by": settings.BUILD_VERSION,
                "counts": self.told.counts,
            }
        )
        return self.told

    def _entries(self, kinds) -> None:
        for kind in kinds:
            said = [
                entries.entry(row, name, self.keys)
                for row, name in entries.rows_of(kind)
            ]
            self.writer.json(kind.file, said)
            self.told.counts[kind.file] = len(said)
            for row, one in zip(entries.rows_of(kind), said, strict=True):
                self._remember_entry(kind, row[0], one)

    def _remember_entry(self, kind, row, said: dict) -> None:
        if kind.kind:
            agreed = said.get("information", {}).get("agreed_at") is not None
            title = said["says"].get("title") or said["name"]
            link = getattr(row, "link", "")
            about = {**said["says"], "title": title, "link": link, "agreed": agreed}
            self.about[kind.kind, said["name"]] = about

    def _media(self) -> None:
        for kind, folder in media.FILES.items():
            listed = []
            for row, name in media.rows_of(kind, self.keys):
                said = media.told_of(kind, row, name)
                with row.file.storage.open(row.file.name) as file:
                    self.writer.chunks(said["file"], iter(lambda: file.read(READ), b""))
                listed.append(said)
                self.about[kind, name] = said
                self.files[kind, name] = said["file"]
            self.writer.json(f"{folder}.json", listed)
            self.told.counts[folder] = len(listed)
        self.writer.json("collections.json", media.collections())

    def _pages(self) -> None:
        # Once to know where each will lie, since any may point at any.
        for page in pages.pages_to_tell():
            place = pages.outline(page, self.keys)
            folder = self._folder(page, place)
            self.folders[place["key"]] = folder
            self.places.append(place | {"file": f"{folder}/page.json"})
            if page.show_in_menus and page.live:
                self.menu.append(place["key"])
            about = {"title": page.title, "summary": page.summary}
            self.about["page", place["key"]] = about
        drafts = 0
        for page in pages.pages_to_tell():
            said = pages.record(page, self.keys)
            self._write_page(page, said)
            drafts += said["draft"] is not None
        self.writer.json("site.json", self._site())
        self.told.counts["pages"] = len(self.places)
        self.told.counts["newer drafts"] = drafts

    def _folder(self, page: BasePage, place: dict) -> str:
        """Return where a page's files lie: at its address, below `pages/`."""
        if place["parent"] in self.folders:
            above, slug = self.folders[place["parent"]], page.slug
        else:
            above, slug = "pages", place["key"] if self.taken else ""
        name = slug.encode()[:LONGEST_NAME].decode(errors="ignore")
        folder = f"{above}/{name}".rstrip("/")
        # Some disks know no difference between Sleep and sleep.
        if name != slug or folder.casefold() in self.taken:
            folder += f"-{place['key'].replace('.', '-')}"
        self.taken.add(folder.casefold())
        return folder

    def _write_page(self, page: BasePage, said: dict) -> None:
        folder = self.folders[said["key"]]
        self.writer.json(f"{folder}/page.json", said)
        state = said["state"]
        self._readable(page, said, said["text"], f"{folder}/page", state)
        if said["draft"]:
            draft = _("draft of a page that is %(state)s") % {"state": state}
            self._readable(page, said, said["draft"], f"{folder}/draft", draft)

    def _readable(self, page, said: dict, text: dict, name: str, state: str) -> None:
        marked = "" if state == pages.LIVE else _marked(state)
        for ending in ("html", "md"):
            shown = self._shown(posixpath.dirname(name), ending)
            if ending == "html":
                document = html.page_html(
                    type(page), text, shown, marked=marked, language=said["language"]
                )
            else:
                words = {
                    "topics": self._titles("topic", text.get("topics") or []),
                    "references": [
                        source["reference"]["reference"]
                        for source in text.get("sources") or []
                        if source["reference"]
                    ],
                }
                head = pages.front_matter(said, text, state=state, words=words)
                note = f"\n**{marked}**\n" if marked else ""
                article = html.article_html(type(page), text, shown)
                document = f"{head}{note}\n{to_markdown(article)}"
            self.writer.text(f"{name}.{ending}", document)

    def _titles(self, kind: str, names: list[str]) -> list[str]:
        return [self.about.get((kind, name), {}).get("title", name) for name in names]

    def _shown(self, folder: str, ending: str) -> html.Shown:
        def link(kind: str, name: str) -> str:
            if kind == "page" and name in self.folders:
                file = f"{self.folders[name]}/page.{ending}"
            else:
                file = self.files.get((kind, name), "")
            return file and posixpath.relpath(file, folder)

        return html.Shown(
            link=link,
            about=lambda kind, name: self.about.get((kind, name), {}),
            clinic=self._clinic,
            form_url=f"{settings.SITE_URL}/request-a-consultation/",
        )

    @property
    def _clinic(self) -> dict:
        record = ClinicSettings.objects.first() or ClinicSettings()
        return {
            "phone": record.phone_display,
            "off_label_statement": record.off_label_statement,
            "disclaimer": record.disclaimer,
        }

    def _site(self) -> dict:
        site = Site.objects.filter(is_default_site=True).first()
        return {
            "name": site.site_name if site else "",
            "address": settings.SITE_URL,
            "home": site and self.keys.name("page", site.root_page_id),
            "language": settings.LANGUAGE_CODE,
            "menu": self.menu,
            "pages": self.places,
        }


def _marked(state: str) -> str:
    if state == pages.DOWN:
        return _("This page was taken down: readers do not see it.")
    return _("This is a draft: readers have not seen it.")
