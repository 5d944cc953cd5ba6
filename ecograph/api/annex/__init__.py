"""A second process for connections that look up one thing after another, so that they take two processors, not one.

The law of this folder: what a client gets never depends on it. The service accepts every connection; one that asked for
many lookups in a row, all answered from memory, is passed on, descriptor and all (``host``); the other process answers
lookups of one generation from memory and gives the connection back, with what it read, at the first request that is
anything else (``process``). docs/decisions/0090-a-second-process-for-lookups.md.
"""
