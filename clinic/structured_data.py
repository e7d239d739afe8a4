"""What pages tell search engines, in schema.org's words.

Everything here is read from the records that the visible page is made of, so the two
cannot differ. Types: https://schema.org/MedicalClinic, /MedicalWebPage, /Physician,
/BreadcrumbList.
"""

from django.conf import settings
from django.utils import timezone

DAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def clinic_id() -> str:
    """Return the identity under which every page names the clinic."""
    return f"{settings.SITE_URL}/#clinic"


def medical_clinic(clinic, location, *, in_full: bool, holidays=False) -> dict:
    """Return the clinic with an address; its hours on the pages that show them.

    All pages name it by one `@id`, so what stands there holds for all of them; a
    location besides the main one is a clinic of its own that belongs to it.
    """
    data = {
        "@type": "MedicalClinic",
        "@id": clinic_id(),
        "name": clinic.clinic_name,
        "url": f"{settings.SITE_URL}/",
        "telephone": clinic.phone,
    }
    if clinic.description:
        data["description"] = clinic.description
    if clinic.legal_name:
        data["legalName"] = clinic.legal_name
    if not location:
        return data
    if in_full and not location.is_default:
        data["@id"] = f"{location.full_url}#clinic"
        data["url"] = location.full_url
        data["parentOrganization"] = {"@id": clinic_id()}
    data["address"] = address(location)
    if in_full:
        data["telephone"] = location.phone or clinic.phone
        data |= place(location, holidays=holidays)
    return data


def address(location) -> dict:
    """Return where a letter to a location goes."""
    return {
        "@type": "PostalAddress",
        "streetAddress": location.street,
        "addressLocality": location.city,
        "addressRegion": location.region,
        "postalCode": location.postal_code,
        "addressCountry": location.country,
    }


def place(location, *, holidays: bool) -> dict:
    """Return coordinates and the week of a location, and its coming holidays."""
    data = {"openingHoursSpecification": week(location.office_hours().weekly)}
    if holidays:
        data["specialOpeningHoursSpecification"] = [
            special_day(holiday) for holiday in location.coming_holidays()
        ]
    if location.latitude is not None and location.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(location.latitude),
            "longitude": float(location.longitude),
        }
    return data


def week(weekly: dict) -> list[dict]:
    """Return the hours of a week, days with the same hours together."""
    days = {}
    for weekday, spans in sorted(weekly.items()):
        for span in sorted(spans):
            days.setdefault(span, []).append(DAYS[weekday])
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for (opens, closes), names in days.items()
    ]


def special_day(holiday) -> dict:
    """Return a day with hours of its own; a closed day opens and closes at midnight."""
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": holiday.on.isoformat(),
        "validThrough": holiday.on.isoformat(),
        "opens": f"{holiday.opens:%H:%M}" if holiday.opens else "00:00",
        "closes": f"{holiday.closes:%H:%M}" if holiday.closes else "00:00",
    }


def breadcrumbs(page) -> list[dict]:
    """Return the way from the home page to `page`; nothing for the home page."""
    steps = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": url}
        for number, (name, url) in enumerate(page.crumbs, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": steps}] if steps else []


def person_id(person) -> str:
    """Return the identity under which every page names a person of the practice."""
    return f"{person.full_url}#person"


def reviewer(person) -> dict:
    """Return a person of the practice as the line of a review names them."""
    data = {
        "@type": "Physician" if person.is_physician else "Person",
        "@id": person_id(person),
        "name": person.full_name,
        "url": person.full_url,
    }
    if person.board:
        data["hasCredential"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "certification",
            "recognizedBy": {"@type": "Organization", "name": person.board},
        }
    return data


def member(person, clinic, location) -> dict:
    """Return a person of the practice as their own page tells of them.

    A physician is an organization in schema.org, with a phone and an address; anybody
    else a person with a job.
    """
    data = reviewer(person)
    if person.summary:
        data["description"] = person.summary
    if not person.is_physician:
        if person.role:
            data["jobTitle"] = person.role
        return data | {"worksFor": {"@id": clinic_id()}}
    data |= {"parentOrganization": {"@id": clinic_id()}, "telephone": clinic.phone}
    if location:
        data["address"] = address(location)
    return data


def web_page(page, kind: str = "WebPage") -> dict:
    """Return the page itself, with its dates and its reviewer where it shows them."""
    data = {
        "@type": kind,
        "@id": page.canonical_url,
        "url": page.canonical_url,
        "name": page.shown_title,
        "inLanguage": "en-US",
        "publisher": {"@id": clinic_id()},
    }
    if page.shown_summary:
        data["description"] = page.shown_summary
    if page.shows_dates:
        data |= dates(page)
    approval = page.current_approval if page.shows_reviewer else None
    if approval:
        data["lastReviewed"] = approval.approved_on.isoformat()
        person = getattr(approval.reviewed_by, "person_page", None)
        data["reviewedBy"] = (
            reviewer(person)
            if person and person.live
            else {"@type": "Person", "name": approval.reviewed_by.get_full_name()}
        )
    return data


def dates(page) -> dict:
    """Return the days, where the clinic is, when a page first and last went out."""
    moments = {
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
    }
    return {
        name: timezone.localdate(moment).isoformat()
        for name, moment in moments.items()
        if moment
    }
