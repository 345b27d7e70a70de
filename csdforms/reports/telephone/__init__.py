"""The computed sheets of calls (chapter 5)."""
