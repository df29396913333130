"""Pure functions on tidy tables: DataFrame in, DataFrame or Graph out."""
