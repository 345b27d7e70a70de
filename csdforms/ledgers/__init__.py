"""Files of the sales and finance systems, read into documents and imported into the archive."""
