"""How the cost of reading minutes grows with the text, as ratios in one run. Not a test: nothing is asserted.

    .venv/bin/python -m tests.bench.minutes

Ordinary text is made of the texts kept for the tests; hostile text repeats one thing that a careless pattern would try
again and again. Each figure is the best of a few runs in processor time, so that a busy machine does not decide it.
"""

import gc
import time
import tracemalloc
from pathlib import Path

from meetings.minutes import read

TEXTS = Path(__file__).resolve().parents[1] / "meetings" / "minutes" / "texts"
SIZES = {"10 kB": 10_000, "100 kB": 100_000, "1 MB": 1_000_000}
PROSE = (
    "The Commissioner presented the quarterly figures and said that calls had been answered more quickly than a year "
    "ago, although the wait on some evenings was still longer than he would like. Members asked how the figures had "
    "been gathered, and whether the rural stations had been counted with the others. The Commissioner would provide a "
    "note on the rural stations by the next meeting.\n\n"
) * 6
HOSTILE = {
    "one line of capitals": "A ",
    "one line of letters in brackets": "(a) x; ",
    "one line of decimals": "1.1 ",
    "one line of quotation marks": '"',
    "one line of bullets": "· x ",
    "markers, a line each": "RESOLVED\n",
    "lists that open lists": "RESOLVED that\n(a) x:\n",
    "motions never put": "Moved by A and seconded by B -\nThat x be y\n",
    "questions, a line each": "(1) Why?\n",
    "numbers and titles": "1.\nTitle\n",
    "titles with a colon": "Salt:\n• It was so.\n",
    "rows of decisions": "Minute\tSubject\tDecision\n41\tSalt\tRESOLVED to note.\n",
    "blank lines": "\n",
}


def text_of(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def cost(text: str, rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        read(text)
        best = min(best, time.process_time() - begun)
    return best


def peak(text: str) -> float:
    """The most memory a reading took, in bytes for each byte of the text."""
    tracemalloc.start()
    read(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / len(text)


def row(title: str, unit: str) -> None:
    told = []
    before = None
    for name, size in SIZES.items():
        taken = cost(text_of(unit, size), 1 if size > 100_000 else 3)
        ratio = f" (x{taken / before:5.1f})" if before else ""
        told.append(f"{name}: {taken * 1000:8.1f} ms{ratio}")
        before = max(taken, 0.0001)
    print(f"{title:<34} {'   '.join(told)}", flush=True)  # noqa: T201


def main() -> None:
    ordinary = "\n\n".join(path.read_text() for path in sorted(TEXTS.glob("*.txt")))
    row("minutes, items and decisions", PROSE + ordinary[:6_000])
    row("prose", PROSE)
    row("short lines, dense", ordinary)
    for title, unit in HOSTILE.items():
        row(title, unit)
    for name, size in SIZES.items():
        told = f"{peak(text_of(PROSE, size)):.0f} (prose), {peak(text_of(ordinary, size)):.0f} (short lines)"
        print(f"memory at {name}: bytes for each byte of text: {told}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
