# --8<-- [start:uno]
print("[x](no-es-enlace.html)")
# --8<-- [end:uno]
