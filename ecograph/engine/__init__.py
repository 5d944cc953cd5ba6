"""Store, queries, reasoning and validation: graph in, graph out."""
