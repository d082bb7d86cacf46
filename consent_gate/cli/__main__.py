"""`python -m consent_gate.cli` is `reconsent`."""

from consent_gate.cli.main import main

main()
