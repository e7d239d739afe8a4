"""Stores what was read: each thing whole with its record, or not at all."""
