"""Text to tokens, and text to sentences: the same for indexing, querying and highlighting.

`analyzer` makes tokens, `sentences` finds sentences, `punkt` learns a corpus's abbreviations.
"""
