"""Plain functions that make what tests are about, with fixed values."""

from contextlib import contextmanager, nullcontext
from datetime import date, time
from unittest import mock

from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage, ArticlePage, ArticleSource, Topic
from clinic import search_signals
from clinic.models import (
    Approval,
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
    StandardPage,
    User,
    WeeklyHours,
)
from clinic.roles import DESK_ROLES
from clinic.search_index import refresh

# What a draft says beside its body; nothing of it is published.
LATER = ("summary", "seo_title", "search_description", "key_points", "share_image")
PASSWORD = "correct horse battery"


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
    home = add(root, HomePage(title="Test clinic", slug="home", **fields))
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


def author() -> User:
    """Return the editor who wrote what other functions here make."""
    known = User.objects.filter(username="author").first()
    return known or make_user("author", "Editors")


def voucher() -> User:
    """Return the medical reviewer who agreed on what they make."""
    known = User.objects.filter(username="voucher").first()
    return known or make_user("voucher", "Medical reviewers")


def add(parent, page, *, live=True):
    """Add a page below another: live, with its approval where it needs one."""
    page.live = False
    with unfollowed() if live else nullcontext():
        page = parent.add_child(instance=page)
        revision = page.save_revision(user=author())
    if live:
        if page.needs_review:
            Approval.record(page, edited_by=revision.user, reviewed_by=voucher())
        with searched_once():
            publish(revision)
    return page.specific_class.objects.get(pk=page.pk)


def publish(revision) -> None:
    """Publish a page past its own `publish()`: the gate is asked as it is saved.

    Asking it before that as well, for the sake of schedules and of Wagtail's order,
    is a tenth of what it costs to make a page.
    """
    PublishPageRevisionAction(revision).execute(skip_permission_checks=True)


@contextmanager
def searched_once():
    """Let the search take up each page that is saved here once, at the end.

    It does so when the row of a page is saved and again when its children are.
    """
    saved = set()
    with mock.patch.object(search_signals, "refresh", saved.add):
        yield
    for pk in sorted(saved):
        refresh(pk)


@contextmanager
def unfollowed():
    """Let nothing follow what is saved here, as the save that comes next is followed.

    Search, references and lists would be worked out for a draft and once more when it
    is published: a third of what it costs to make a page.
    """
    with mock.patch.object(post_save, "send", return_value=[]):
        yield


def make_article(title="Sleep after an infusion", **fields) -> ArticlePage:
    """Make a live article of two sections, in words of our own.

    Its stock text points to every one of `references`.
    """
    references = fields.pop("references", [])
    numbers = ", ".join(str(number) for number, _ in enumerate(references, 1))
    cited = f" [{numbers}]" if numbers else ""
    fields.setdefault("summary", "What a first night may be like.")
    fields.setdefault(
        "body",
        [
            ("heading", {"level": "h2", "text": "The first night"}),
            ("paragraph", f"<p>Many people sleep soundly; some lie awake.{cited}</p>"),
            ("heading", {"level": "h3", "text": "When to call"}),
            ("paragraph", "<p>Call us when a headache keeps you up.</p>"),
        ],
    )
    live = fields.pop("live", True)
    topics = fields.pop("topics", [])
    page = ArticlePage(title=title, **fields)
    page.topics = topics
    page.sources = [ArticleSource(reference=reference) for reference in references]
    return add(make_article_index(), page, live=live)


def make_draft(body, **fields) -> ArticlePage:
    """Make an article whose newest text, not yet published, is this."""
    later = {name: fields.pop(name) for name in list(fields) if name in LATER}
    page = make_article(**fields)
    page.body = body
    for name, value in later.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def make_topic(title="Sleep", slug="sleep") -> Topic:
    return Topic.objects.create(title=title, slug=slug)


def make_reference(key="author2020", **fields) -> Reference:
    fields.setdefault("citation", "Author A. A trial of rest. J Quiet 2020;1:1-9")
    fields.setdefault("doi", "10.1000/rest")
    return Reference.objects.create(key=key, **fields)


def make_service(title="Ketamine infusion", slug="ketamine-infusion", **fields):
    index = make_index(ServiceIndexPage, "services", "Our services")
    fields.setdefault("summary", "A slow infusion, watched throughout.")
    live = fields.pop("live", True)
    return add(index, ServicePage(title=title, slug=slug, **fields), live=live)


def make_person(title="Robin Vale", slug="robin-vale", **fields) -> PersonPage:
    index = make_index(PersonIndexPage, "people", "People")
    live = fields.pop("live", True)
    return add(index, PersonPage(title=title, slug=slug, **fields), live=live)


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


def republish(page, **fields):
    """Change a live page as its author, agreed on by the reviewer, and return it."""
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision(user=author())
    if page.needs_review:
        Approval.record(page, edited_by=author(), reviewed_by=voucher())
    revision.publish()
    return page.specific_class.objects.get(pk=page.pk)


def change_unseen(page, **fields) -> None:
    """Change a page's row past the gate, as nobody should and a query can."""
    type(page).objects.filter(pk=page.pk).update(**fields)


def approve(page, editor=None, reviewer=None) -> Approval:
    """Record that two people agree on the latest text of the page."""
    page = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    return Approval.record(
        page, edited_by=editor or author(), reviewed_by=reviewer or voucher()
    )


def make_price(name="Ketamine infusion", *, agreed=True, **fields) -> Price:
    """Make a price that two people agreed on."""
    fields = {"amount": "475", "unit": "for each infusion", "note": ""} | fields
    return _listed(Price(name=name, **fields), agreed)


def make_term(term="dissociation", *, agreed=True, **fields) -> GlossaryTerm:
    """Make a word of the glossary whose meaning two people agreed on."""
    fields.setdefault("slug", term.lower().replace(" ", "-"))
    fields.setdefault("meaning", f"What {term} means.")
    return _listed(GlossaryTerm(term=term, **fields), agreed)


def _listed(fact, agreed: bool):
    fact.save()
    if agreed:
        fact.refresh_from_db()
        fact.take(fact.vouched_values())
    return fact
