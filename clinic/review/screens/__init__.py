"""The reviewer's ten minutes: what waits, what is different, and an answer to it."""
