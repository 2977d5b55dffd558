"""Quotation lookup: a quotation, however misremembered, to the place it is from."""
