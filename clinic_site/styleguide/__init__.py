"""The design system, shown to staff: every component in every state it can have."""
