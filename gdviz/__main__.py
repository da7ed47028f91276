"""`python -m gdviz`: the command line."""

import sys

from gdviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
