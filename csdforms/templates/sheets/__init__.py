"""One declaration a form: its arrangement on paper, readable as the sheet that it draws."""
