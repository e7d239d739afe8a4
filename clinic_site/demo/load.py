"""Turns the demo's words and drawings into pages, accounts and approvals."""

from datetime import date, time

from wagtail.models import Page, Site

from articles.models import (
    ArticleIndexPage,
    ArticlePage,
    ArticleSource,
    RelatedArticle,
    Topic,
)
from clinic.models import (
    ClinicSettings,
    GlossaryTerm,
    Holiday,
    HomePage,
    LocationIndexPage,
    LocationPage,
    PersonIndexPage,
    PersonPage,
    Price,
    Reference,
    ServiceIndexPage,
    ServicePage,
    ServiceSource,
    StandardPage,
    WeeklyHours,
)
from clinic.search_index import rebuild
from clinic_site import statistics
from clinic_site.demo.articles import ARTICLES, TOPICS
from clinic_site.demo.builder import Builder, months_ago
from clinic_site.demo.glossary import GLOSSARY
from clinic_site.demo.people import PEOPLE
from clinic_site.demo.pictures import NAMES
from clinic_site.demo.practice import (
    CLINIC,
    HOLIDAYS,
    HOME,
    HOURS,
    LOCATION,
    PLAIN_PAGES,
    PRICES,
)
from clinic_site.demo.services import SERVICES


class Demo(Builder):
    """One run of the loader."""

    def load(self) -> int:
        """Load everything that is missing and return how many pages were made."""
        self.load_users()
        self.load_references()
        self.load_glossary()
        self.load_prices()
        home = self.load_home()
        self.load_services(home)
        self.load_articles(home)
        self.load_people(home)
        self.load_location(home)
        plain = self.load_plain_pages(home)
        self.load_clinic(plain)
        rebuild()
        statistics.gather()
        return self.made

    def load_glossary(self):
        """Store the words that readers may not know, agreed on by two people."""
        for data in GLOSSARY:
            term, is_new = GlossaryTerm.objects.get_or_create(
                slug=data["slug"], defaults=data
            )
            if is_new:
                self.agree(term)

    def load_prices(self):
        """Store the list of prices, agreed on by two people."""
        for data in PRICES:
            price, is_new = Price.objects.get_or_create(
                name=data["name"], defaults=data
            )
            if is_new:
                self.agree(price)

    def load_home(self) -> HomePage:
        """Make the home page, in place of the one that Wagtail brings along."""
        home = HomePage.objects.first()
        if home:
            return home
        root = Page.objects.get(depth=1)
        root.get_children().filter(slug="home").update(slug="home-of-wagtail")
        home = HomePage(
            title=CLINIC["clinic_name"],
            slug="home",
            summary=HOME["hero_text"],
            search_description=HOME["search_description"],
            hero_title=HOME["hero_title"],
            hero_text=HOME["hero_text"],
            services_text=HOME["intro"],
            share_image=self.picture(HOME["picture"]),
            steps=[("step", step) for step in HOME["steps"]],
        )
        self.publish(root, home, reviewed_on=months_ago(1))
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            site = Site(hostname="localhost", is_default_site=True)
        site.root_page = home
        site.site_name = CLINIC["clinic_name"]
        site.save()
        Page.objects.filter(slug="home-of-wagtail", depth=2).first().delete()
        return home

    def index(self, home, model, *, title, slug, summary, description):
        """Return one of the home page's lists, making it when it is not there."""
        page = model.objects.first()
        if page is None:
            page = model(
                title=title,
                slug=slug,
                summary=summary,
                search_description=description,
                show_in_menus=True,
            )
            self.publish(home, page)
        return page

    def load_services(self, home):
        """Make the services with their references."""
        index = self.index(
            home,
            ServiceIndexPage,
            title="Our services",
            slug="services",
            summary="What we offer, what is known about it, and what it costs.",
            description=(
                "Ketamine infusions for depression, anxiety, PTSD, OCD and lasting "
                "pain, an off-label use: how each goes and what is known."
            ),
        )
        for data in SERVICES:
            if ServicePage.objects.filter(slug=data["slug"]).exists():
                continue
            page = ServicePage(
                title=data["title"],
                slug=data["slug"],
                summary=data["summary"],
                search_description=data["search_description"],
                illustration=data["illustration"],
                duration=data["duration"],
                price_note=data["price_note"],
                share_image=self.picture(data["picture"]),
                body=self.body(data["body"]),
            )
            page.sources = [
                ServiceSource(
                    reference=Reference.objects.get(key=key), sort_order=place
                )
                for place, key in enumerate(data["references"])
            ]
            self.publish(index, page, reviewed_on=months_ago(1))

    def load_articles(self, home):
        """Make topics and articles, and what to read after each."""
        index = self.index(
            home,
            ArticleIndexPage,
            title="Articles",
            slug="articles",
            summary="What is known, what is not, and what it means for you.",
            description=(
                "Plain articles on ketamine infusions, each reviewed by a clinician "
                "and with its sources: effect, risks, visits, cost."
            ),
        )
        for topic in TOPICS:
            Topic.objects.get_or_create(slug=topic["slug"], defaults=topic)
        fresh = [
            data
            for data in ARTICLES
            if not ArticlePage.objects.filter(slug=data["slug"]).exists()
        ]
        for data in fresh:
            page = ArticlePage(
                title=data["title"],
                slug=data["slug"],
                summary=data["summary"],
                search_description=data["search_description"],
                share_image=self.picture(data["picture"]),
                key_points=[("point", point) for point in data["key_points"]],
                body=self.body(data["body"]),
            )
            page.topics = Topic.objects.filter(slug__in=data["topics"])
            page.sources = [
                ArticleSource(
                    reference=Reference.objects.get(key=key), sort_order=place
                )
                for place, key in enumerate(data["references"])
            ]
            self.publish(
                index,
                page,
                published_on=data["published_on"],
                reviewed_on=data["reviewed_on"],
            )
        for data in fresh:
            self.relate(data["slug"], data["related"])

    def relate(self, slug: str, related: list[str]):
        """Put articles beside another, which readers see but nobody reviews."""
        page = ArticlePage.objects.get(slug=slug)
        page.related_links = [
            RelatedArticle(article=ArticlePage.objects.get(slug=other))
            for other in related
        ]
        self.publish_revision(page, page.last_published_at)

    def load_people(self, home):
        """Make the people; who reviews is linked to an account."""
        index = self.index(
            home,
            PersonIndexPage,
            title="People",
            slug="people",
            summary="Who you meet, what they trained for and what they do here.",
            description="Our clinicians and intake team: who they are, what they do.",
        )
        for data in PEOPLE:
            if PersonPage.objects.filter(slug=data["slug"]).exists():
                continue
            page = PersonPage(
                title=data["name"],
                slug=data["slug"],
                summary=data["summary"],
                search_description=data["summary"],
                credentials=data["credentials"],
                role=data["role"],
                board=data["board"],
                account=self.users.get(data["account"]),
                share_image=self.picture(data["picture"]),
                body=self.body(data["body"]),
            )
            self.publish(index, page, reviewed_on=months_ago(2))

    def load_location(self, home):
        """Make the one location with its hours and holidays."""
        index = self.index(
            home,
            LocationIndexPage,
            title="Our location",
            slug="locations",
            summary="Where we are, when we are open and how to get here.",
            description="Address, opening hours, parking and step-free access.",
        )
        data = LOCATION
        if LocationPage.objects.filter(slug=data["slug"]).exists():
            return
        page = LocationPage(
            title=data["title"],
            slug=data["slug"],
            summary=data["summary"],
            search_description=data["summary"],
            is_default=True,
            street=data["street"],
            city=data["city"],
            region=data["region"],
            postal_code=data["postal_code"],
            latitude=data["latitude"],
            longitude=data["longitude"],
            phone=data["phone"],
            directions_url=(
                "https://www.openstreetmap.org/directions?to="
                f"{data['latitude']}%2C{data['longitude']}"
            ),
            map_image=self.picture(data["map_picture"]),
            map_description=NAMES[data["map_picture"]],
            body=[
                block
                for title, key in (
                    ("Parking", "parking"),
                    ("By train or bus", "transit"),
                    ("Getting in", "access"),
                )
                for block in (
                    ("heading", {"level": "h2", "text": title}),
                    ("paragraph", f"<p>{data[key]}</p>"),
                )
            ],
        )
        page.weekly_hours = [
            WeeklyHours(
                weekday=weekday,
                opens=time.fromisoformat(opens),
                closes=time.fromisoformat(closes),
            )
            for weekday, spans in HOURS.items()
            for opens, closes in spans
        ]
        page.holidays = [
            Holiday(on=date.fromisoformat(holiday["date"]), name=holiday["name"])
            for holiday in HOLIDAYS
        ]
        self.publish(index, page)

    def load_plain_pages(self, home) -> dict[str, StandardPage]:
        """Make the plain pages and return them by slug."""
        pages = {}
        for data in PLAIN_PAGES:
            page = StandardPage.objects.filter(slug=data["slug"]).first()
            if page is None:
                page = StandardPage(
                    title=data["title"],
                    slug=data["slug"],
                    summary=data["summary"],
                    search_description=data["summary"],
                    body=self.body(data["body"]),
                )
                self.publish(home, page)
            pages[data["slug"]] = page
        return pages

    def load_clinic(self, plain: dict[str, StandardPage]):
        """Fill the clinic's record, once."""
        if ClinicSettings.objects.exists():
            return
        ClinicSettings.objects.create(
            **CLINIC,
            description=HOME["search_description"],
            privacy_page=plain["privacy-practices"],
            estimate_page=plain["good-faith-estimates"],
            review_page=plain["how-we-review-our-articles"],
        )
