"""Who may see and do what: staff and roles, levels, circles, grants, loans (保密)."""
