"""The engine in pure Python: Whoosh's files (`files`), scored by code to step through (`scores`)."""
