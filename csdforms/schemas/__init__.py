"""What a form holds: its fields, their types and labels, and the rules between them."""
