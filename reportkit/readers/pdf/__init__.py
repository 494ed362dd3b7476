"""A PDF becomes a Document."""

from reportkit.readers.pdf.reading import read_pdf

__all__ = ["read_pdf"]
