"""Documents that leave a page: what one holds (``contents``), who offers it (``offers``), and how it is written."""
