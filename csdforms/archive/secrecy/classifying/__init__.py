"""Levels of secrecy: proposed, decided, changed, marked, reviewed (定密; archive.md §4.1, §4.2)."""
