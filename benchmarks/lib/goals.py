"""What Convoy asks of itself, beside what was measured."""

from lib.report import MODES, short, size, table
from lib.servers import CHANGES


def rows(found):
    """{@code found} holds the results of the parts that ran, by the part's name."""
    told = []

    def goal(words, measured, met):
        told.append([words, measured, "yes" if met else "**no**"])

    if "cells" in found:
        of_cells(found["cells"], goal)
    if "memory" in found:
        kb = found["memory"]["convoy"]
        goal("memory of a client at R = 1,000 over TLS: at most 150 kB", f"{kb['heap'] + kb['process']:.0f} kB", kb["heap"] + kb["process"] <= 150)
    if "rate" in found:
        rate = found["rate"]["convoy"]
        goal("400 changes a second: p99 staleness under 50 ms", f"{short(rate['p99_ms'])} ms at {short(rate['issued_per_s'])} a second",
             rate["p99_ms"] < 50 and rate["issued_per_s"] > 390)
        goal("never silent for more than 100 ms meanwhile", f"{short(rate['longest_silence_ms'])} ms", rate["longest_silence_ms"] <= 100)
    if "storms" in found:
        for how, limit in (("resume", 1_000), ("empty", 2_000)):
            storms = found["storms"]["convoy", how]
            slowest = max(storm["all_ms"] for storm in storms)
            goal(f"1,000 clients back ({how}) within {limit / 1000:.0f} s", f"{slowest:.0f} ms, the slowest of {len(storms)}", slowest <= limit)
        again = max(storm["resources_sent_per_client"] for storm in found["storms"]["convoy", "resume"])
        goal("clients that hold everything get nothing again", f"{again:.0f} resources", again == 0)
    if "crowd" in found:
        crowd = found["crowd"]["convoy"]
        goal("5,000 clients configured within 30 s, heap within 1 GiB", f"{crowd['connect']['all_ms'] / 1000:.1f} s, live {crowd['heap_mib']['synced']:.0f} MiB",
             not crowd["incomplete"] and crowd["connect"]["all_ms"] <= 30_000)
    if "stalled" in found:
        with_them, without = found["stalled"]["with"], found["stalled"]["without"]
        heap, stall = with_them["heap_mib"], with_them["stalled"]
        grown = max(heap["stalled"], heap.get("dropped", 0)) - heap["synced"]
        goal("500 stalled clients: heap grows by less than 64 MiB", f"{grown:.0f} MiB", grown < 64)
        goal("they are dropped after 60 s", f"{stall['ended_by_server']} of {stall['clients']} within 84 s", stall["ended_by_server"] == stall["clients"])
        ratio = with_them["rate"]["p50_ms"] / without["rate"]["p50_ms"]
        goal("the others are not slowed", f"p50 × {ratio:.2f}", ratio < 1.5)
    return told


def of_cells(cells, goal):
    cpu, last, answered, bytes_of_weight = [], [], [], [0]
    for change, mode, services, clients, label in cells.keys():
        convoy, floor = (cells.get(change, mode, services, clients, of) for of in ("convoy", "floor"))
        if label != "convoy" or not floor:
            continue
        if change == "weight":
            bytes_of_weight.append(convoy["bytes"])
        if clients >= 100:
            where = f"{change}, {MODES[mode]}, R = {services:,}, N = {clients:,}"
            cpu.append((convoy["server_cpu_median_ms"] / floor["server_cpu_median_ms"], where))
            for ratios, until in ((last, "last_client_ms"), (answered, "last_answer_ms")):
                ratios.append(((convoy[until] - convoy["before"]) / max(2 * floor[until], 5), where))
    for words, ratios, limit in (("server CPU at most 2 × the floor for N ≥ 100", cpu, 2), ("last client at most max(2 × the floor, 5 ms)", last, 1),
                                 ("the same until the last has written its answer", answered, 1)):
        if ratios:
            met = sum(ratio <= limit for ratio, _ in ratios)
            worst, where = max(ratios)
            goal(words, f"in {met} of {len(ratios)} cells; at worst {worst:.1f} × {'the floor' if limit == 2 else 'that'} ({where})", met == len(ratios))
    for change in CHANGES:
        for mode in MODES:
            flat(cells, change, mode, goal)
    if max(bytes_of_weight):
        goal("one changed weight: at most 16 kB a client at any R", size(max(bytes_of_weight)), max(bytes_of_weight) <= 16_000)
    for change in CHANGES:
        cell = cells.get(change, "delta", 10_000, 1_000, "hub")
        if cell:
            goal(f"from the API write, {change}, N = 1,000, R = 10,000: p99 under 150 ms", f"{short(cell['p99_ms'])} ms", cell["p99_ms"] < 150)


def flat(cells, change, mode, goal):
    """Convoy's CPU at the most services over that at the fewest, divided by the floor's: bytes apart."""
    found = []
    sizes = sorted({key[2] for key in cells.keys()})
    for clients in sorted({key[3] for key in cells.keys() if key[3] >= 100}):
        few, many = ([cells.get(change, mode, r, clients, label) for label in ("convoy", "floor")] for r in (sizes[0], sizes[-1]))
        if len(sizes) > 1 and all(few) and all(many):
            ratio = many[0]["server_cpu_median_ms"] / few[0]["server_cpu_median_ms"] * few[1]["server_cpu_median_ms"] / many[1]["server_cpu_median_ms"]
            found.append((ratio, clients))
    if found:
        measured = ", ".join(f"{ratio:.2f} × (N = {clients:,})" for ratio, clients in found)
        goal(f"{change}, {MODES[mode]}: R = {sizes[-1]:,} within 1.3 × of R = {sizes[0]:,}, bytes apart", measured, all(r <= 1.3 for r, _ in found))


def report(found):
    all_rows = rows(found)
    return table(["goal", "measured", "met"], all_rows) if all_rows else ""
