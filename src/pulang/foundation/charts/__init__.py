"""Charts drawn on the server: specifications (``specs``), the SVG (``drawing``), and what a page shows (``shown``)."""
