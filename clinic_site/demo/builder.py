"""What the loader builds with: accounts, sources, drawings, publishing, approving."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.utils import timezone

from clinic.models import (
    Approval,
    ClinicImage,
    FactChange,
    Price,
    Reference,
    ServicePage,
    User,
)
from clinic.roles import DESK_ROLES
from clinic_site.demo.accounts import DEMO_PASSWORD
from clinic_site.demo.people import USERS
from clinic_site.demo.pictures import NAMES, draw
from clinic_site.demo.references import REFERENCES


class Builder:
    """Makes one thing at a time; what exists already is left as it is."""

    def __init__(self):
        self.users: dict[str, User] = {}
        self.pictures: dict[str, ClinicImage] = {}
        self.made = 0

    def load_users(self):
        """Make one account for each role, all of them marked as demo accounts."""
        for data in USERS:
            data = dict(data)
            role = data.pop("role")
            user = User.objects.filter(username=data["username"]).first()
            if user is None:
                user = User(**data, is_demo=True)
                user.is_superuser = role == "superuser"
                user.is_staff = user.is_superuser or role in DESK_ROLES
                user.set_password(DEMO_PASSWORD)
                user.save()
                if not user.is_superuser:
                    user.groups.add(Group.objects.get(name=role))
            self.users[user.username] = user

    def load_references(self):
        """Store the sources that the demo cites."""
        for key, data in REFERENCES.items():
            Reference.objects.get_or_create(key=key, defaults=data)

    def agree(self, fact):
        """Let the demo's editor propose what a fact says, and its reviewer agree."""
        change = FactChange.objects.propose(
            fact, fact.vouched_values(), by=self.users["editor"]
        )
        change.approve(by=self.users["reviewer"])

    def picture(self, name: str) -> ClinicImage | None:
        """Return a drawing from the library, drawing it when it is not there."""
        if not name:
            return None
        if name not in self.pictures:
            title = name.replace("-", " ").capitalize()
            image = ClinicImage.objects.filter(title=title).first()
            if image is None:
                file = BytesIO()
                draw(name).save(file, "JPEG", quality=90)
                image = ClinicImage.objects.create(
                    title=title,
                    description=NAMES[name],
                    file=ImageFile(file, name=f"{name}.jpg"),
                )
            self.pictures[name] = image
        return self.pictures[name]

    def body(self, blocks: list[tuple]) -> list[tuple]:
        """Return blocks with what they show in place of its name."""
        return [(kind, self._chosen(kind, value)) for kind, value in blocks]

    def _chosen(self, kind: str, value):
        if kind in ("image", "figure"):
            return {**value, "image": self.picture(value["image"])}
        if kind == "prices":
            listed = [Price.objects.get(name=name) for name in value["prices"]]
            return {**value, "prices": listed}
        if kind == "service_card":
            return {"service": ServicePage.objects.get(slug=value["service"])}
        return value

    def publish(self, parent, page, *, published_on=None, reviewed_on=None):
        """Add a page, make it live and, where a day is given, record its approval."""
        moment = noon(published_on)
        page.first_published_at = moment
        page.live = False
        parent.add_child(instance=page)
        page.save_revision(user=self.users["editor"], changed=True)
        if reviewed_on:
            self.approve(page, noon(reviewed_on))
        self.publish_revision(page, max(moment, noon(reviewed_on or published_on)))
        self.made += 1
        return page

    def publish_revision(self, page, on: datetime):
        """Publish what a page now holds, as the demo's editor, as if on that day."""
        editor = self.users["editor"]
        page.save_revision(user=editor, changed=True).publish(user=editor)
        type(page).objects.filter(pk=page.pk).update(last_published_at=on)

    def approve(self, page, moment: datetime):
        """Record that the demo's editor and reviewer agree on the page's text."""
        Approval.record(
            page,
            edited_by=self.users["editor"],
            reviewed_by=self.users["reviewer"],
            approved_at=moment,
        )


def months_ago(months: int) -> str:
    return (timezone.localdate() - timedelta(days=30 * months)).isoformat()


def noon(day: str | None) -> datetime:
    if day is None:
        return timezone.now()
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(12)))
