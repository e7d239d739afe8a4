"""Who works here: the part of the desk in which managers let people in and out."""
