"""What pages tell search engines, in schema.org's words.

Everything here is read from the records that the visible page is made of, so the two
cannot differ. Types: https://schema.org/MedicalClinic, /MedicalWebPage, /Physician,
/BreadcrumbList.
"""

from django.conf import settings

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


def medical_clinic(clinic, location, *, in_full: bool) -> dict:
    """Return the clinic with its address; in full on the pages that are about it.

    All pages name it by one `@id`, so what stands there holds for all of them.
    """
    data = {
        "@type": "MedicalClinic",
        "@id": clinic_id(),
        "name": clinic.clinic_name,
        "url": f"{settings.SITE_URL}/",
        "telephone": clinic.phone,
    }
    if in_full:
        more = {
            "slogan": clinic.tagline,
            "legalName": clinic.legal_name,
            "description": clinic.description,
            "email": clinic.email,
        }
        data |= {name: value for name, value in more.items() if value}
    if location:
        data["address"] = address(location)
        if in_full:
            data |= place(location)
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


def place(location) -> dict:
    """Return coordinates, the week and the coming holidays of a location."""
    data = {
        "openingHoursSpecification": week(location.office_hours().weekly),
        "specialOpeningHoursSpecification": [
            special_day(holiday) for holiday in location.coming_holidays()
        ],
    }
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


def breadcrumbs(page) -> dict:
    """Return the way from the home page to `page`."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": step.title,
                "item": step.full_url,
            }
            for number, step in enumerate(page.way, start=1)
        ],
    }


def physician(person) -> dict:
    """Return a person of the practice."""
    data = {
        "@type": "Physician" if person.credentials in {"MD", "DO"} else "Person",
        "name": person.full_name,
        "url": person.full_url,
    }
    if person.role and data["@type"] == "Person":
        data["jobTitle"] = person.role
    return data


def web_page(page, kind: str = "WebPage") -> dict:
    """Return the page itself, with who reviewed it and when, if somebody did."""
    data = {
        "@type": kind,
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.title,
        "inLanguage": "en-US",
        "publisher": {"@id": clinic_id()},
    }
    if page.description:
        data["description"] = page.description
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.date().isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.date().isoformat()
    approval = page.current_approval
    if approval:
        data["lastReviewed"] = approval.approved_on.isoformat()
        person = getattr(approval.reviewed_by, "person_page", None)
        data["reviewedBy"] = (
            physician(person)
            if person and person.live
            else {"@type": "Person", "name": str(approval.reviewed_by)}
        )
    return data
