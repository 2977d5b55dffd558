"""Research on a corpus: a term's every context, its use over time, and citations of what was found."""
