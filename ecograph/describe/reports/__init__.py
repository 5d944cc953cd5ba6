"""What was found, for people and for pipelines: a printable page, a workbook, SARIF, JUnit.

The law of this package: every form says the same, from the same records.
"""
