"""What Convoy asks of itself in the cells of the matrix. A cell that the run was to fill and did not counts as not met, and is named."""

import dataclasses
from collections.abc import Callable

from lib.goal import Goal
from lib.report import MODES, short, size
from lib.servers import CHANGES

MANY = 100  # clients, from where on the floor is a measure
SOON = 5  # milliseconds, within which the last client may always be
FLAT = 1.3


def cpu(cell):
    return cell["server_cpu_median_ms"]


def last(cell):
    return cell["last_client_ms"] - cell["before"]


@dataclasses.dataclass(frozen=True)
class Bound:
    """Of one cell: Convoy's figure divided by what it may be, from {@code ratio(convoy, floor)}, is at most {@code limit}; none where
    it is only told."""

    words: str
    limit: float | None
    divided_by: str
    ratio: Callable[[dict, dict], float]


BOUNDS = (
    Bound("server CPU at most 2 × the floor for N ≥ 100", 2, "the floor", lambda convoy, floor: cpu(convoy) / cpu(floor)),
    Bound("the same of the mean, with collectors and compilers", 2, "the floor", lambda convoy, floor: convoy["server_cpu_ms"] / floor["server_cpu_ms"]),
    Bound("last client at most max(2 × the floor, 5 ms)", 1, "that", lambda convoy, floor: last(convoy) / max(2 * floor["last_client_ms"], SOON)),
    # Told, not asked: Convoy lets a long answer wait with its client, so that the others hear of the change before it is read.
    Bound("the same until the last has written its answer", None, "that",
          lambda convoy, floor: (convoy["last_answer_ms"] - convoy["before"]) / max(2 * floor["last_answer_ms"], SOON)),
)


def of_cells(cells):
    places = [key[:4] for key in cells.promised if key[4] == "convoy"]
    busy = [place for place in places if place[3] >= MANY]
    if busy:
        yield from (within(bound, cells, busy) for bound in BOUNDS)
    for change in CHANGES:
        for mode in MODES:
            here = [place for place in busy if place[:2] == (change, mode)]
            if len({services for _, _, services, _ in here}) > 1:
                yield from flat(cells, change, mode, here)
    weights = [place for place in places if place[0] == "weight"]
    if weights:
        yield one_weight(cells, weights)
    for change in CHANGES:
        key = change, "delta", 10_000, 1_000, "hub"
        if key in cells.promised:
            yield from_the_write(cells, key)


def where(place):
    change, mode, services, clients = place
    return f"{change}, {MODES[mode]}, R = {services:,}, N = {clients:,}"


def and_named(measured, missing):
    """What was measured, and the places where nothing was."""
    return "; ".join([*filter(None, [measured]), *(f"no figure for {where(place)}" for place in missing)])


def pair(cells, place):
    """Convoy's cell and the floor's; nothing where one of them is missing."""
    both = [cells.get(*place, label) for label in ("convoy", "floor")]
    return both if all(both) else None


def within(bound, cells, places):
    ratios = {place: bound.ratio(*both) for place in places if (both := pair(cells, place))}
    missing = [place for place in places if place not in ratios]
    met = sum(ratio <= (bound.limit or 1) for ratio in ratios.values())
    measured = f"in {met} of {len(places)} cells"
    if ratios:
        worst = max(ratios, key=ratios.get)
        measured += f"; at worst {ratios[worst]:.1f} × {bound.divided_by} ({where(worst)})"
    return Goal(bound.words, and_named(measured, missing), met == len(places) if bound.limit else None)


def flat(cells, change, mode, places):
    """Convoy at the most services over Convoy at the fewest, divided by the same of the floor, which sends as many bytes."""
    few, many = (of(services for _, _, services, _ in places) for of in (min, max))
    words = f"{change}, {MODES[mode]}: R = {many:,} within {FLAT} × of R = {few:,}"
    of_cpu, of_last, missing = [], [], []
    for clients in sorted({clients for *_, clients in places}):
        ends = (change, mode, few, clients), (change, mode, many, clients)
        if any(place not in places for place in ends):
            continue  # it would take too long
        (small, large) = (pair(cells, place) for place in ends)
        if not small or not large:
            missing += [place for place in ends if not pair(cells, place)]
            continue
        of_cpu.append(Growth(clients, cpu(large[0]), cpu(large[0]) / cpu(small[0]), cpu(large[1]) / cpu(small[1])))
        of_last.append(Growth(clients, last(large[0]), last(large[0]) / last(small[0]), large[1]["last_client_ms"] / small[1]["last_client_ms"]))
    yield Goal(f"{words} in CPU, bytes apart (divided by what the floor grows by)",
               and_named(told(of_cpu), missing), not missing and all(growth.apart <= FLAT for growth in of_cpu))
    yield Goal(f"{words} until the last client, bytes apart, or within {SOON} ms at R = {many:,}",
               and_named(told(of_last), missing), not missing and all(growth.apart <= FLAT or growth.milliseconds <= SOON for growth in of_last))


@dataclasses.dataclass(frozen=True)
class Growth:
    """From few services to many, with so many clients: what it is at many, and the ratios of Convoy and of the floor."""

    clients: int
    milliseconds: float
    raw: float
    floor: float

    @property
    def apart(self):
        return self.raw / self.floor


def told(growths):
    return ", ".join(f"{g.apart:.2f} × (N = {g.clients:,}: {g.raw:.2f} × to {short(g.milliseconds)} ms, the floor {g.floor:.2f} ×)" for g in growths)


def one_weight(cells, places):
    found = {place: cell["bytes"] for place in places if (cell := cells.get(*place, "convoy"))}
    missing = [place for place in places if place not in found]
    most = max(found.values(), default=0)
    return Goal("one changed weight: at most 16 kB a client at any R", and_named(size(most), missing), not missing and most <= 16_000)


def from_the_write(cells, key):
    words = f"from the API write, {key[0]}, N = 1,000, R = 10,000: p99 under 150 ms"
    cell = cells.get(*key)
    return Goal(words, f"{short(cell['p99_ms'])} ms of {cell['trials']:.0f} writes", cell["p99_ms"] < 150) if cell else Goal.without_figure(words)
