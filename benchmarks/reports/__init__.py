"""Computed sheets beside DuckDB on the same rows in memory."""
