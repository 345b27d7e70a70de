"""The computed sheets of complaints (chapter 3)."""
