"""What leaves the archive: lent, copied, exported, given to others (archive.md §4.3, §5)."""
