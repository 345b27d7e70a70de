"""The commands on levels of secrecy (定密)."""
