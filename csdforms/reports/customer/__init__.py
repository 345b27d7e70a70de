"""The computed sheets of customers (chapter 4)."""
