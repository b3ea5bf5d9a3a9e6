"""One endpoint and one weight changed, for each number of clients and of services, in both protocols, on every server in turn."""

import itertools
import statistics

from lib import load
from lib.servers import CHANGES

# More is not worth the time, in clients × services: to connect alone takes each client about 1.3 kB of every service.
MOST = {"delta": {"convoy": 50_000_000, "hub": 10_000_000, "go-control-plane": 1_000_000, "java-control-plane": 1_000_000},
        "sotw": {"convoy": 50_000_000, "hub": 1_000_000, "go-control-plane": 100_000, "java-control-plane": 100_000}}
JUDGED_BY_P99 = "hub", "delta", 10_000, 1_000  # the 99th of a hundred is not the largest of a few
MOST_AGAIN = 10_000_000  # is not measured in more rounds than one
FEW = 100  # clients make quick rounds of a few milliseconds a change, which differ by a quarter: more of them, so that chance counts less


def promised(changes, modes, services, clients, labels):
    """The keys of all cells that a run is to fill: those that take too long are left out beforehand."""
    return [(change, mode, r, n, label) for change, mode, r, n, label in itertools.product(changes, modes, services, clients, labels)
            if r * n <= MOST[mode][label]]


class Cells:
    """The results by (change, mode, services, clients, label): medians over the rounds. A cell of which one round failed has failed."""

    def __init__(self, keys):
        self.promised = keys
        self.rounds = {}
        self.failed = set()

    def add(self, key, changed, steps):
        """{@code changed} is nothing where the change did not come to all clients in time."""
        if changed:
            self.rounds.setdefault(key, []).append((changed, steps))
        else:
            self.failed.add(key)

    def get(self, change, mode, services, clients, label):
        """The median of each figure; nothing where the cell was left out or failed."""
        key = change, mode, services, clients, label
        rounds = self.rounds.get(key)
        if not rounds or key in self.failed:
            return None
        cell = {figure: statistics.median(changed[figure] for changed, _ in rounds)
                for figure in ("p50_ms", "p99_ms", "last_client_ms", "last_answer_ms", "server_cpu_median_ms", "server_cpu_ms")}
        cell["trials"] = statistics.median(changed["trials"] for changed, _ in rounds)
        cell["names"] = statistics.median(changed["names_per_client"] for changed, _ in rounds)
        cell["heard"] = statistics.median(changed["tx_bytes_per_client"] for changed, _ in rounds)
        cell["bytes"] = statistics.median(load.message_bytes(changed) for changed, _ in rounds)
        cell["steps"] = {step: [statistics.median(of_round[step][i] for _, of_round in rounds) for i in (0, 1)] for step in rounds[0][1]}
        cell["before"] = sum(clock for step, (clock, _) in cell["steps"].items() if step != "publish")
        return cell

    def keys(self):
        return self.rounds.keys() | self.failed


def effort(label, size, clients, trials, *, judged_by_p99=False):
    """Fewer where each takes longer; and where there are tens of megabytes for each, not all clients connect at once."""
    if judged_by_p99:
        return {"trials": max(trials, 100), "warmup": 3, "timeout": "600s", "more": ["-connect-parallel", "20"]}
    if label == "convoy" and clients <= FEW:
        return {"trials": trials, "warmup": 20}
    if size >= 10_000_000:
        return {"trials": min(trials, 5), "warmup": 3, "timeout": "600s", "more": ["-connect-parallel", "20"]}
    if size >= 1_000_000 or clients > 1_000:
        return {"trials": min(trials, 5), "warmup": 10}
    return {"trials": trials, "warmup": 20}


def rounds_of(clients, services, rounds):
    if clients * services > MOST_AGAIN:
        return 1
    return 3 * rounds if clients <= FEW else rounds


def measure(cells, servers, floor, clients, services, mode, rounds, trials):
    """One place of the matrix. {@code servers} begins with Convoy, whose bytes the floor sends: these two take turns in several rounds."""
    size = clients * services
    for again in range(rounds_of(clients, services, rounds)):
        for server in servers[:1] if again else servers:
            if size <= MOST[mode][server.label]:
                judged_by_p99 = (server.label, mode, services, clients) == JUDGED_BY_P99
                result = load.run(server, clients, CHANGES, mode=mode, **effort(server.label, size, clients, trials, judged_by_p99=judged_by_p99))
                for change in CHANGES:
                    cells.add((change, mode, services, clients, server.label), result["changed"].get(change), result["steps"].get(change, {}))
        for change in CHANGES:
            convoy = cells.get(change, mode, services, clients, "convoy")
            if convoy:
                floor.exchanges(convoy["bytes"], convoy["heard"], convoy["names"])
                changed = load.run(floor, clients, [change], mode=mode, **effort("floor", 0, clients, trials), more=["-deep", "0"])["changed"]
                cells.add((change, mode, services, clients, "floor"), changed.get(change), {})
