"""What somebody without the right to see it whole is shown instead (archive.md §4.4)."""
