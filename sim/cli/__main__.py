"""`python -m sim.cli` is `seedcast`."""

from sim.cli import main

main()
