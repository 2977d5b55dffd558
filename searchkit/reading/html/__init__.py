"""HTML to Markdown in the corpus's own dialect, so that there is one reader of sections.

A page of a site, or the body of a post that a platform exported, goes in; Markdown comes out, with the
line of the source that each of its lines is from. In the order data passes them:

    tree      text to a tree, whatever the text
    article   which part of a page is the article, and what of that is not the writer's
    fields    what a page says about itself: title, date, authors, language, address
    notes     footnotes: what refers to them, where they stand
    embeds    tweets, embedded posts and players
    blocks    the tree to blocks of Markdown (`tables`)
    writing   lines of Markdown inside quotes, lists and footnotes
    inline    runs of text to Markdown in which no text is read as markup
    page      all of these in one

lxml is imported with the first HTML that is read.
"""
