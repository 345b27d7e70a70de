"""The computed sheets of after-sales service (chapter 2)."""
