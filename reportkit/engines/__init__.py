"""Other people's programs, one module each, imported only when used."""
