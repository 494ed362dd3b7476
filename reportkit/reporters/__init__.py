"""A Report becomes text or bytes of one format."""
