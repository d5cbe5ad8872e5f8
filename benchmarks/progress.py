"""The bar on the terminal that says what is being measured."""

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm


class Bar:
    """One scenario's bar; see scenario.Progress."""

    def __init__(self, bar: "tqdm[None]") -> None:
        self._bar = bar

    def expect(self, steps: int) -> None:
        self._bar.total = (self._bar.total or 0) + steps
        self._bar.refresh()

    def begin(self, what: str) -> None:
        self._bar.set_postfix_str(what)

    def advance(self, steps: int = 1) -> None:
        self._bar.update(steps)


@contextmanager
def progress_bar(name: str) -> Iterator[Bar]:
    with tqdm(total=0, desc=name, unit="step", dynamic_ncols=True) as bar:
        yield Bar(bar)
        bar.set_postfix_str("done")
