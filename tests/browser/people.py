"""What people do on the site, as steps that several journeys share."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from clinic_site.demo.accounts import DEMO_PASSWORD

# What comes back in less than this is looked at as possible spam.
READING_TIME = 3200
# How long the page is there by now, since its first byte came.
THERE_FOR = """() => performance.now()
    - performance.getEntriesByType("navigation")[0].responseStart"""


def sign_in(page: Page, username: str, to: str) -> None:
    """Sign in over the page that both admins share and go on to where one was."""
    page.goto(to)
    page.get_by_label("Username or e-mail address").fill(username)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    # Some addresses lead on: the desk's first page is its queue.
    page.wait_for_url(lambda url: urlsplit(url).path.startswith(to))


def fill_in(page: Page, name: str, *, phone="(703) 555-0163", message="") -> None:
    """Fill in the request form as far as a call needs it."""
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("Phone", exact=True).and_(page.locator("input[type=tel]")).fill(
        phone
    )
    page.get_by_label("Anything you would like us to know").fill(message)
    page.get_by_label("The person this is for is 18 or older").check()
    page.get_by_label("The clinic may contact me").check()


def take_time(page: Page) -> None:
    """Wait until a form that was just opened may come back."""
    page.wait_for_timeout(max(0, READING_TIME - page.evaluate(THERE_FOR)))


def send(page: Page) -> str:
    """Send the form and return the reference that the visitor is told."""
    take_time(page)
    page.get_by_role("button", name="Send my request").click()
    page.wait_for_url("**/request-a-consultation/received/")
    reference = page.locator(".reference").inner_text().strip()
    assert len(reference) >= 8
    return reference


def find_at_the_desk(page: Page, reference: str) -> None:
    """Find a request by its reference and open it."""
    page.goto("/admin/consultations/consultationrequest/")
    page.get_by_role("searchbox").fill(reference)
    page.get_by_role("button", name="Find").click()
    # Nothing that was typed may get into an address.
    assert reference not in page.url and "?" not in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("One request found")
    page.get_by_role("table").get_by_role("link").click()
    page.wait_for_url(f"**/{reference}/**")


def leaf_to(page: Page, name: str) -> None:
    """Turn the pages of a list until somebody stands there, however long it is."""
    number = 1
    while not page.get_by_role("link", name=name).count():
        number += 1
        pages = page.get_by_role("navigation", name="Pages")
        pages.get_by_role("link", name=str(number), exact=True).click()
        page.wait_for_url(f"**p={number}")


def history(page: Page):
    """Return the history's entries, the newest first."""
    section = page.locator("section", has=page.get_by_role("heading", name="History"))
    return section.get_by_role("listitem")


def give_key(page: Page) -> None:
    """Put a key into this browser that says yes to whatever it is asked."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def add_key(page: Page) -> None:
    """Set up a passkey for whoever is signed in, with the key of this browser."""
    page.goto("/accounts/2fa/keys/add/")
    page.get_by_label("Let this key sign me in alone").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
