"""Gets bills and federal documents from their sources. Knows Scrapy; never touches tables."""
