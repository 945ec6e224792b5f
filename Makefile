# Only a door: every target is a word that tools/make.py understands.
# Without make (Windows): python tools/make.py test
PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
TARGETS := demo test verify bench calibrate gallery lint clean

.PHONY: help $(TARGETS)
help:
	@$(PYTHON) tools/make.py

$(TARGETS):
	@$(PYTHON) tools/make.py $@
