"""A query to ranked hits: `index.Index` is what a user opens and asks."""
