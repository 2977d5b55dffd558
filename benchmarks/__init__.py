"""How fast searchkit is, beside what one would use instead; `README.md` says how to run it.

    options      the command line that every script has
    material     a corpus to posts on disk and essays in memory, of any size
    questions    the queries that are asked, drawn from the material
    contestants  searchkit and its peers behind one protocol
    checks       what must be true of answers before they are timed
    stages       what each part of a search costs
    tables       figures to Markdown, and to `results/`

    judged       queries whose answers are known, and the measures of a ranking
    collections  test collections as posts; links: known items by the words one links with
    plain        plain BM25 by several libraries
    places       headings and sentences as queries

`indexing`, `query` and `quality` are the scripts.
"""
