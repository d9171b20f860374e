"""Pure rules of country editions: typed operations over one master version, their result, and a newer master."""
