"""建档 with separate persons, from a draft to a file; files made void (archive.md §3.5, §8)."""
