"""The papers of what the archive does: its forms, filled from what it knows of a proceeding.

:mod:`csdforms.papers.printing` is the way in. One module for each kind of proceeding says which
papers it has, and what stands in them; what the archive does not know stays empty, for the pen.
"""
