"""The archive of customer files: what is kept, who did what with it, and the proof of both."""
