"""The self-check questions, one module a chapter; importing a module registers its questions."""
