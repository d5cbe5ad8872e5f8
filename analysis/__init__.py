from lean_imports import import_without

# Before any module here imports lightgbm.
import_without("lightgbm", "sklearn")
