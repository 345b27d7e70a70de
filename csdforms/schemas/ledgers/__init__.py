"""Lines of what sales and finance systems export; they are no forms, nobody prints them."""
