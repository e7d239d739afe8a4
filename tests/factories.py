"""Plain functions that make what tests are about, with fixed values."""

from datetime import date, time

from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage, ArticlePage, ArticleSource, Topic
from clinic.models import (
    Approval,
    ClinicSettings,
    Holiday,
    HomePage,
    LocationIndexPage,
    LocationPage,
    PersonIndexPage,
    PersonPage,
    Reference,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
    User,
    WeeklyHours,
)

PASSWORD = "correct horse battery"
DESK_ROLES = ("Intake coordinators", "Clinicians", "Clinic managers")


def make_user(username: str, *roles: str, **fields) -> User:
    """Make a member of staff with the rights of these roles."""
    user = User(username=username, email=f"{username}@clinic.example", **fields)
    user.first_name = fields.get("first_name", username.capitalize())
    user.is_staff = user.is_superuser or any(role in DESK_ROLES for role in roles)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_editor(username="editor") -> User:
    return make_user(username, "Editors")


def make_reviewer(username="reviewer") -> User:
    return make_user(username, "Medical reviewers")


def make_coordinator(username="coordinator") -> User:
    return make_user(username, "Intake coordinators")


def make_clinician(username="clinician") -> User:
    return make_user(username, "Clinicians")


def make_manager(username="manager") -> User:
    return make_user(username, "Clinic managers")


def make_home(**fields) -> HomePage:
    """Make the home page as the root of the default site, once a test."""
    home = HomePage.objects.first()
    if home:
        return home
    root = Page.objects.get(depth=1)
    root.get_children().filter(slug="home").update(slug="home-of-wagtail")
    home = HomePage(title="Test clinic", slug="home", **fields)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home},
    )
    return home


def make_index(model, slug: str, title: str):
    """Make one of the home page's lists, once a test."""
    page = model.objects.first()
    if page is None:
        page = make_home().add_child(instance=model(title=title, slug=slug))
    return page


def make_article_index() -> ArticleIndexPage:
    return make_index(ArticleIndexPage, "articles", "Articles")


def make_article(title="Sleep after an infusion", **fields) -> ArticlePage:
    """Make a live article of two sections, in words of our own."""
    fields.setdefault("summary", "What a first night may be like.")
    fields.setdefault(
        "body",
        [
            ("heading", {"level": "h2", "text": "The first night"}),
            ("paragraph", "<p>Many people sleep soundly; some lie awake. [1]</p>"),
            ("heading", {"level": "h3", "text": "When to call"}),
            ("paragraph", "<p>Call us when a headache keeps you up.</p>"),
        ],
    )
    topics = fields.pop("topics", [])
    references = fields.pop("references", [])
    page = ArticlePage(title=title, **fields)
    page.topics = topics
    page.sources = [ArticleSource(reference=reference) for reference in references]
    return make_article_index().add_child(instance=page)


def make_topic(title="Sleep", slug="sleep") -> Topic:
    return Topic.objects.create(title=title, slug=slug)


def make_reference(key="author2020", **fields) -> Reference:
    fields.setdefault("citation", "Author A. A trial of rest. J Quiet 2020;1:1-9")
    fields.setdefault("doi", "10.1000/rest")
    return Reference.objects.create(key=key, **fields)


def make_service(title="Ketamine infusion", slug="ketamine-infusion", **fields):
    index = make_index(ServiceIndexPage, "services", "Our services")
    fields.setdefault("summary", "A slow infusion, watched throughout.")
    return index.add_child(instance=ServicePage(title=title, slug=slug, **fields))


def make_person(title="Robin Vale", slug="robin-vale", **fields) -> PersonPage:
    index = make_index(PersonIndexPage, "people", "People")
    return index.add_child(instance=PersonPage(title=title, slug=slug, **fields))


def make_location(**fields) -> LocationPage:
    """Make the main location, open Monday to Friday from 9 to 5."""
    index = make_index(LocationIndexPage, "locations", "Our location")
    page = LocationPage(
        title="Alexandria",
        slug="alexandria",
        is_default=True,
        street="1 Test Street",
        city="Alexandria",
        region="VA",
        postal_code="22314",
        phone="+17035550100",
        **fields,
    )
    page.weekly_hours = [
        WeeklyHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)
    ]
    page.holidays = [Holiday(on=date(2026, 11, 26), name="Thanksgiving Day")]
    return index.add_child(instance=page)


def make_plain_page(title="Privacy practices", slug="privacy-practices", **fields):
    page = StandardPage(title=title, slug=slug, **fields)
    return make_home().add_child(instance=page)


def make_clinic(**fields) -> ClinicSettings:
    fields.setdefault("clinic_name", "Test clinic")
    fields.setdefault("phone", "+17035550100")
    return ClinicSettings.objects.create(**fields)


def approve(page, editor=None, reviewer=None) -> Approval:
    """Record that two people agree on what the page holds in the database."""
    page = page.specific_class.objects.get(pk=page.pk)
    return Approval.record(
        page,
        edited_by=editor or make_editor(),
        reviewed_by=reviewer or make_reviewer(),
    )
