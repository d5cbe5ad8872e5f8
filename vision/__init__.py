from lean_imports import import_without

# Before any module here imports mediapipe.
import_without("mediapipe", "matplotlib", "matplotlib.pyplot")
