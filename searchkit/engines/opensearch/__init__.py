"""The engine for corpora past one machine: an index in an OpenSearch cluster.

`address` reads its URL, `connection` speaks to it, `place` keeps the index there, `mapping` says what its
documents are like, `queries` turns clauses into its query language, `reader` and `writer` use them.
"""
