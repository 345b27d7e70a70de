"""``python -m csdforms``."""

from csdforms.cli import main

if __name__ == "__main__":
    main()
