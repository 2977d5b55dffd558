"""The static index beside Pagefind and MiniSearch, in the same Chromium, on the same essays.

    python -m benchmarks.site --corpus FOLDER [--essays 2000]

    pages         essays to the HTML pages that Pagefind reads and to MiniSearch's documents
    contestants   how each builds its index, and how a page asks it
    browser       a cold search in Chromium: bytes, requests, stages, seconds
    questions     what is asked: terms, phrases as printed and as retyped, words with a typo
    server.mjs    the host: HTTP/2, TLS, gzip for text

The peers come from npm by `package.json`; Node.js and Chromium must be there.
"""
