"""The journey of a region, on one screen: the table of contents of the product."""
