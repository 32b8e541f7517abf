"""Results as a workbook of Excel's format: one sheet a table, and a sheet of sources."""
