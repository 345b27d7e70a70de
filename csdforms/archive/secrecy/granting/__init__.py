"""Reading that is asked for, granted, or needed at once (查阅; archive.md §4.3)."""
