"""What watches a run: its record, the coverage of fields, the progress bar."""
