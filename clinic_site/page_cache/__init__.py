"""Answers that are the same for everybody, kept until something they show changes."""
