"""The inverted index: one protocol (`protocol`), one module an engine, and what opens them (`store`)."""
