"""Which clauses of bills are near copies of each other? Pure: texts in, families out."""
