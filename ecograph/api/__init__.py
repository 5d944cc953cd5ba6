"""The HTTP service and its pages; the only package that knows the web framework."""
