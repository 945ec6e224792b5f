"""The tools that make cascades, one file each with the same names inside: add yours here.

``NAME`` (on the package index), ``IMPORT`` (the module), ``SLOW`` (keeps the network in Python objects: small cases only) and ``ready(given)``, which
loads a case and returns a function ``run(replicates, first, threads)`` -> reach of each replicate (a numpy array).
Loading is not timed; a call of ``run`` is.
"""

TOOLS = ("seedcast", "cynetdiff", "pynetim", "ndlib", "eon")
