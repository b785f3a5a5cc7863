"""Files to sheets: CSV, workbooks of each format, folders of them, each within limits."""
