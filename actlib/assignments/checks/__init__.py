"""The checks of each assignment, one module an assignment, under the name of its chapter."""
