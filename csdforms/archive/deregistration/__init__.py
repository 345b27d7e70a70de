"""Deregistration (注销): applied for, checked by all concerned, agreed, settled, sealed, undone."""
