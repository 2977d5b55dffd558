"""Essays into the index: posts on disk and what the last commit holds go in, the next commit comes out.

In the order of a build:

    build      which index to go on with, or to make anew
    changes    which posts are stale, which are gone (`touched`: which only look stale)
    workers    stale posts to all cores (`worker`: what runs on the others)
    prepare    a post to the document that is indexed of it
    documents  what the index holds of an essay
    stored     what it gives back of one: all that a search reads
    update     documents into the engine, commits, and the report
    verifying  what is in the index, all read again
"""
