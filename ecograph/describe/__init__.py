"""From a description in a file to a graph, and problems with their place."""
