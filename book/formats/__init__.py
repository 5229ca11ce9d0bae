"""The book as PDF and EPUB, made of the built site."""
