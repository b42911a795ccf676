"""Which federal pages, court cases and deadlines does the program know of? Reviewed data files and their schema."""
