"""Brings articles in from the system a clinic used before."""
