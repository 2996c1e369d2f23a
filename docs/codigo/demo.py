"""Demo."""


# --8<-- [start:f]
def f(x):
    return x
# --8<-- [end:f]
