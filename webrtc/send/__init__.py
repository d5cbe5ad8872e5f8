"""The way of the assistant's sound to the person: queue, pace, Opus, an aiortc track."""
