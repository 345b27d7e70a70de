"""Charts that Word draws: what they show, and how they get into a document."""
