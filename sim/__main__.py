"""`python -m sim` is `seedcast`."""

from sim.cli import main

main()
