"""The archive beside its peers: the same customers, kept and found again, in one run."""
