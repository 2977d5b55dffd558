"""Exports of platforms to folders of posts: an export goes in, Markdown files come out.

    archive                            the files of an export: a zip, its unpacked folder, or one file
    substack, ghost, wordpress, medium each the posts of its platform (`ghost_documents`, `shortcodes`)
    exported                           what such a post is
    writing                            posts to files, so that a second import does no harm
    transfer                           all of these in one

What a post is in HTML, `searchkit.reading.html` makes Markdown of; nothing of its text is lost. A
platform is a module with a `NAME`, `WHAT` its export is, `recognises` and `posts`.
"""
