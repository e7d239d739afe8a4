"""Facts in one place: shown where chosen, changed only when two people agree."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from clinic.models import FactChange, NotVouched, Price
from tests.clinic.fact_forms import (
    NEW,
    OLD,
    decide,
    price_form,
    save,
    settings_address,
)
from tests.factories import (
    make_article,
    make_coordinator,
    make_editor,
    make_manager,
    make_price,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_new_wording_waits_and_the_old_one_stays(client, clinic):
    page, editor = make_article(), make_editor()
    client.force_login(editor)

    response = save(client, clinic, off_label_statement=NEW, tagline="Calmly")

    assert response.status_code == 302
    clinic.refresh_from_db()
    assert (clinic.off_label_statement, clinic.tagline) == (OLD, "Calmly")
    change = FactChange.objects.get()
    assert change.values == {"off_label_statement": NEW, "disclaimer": "Not advice."}
    assert change.changed_by == editor
    html = client.get(page.url).text
    assert OLD in html
    assert NEW not in html


def test_editor_is_told_and_goes_on_with_the_new_wording(client, clinic):
    client.force_login(make_editor())
    save(client, clinic, off_label_statement=NEW)
    html = client.get(settings_address(clinic)).text
    assert "Readers do not see the new words yet" in html
    assert NEW in html


def test_reviewer_lets_it_out(client, clinic):
    page = make_article()
    client.force_login(make_editor())
    save(client, clinic, off_label_statement=NEW)
    client.force_login(make_reviewer())
    listed = client.get(reverse("facts")).text
    assert OLD in listed
    assert NEW in listed

    decide(client, FactChange.objects.get())

    assert NEW in client.get(page.url).text
    change = FactChange.objects.get()
    assert (change.decision, change.decided_by.username) == ("approved", "reviewer")
    assert "Nothing waits" in client.get(reverse("facts")).text


def test_approved_page_keeps_its_approval_when_a_fact_changes(client, clinic):
    price = make_price()
    page = make_article(
        body=[
            ("prices", {"title": "Costs", "prices": [price]}),
            ("fact", {"kind": "off_label"}),
        ]
    )
    assert page.current_approval is not None
    clinic.take({"off_label_statement": NEW})
    price.take({"amount": "500.00"})
    page = type(page).objects.get(pk=page.pk)
    assert page.current_approval is not None
    assert "$500" in client.get(page.url).text


def test_whoever_changed_it_last_cannot_approve_it_not_even_a_superuser(client, clinic):
    for user in (make_editor(), make_user("root", is_superuser=True)):
        client.force_login(user)
        save(client, clinic, off_label_statement=f"{NEW} {user.username}")
        change = FactChange.objects.get()
        assert "You changed it last" in decide(client, change).text
        with pytest.raises(NotVouched, match="changed it last"):
            change.approve(by=user)
    clinic.refresh_from_db()
    assert clinic.off_label_statement == OLD


def test_one_of_the_two_is_a_medical_reviewer(client, clinic):
    client.force_login(make_editor())
    save(client, clinic, off_label_statement=NEW)
    client.force_login(make_editor("second"))
    page = decide(client, FactChange.objects.get())
    assert "has to be a medical reviewer" in page.text
    clinic.refresh_from_db()
    assert clinic.off_label_statement == OLD


def test_superuser_without_a_role_completes_no_pair(clinic):
    for person in (make_editor(), make_reviewer()):
        change = FactChange.objects.propose(
            clinic, {"off_label_statement": f"{NEW} {person}"}, by=person
        )
        with pytest.raises(NotVouched, match="medical reviewer"):
            change.approve(by=make_user(f"root-{person.pk}", is_superuser=True))
    clinic.refresh_from_db()
    assert clinic.off_label_statement == OLD


def test_reviewer_who_left_completes_no_pair(clinic):
    change = FactChange.objects.propose(
        clinic, {"off_label_statement": NEW}, by=make_editor()
    )
    gone = make_user("gone", "Medical reviewers", is_active=False)
    with pytest.raises(NotVouched, match="medical reviewer"):
        change.approve(by=gone)


def test_words_of_a_reviewer_need_an_editor_or_another_reviewer(clinic):
    for by in (make_editor(), make_reviewer("second")):
        new = f"{NEW} {by}"
        change = FactChange.objects.propose(
            clinic, {"off_label_statement": new}, by=make_reviewer(f"of-{by}")
        )
        change.approve(by=by)
        clinic.refresh_from_db()
        assert clinic.off_label_statement == new


def test_reviewer_who_corrects_a_word_hands_it_back_to_the_editor(client):
    editor, reviewer = make_editor(), make_reviewer()
    price = make_price()
    address = reverse("wagtailsnippets_clinic_price:edit", args=[price.pk])
    client.force_login(editor)
    client.post(address, price_form(amount="500"))
    client.force_login(reviewer)
    assert "500" in client.get(address).text
    client.post(address, price_form(amount="510"))
    change = FactChange.objects.get()
    assert change.changed_by == reviewer
    assert change.refusal(reviewer)
    client.force_login(editor)
    decide(client, change)
    price.refresh_from_db()
    assert price.amount == Decimal("510")


def test_words_that_changed_after_they_were_read_are_not_approved(client, clinic):
    client.force_login(make_editor())
    save(client, clinic, off_label_statement=NEW)
    read = FactChange.objects.get()
    save(client, clinic, off_label_statement="Something else.")
    client.force_login(make_reviewer())
    assert "changed in the meantime" in decide(client, read).text
    with pytest.raises(NotVouched, match="in the meantime"):
        read.approve(by=make_reviewer("other"))
    clinic.refresh_from_db()
    assert clinic.off_label_statement == OLD


def test_returned_change_leaves_everything_as_it_was(client, clinic):
    client.force_login(make_editor())
    save(client, clinic, off_label_statement=NEW)
    client.force_login(make_reviewer())
    decide(client, FactChange.objects.get(), "return", note=" Say which use. ")
    clinic.refresh_from_db()
    assert clinic.off_label_statement == OLD
    change = FactChange.objects.get()
    assert (change.decision, change.note) == ("returned", "Say which use.")
    listed = client.get(reverse("facts")).text
    assert NEW not in listed
    assert "Say which use." in listed


def test_going_back_to_the_old_words_leaves_nothing_to_decide(client, clinic):
    client.force_login(make_editor())
    save(client, clinic, off_label_statement=NEW)
    save(client, clinic, off_label_statement=OLD)
    assert not FactChange.objects.exists()


@pytest.mark.parametrize("name", ["off_label_statement", "disclaimer"])
def test_no_script_and_no_shell_changes_a_vouched_field(clinic, name):
    clinic.tagline = "Anything"
    clinic.save()
    setattr(clinic, name, "Anything")
    with pytest.raises(NotVouched):
        clinic.save()
    assert issubclass(NotVouched, PermissionDenied)
    price = make_price()
    price.amount = Decimal("1")
    with pytest.raises(NotVouched):
        price.save()
    assert Price.objects.get().amount == Decimal("475")


def test_decisions_are_for_those_who_may(client, clinic):
    client.force_login(make_manager())
    save(client, clinic, off_label_statement=NEW)
    change = FactChange.objects.get()
    for user in (make_coordinator(), make_user("nobody"), make_manager("second")):
        client.force_login(user)
        decide(client, change)
        change.refresh_from_db()
        assert change.decided_at is None


def test_database_holds_the_pair_and_one_waiting_change(clinic):
    editor = make_editor()
    change = FactChange.objects.propose(clinic, {"off_label_statement": NEW}, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactChange.objects.create(
            fact=clinic, values={}, changed_by=editor, changed_at=change.changed_at
        )
    change.decision, change.decided_by = "approved", editor
    change.decided_at = change.changed_at
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()
