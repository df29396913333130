"""The book: pages, chapters, downloads and the site, laid out from executed chapters."""
