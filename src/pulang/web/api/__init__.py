"""The API of a plane, put together from its apps, and the pages that explain it."""
