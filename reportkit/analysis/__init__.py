"""What a text means, from Documents alone; tokens and tags arrive as data."""
