"""Essays into the index: posts on disk and what the last commit holds go in, the next commit comes out.

In the order of a build:

    build      which index to go on with, or to make anew
    changes    which posts are stale, which are gone (`touched`: which only look stale)
    workers    stale posts to all cores
    prepare    a post to the document that is indexed of it
    documents  what is kept of an essay, and back: what a search reads
    update     documents into the engine, commits, and the report
"""
