"""How a form looks: find its template, draw it, fill it, prove it, check it."""
