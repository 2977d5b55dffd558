"""The HTTP API and the search page.

application   the routes, tied to an index
parameters    what a request may ask, within bounds
answers       JSON with an ETag for each commit; errors
page          the search page, which works without scripts
reading       an essay as a page, for sites whose essays have no address of their own
opensearch    what lets a browser add the site as a search engine
openapi       the description of the API
serving       processes, sockets, the access log
"""
