"""A living site that is hurt on purpose: killed, cut off, told twice, told late, and held to what it acknowledged.

`acquis faults` starts a server, a web and a worker of its own over a small invented country, lets people buy, bodies
declare and agents pay over HTTP, and hurts them in an order that a seed gives. After each fault every invariant of
`acquis check` must hold, and what was acknowledged to anybody must be there, once.
"""
