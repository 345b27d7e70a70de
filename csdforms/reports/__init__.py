"""Computed sheets (统计): from what is kept to cells, and from a cell back to its records."""
