"""The claims of the notes, one module a chapter; importing a module enters its claims in the ledger."""
