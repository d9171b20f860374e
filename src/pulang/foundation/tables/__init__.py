"""Tables that people send: workbooks and text files read into rows, what is wrong with them, empty ones to fill in."""
