"""The query language: what a person typed becomes a typed tree, and nothing they type is an error.

`parser.parse` reads text, `tree` holds what it makes, `filters.with_filters` adds the command line's
options in the same terms. Pure data: no I/O, no index, no analysis. The engines walk the tree.
"""
