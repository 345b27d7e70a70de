"""Keeping (保管): checked, held, frozen, merged, put to sleep, and what is due."""
