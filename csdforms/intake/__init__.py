"""Data as people keep them: JSON and YAML files, standard input, single values."""

from csdforms.intake.assigning import assign
from csdforms.intake.reading import read_data

__all__ = ["assign", "read_data"]
