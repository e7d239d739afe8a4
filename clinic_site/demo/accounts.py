"""How to sign in to a demo site; only `dev` settings ever let these accounts in."""

from clinic_site.demo.people import USERS

# Known to everyone who reads this, and refused under production settings.
DEMO_PASSWORD = "nova-demo-2026"  # noqa: S105


def demo_sign_ins() -> list[tuple[str, str]]:
    """Return (role, username) of the demo accounts, one row for each role."""
    first: dict[str, str] = {}
    for user in USERS:
        first.setdefault(user["role"], user["username"])
    return list(first.items())
