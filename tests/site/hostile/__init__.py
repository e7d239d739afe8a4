"""Requests as nobody sends them by accident, to every address that there is."""
