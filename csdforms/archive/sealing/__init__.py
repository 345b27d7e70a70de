"""Encryption at rest: what lies on the disk says nothing to whoever lacks the archive's key."""
