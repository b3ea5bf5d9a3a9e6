"""What Convoy asks of itself, beside what was measured."""

from lib.cell_goals import of_cells
from lib.goal import Goal
from lib.program_goals import of_envoy, of_growth, of_program, of_steps
from lib.report import short


def of(found):
    """{@code found} holds the results of the parts that ran, by the part's name."""
    return [goal for part, goals_of in PARTS.items() if part in found for goal in goals_of(found[part])]


def of_memory(taken):
    for words, label in (("", "convoy"), (" in the state of the world", "convoy, state of the world")):
        words = f"memory of a client{words} at R = 1,000 over TLS: at most 150 kB"
        kb = taken[label]
        yield Goal(words, f"{kb['heap'] + kb['process']:.0f} kB", kb["heap"] + kb["process"] <= 150) if kb else Goal.without_figure(words)


def of_rate(told):
    staleness, silence = "400 changes a second: p99 staleness under 50 ms", "never silent for more than 100 ms meanwhile"
    rate = told["convoy"]
    if not rate:
        yield from map(Goal.without_figure, (staleness, silence))
        return
    yield Goal(staleness, f"{short(rate['p99_ms'])} ms at {short(rate['issued_per_s'])} a second", rate["p99_ms"] < 50 and rate["issued_per_s"] > 390)
    yield Goal(silence, f"{short(rate['longest_silence_ms'])} ms", rate["longest_silence_ms"] <= 100)


def of_storms(told):
    for how, limit in (("resume", 1_000), ("empty", 2_000)):
        words, storms = f"1,000 clients back ({how}) within {limit / 1000:.0f} s", told["convoy", how]
        if not storms:
            yield Goal.without_figure(words)
            continue
        floors = told.get(("floor", how))
        beside = f"the floor {slowest_of(floors):.0f} ms" if floors else "the floor failed"
        yield Goal(words, f"{slowest_of(storms):.0f} ms, the slowest of {len(storms)} ({beside})", slowest_of(storms) <= limit)
    words, storms = "clients that hold everything get nothing again", told["convoy", "resume"]
    again = max((storm["resources_sent_per_client"] for storm in storms), default=None)
    yield Goal(words, f"{again:.0f} resources", again == 0) if storms else Goal.without_figure(words)


def slowest_of(storms):
    return max(storm["all_ms"] for storm in storms)


def of_crowd(told):
    words, crowd = "5,000 clients configured within 30 s, heap within 1 GiB", told["convoy"]
    if crowd["incomplete"]:
        yield Goal.without_figure(words)
        return
    floor = told["floor"]["connect"]["all_ms"] / 1000
    yield Goal(words, f"{crowd['connect']['all_ms'] / 1000:.1f} s (the floor {floor:.1f} s), live {crowd['heap_mib']['synced']:.0f} MiB",
               crowd["connect"]["all_ms"] <= 30_000)


def of_stalled(told):
    with_them, without = told["with"], told["without"]
    if not with_them.get("rate") or not without.get("rate"):
        yield Goal.without_figure("500 stalled clients: heap grows by less than 64 MiB, they are dropped after 60 s, the others are not slowed")
        return
    heap, stall = with_them["heap_mib"], with_them["stalled"]
    grown = max(heap["stalled"], heap.get("dropped", 0)) - heap["synced"]
    process = max(stall["rss_stalled_mib"], stall["rss_after_run_mib"]) - stall["rss_before_mib"]
    yield Goal("500 stalled clients: heap grows by less than 64 MiB", f"{grown:.0f} MiB", grown < 64)
    yield Goal("and the process, whose heap was touched before, with its direct buffers", f"{process:.0f} MiB", None)
    first, last = stall["first_ended_s"], stall["last_ended_s"]
    yield Goal("they are dropped after 60 s: each 60 to 75 s after it stalled", f"{stall['ended_by_server']} of {stall['clients']}, the first after {first:.1f} s,"
               f" the last after {last:.1f} s", stall["ended_by_server"] == stall["clients"] and 60 <= first and last <= 75)
    ratios = {of: with_them["rate"][f"{of}_ms"] / without["rate"][f"{of}_ms"] for of in ("p50", "p99")}
    yield Goal("the others are not slowed: p50 and p99 at most 1.5 ×", ", ".join(f"{of} × {ratio:.2f}" for of, ratio in ratios.items()),
               max(ratios.values()) <= 1.5)


PARTS = {
    "cells": of_cells,
    "memory": of_memory,
    "rate": of_rate,
    "storms": of_storms,
    "crowd": of_crowd,
    "stalled": of_stalled,
    "steps": of_steps,
    "envoy": of_envoy,
    "growth": of_growth,
    "jmh": of_program,
}
