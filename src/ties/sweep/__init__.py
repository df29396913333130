"""A chapter run over a grid of parameters, on one machine or on a cluster."""
