"""Importers: official exports, as a person downloads them, into tables that keep their contracts.

One module reads one format and does nothing else: bytes in, tables out. :mod:`~ties.tables.importers.registry` lists
them and tells a format by its content; :mod:`~ties.tables.importers.overlay` joins what was read with the shipped
tables, checks the result against every contract and only then puts it into a folder, all or nothing.
"""
