"""The report of a run, RESULTS.md."""

import datetime
import os
import platform
import subprocess

from lib.paths import ROOT, WORK
from lib.servers import CHANGES

MODES = {"delta": "delta", "sotw": "state of the world"}
NOTE = """Milliseconds from just before a change until the last of all clients has read it (`last`, the median of the trials; `p50` and `p99` over
all clients and trials), and of the server's CPU time per change (the median of the trials, so that compilers and collectors are outside;
`build/bench/results.jsonl` has the means, too, and `last_answer_ms`: until the last client has written its answer, which in state of the world
repeats all names). All servers and clients speak mutual TLS on one machine, in turns; the clients compete with the
server for the cores. Convoy's publisher and the floor take turns in rounds, three unless `--rounds` says otherwise and three times as many for up
to 100 clients, whose medians stand here; the other servers, and 5,000 clients at R = 10,000, have one round. Compare only within one table. –: left
out, since it would take minutes to connect or to change; a goal counts what failed as not met. Convoy's publisher and java-control-plane have run for
a while, as a hub does that runs for months: 800 changes a second for 10 s of each kind and protocol, 3 s more at each R (java-control-plane: up to
1,000), and 100 clients that came back 40 times; where it counts how fast all come back, they did so six times before,
to each server, and of 400 changes a second the second ten seconds count.

* **Convoy from the publish**: the real xDS server and all steps from the changed object to the last client, planning and translation included; without API
  and database. `before` is what passes before the publication.
* **Convoy from the API write**: the whole hub: admission, PostgreSQL's commit, reading, planning, translation, statuses (CPU: the hub's JVM).
* **floor**: a bare gRPC server in Go that sends ready bytes, as many as Convoy does in that cell, and hears as many names, as long ones.
  `×` is Convoy from the publish, divided by it. Goal for 100 clients or more: CPU at most 2 ×, last client at most 2 × or 5 ms (of what comes after `before`).
* **go-control-plane**, **java-control-plane**: their own servers and snapshot caches with the same services, from a call that changes the cache.
"""


def short(number):
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def size(count):
    return f"{count / 1e6:.2f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB" if count >= 1e3 else f"{count:.0f} B"


def table(header, rows):
    return "\n".join(["| " + " | ".join(header) + " |", "|" + "--|" * len(header), *("| " + " | ".join(row) + " |" for row in rows)])


def row(cells, change, mode, services, clients):
    labels = "convoy", "hub", "floor", "go-control-plane", "java-control-plane"
    convoy, hub, floor, go, java = (cells.get(change, mode, services, clients, label) for label in labels)

    def nothing(label):
        return "failed" if (change, mode, services, clients, label) in cells.failed else "–"

    def pair(cell, label):
        return f"{short(cell['last_client_ms'])} · {short(cell['server_cpu_median_ms'])}" if cell else nothing(label)

    columns = [f"{services:,}", f"{clients:,}"]
    if convoy:
        columns += [size(convoy["bytes"]), f"{short(convoy['p50_ms'])} / {short(convoy['p99_ms'])} / {short(convoy['last_client_ms'])}",
                    short(convoy["before"]), short(convoy["server_cpu_median_ms"])]
    else:
        columns += [nothing("convoy")] * 4
    columns.append(pair(floor, "floor"))
    if convoy and floor:
        last = convoy["last_client_ms"] - convoy["before"]
        met = last <= max(2 * floor["last_client_ms"], 5) and convoy["server_cpu_median_ms"] <= 2 * floor["server_cpu_median_ms"]
        columns.append(f"{last / floor['last_client_ms']:.1f} · {convoy['server_cpu_median_ms'] / floor['server_cpu_median_ms']:.1f}"
                       + (" ✓" if met else " ✗") * (clients >= 100))
    else:
        columns.append("–")
    columns.append(f"{short(hub['p50_ms'])} / {short(hub['p99_ms'])} / {short(hub['last_client_ms'])} · {short(hub['server_cpu_median_ms'])}"
                   if hub else nothing("hub"))
    return columns + [pair(go, "go-control-plane"), pair(java, "java-control-plane")]


def matrix(cells):
    parts = []
    header = ["R", "N", "bytes a client", "from the publish: p50 / p99 / last", "before", "CPU", "floor: last · CPU", "× last · CPU",
              "from the API: p50 / p99 / last · CPU", "go-control-plane: last · CPU", "java-control-plane: last · CPU"]
    for change in CHANGES:
        for mode, words in MODES.items():
            places = sorted({(services, clients) for of, in_mode, services, clients, _ in cells.keys() if (of, in_mode) == (change, mode)})
            if places:
                rows = [row(cells, change, mode, *place) for place in places]
                parts.append(f"### One {change} changed, {words}\n\n{table(header, rows)}\n")
    return "\n".join(parts)


def rate(told):
    rows = [[label, f"{short(r['issued_per_s'])}", short(r["p50_ms"]), short(r["p99_ms"]), short(r["max_ms"]), short(r["longest_silence_ms"]),
             f"{r['pushes_per_change_client']:.2f}", short(r["server_cpu_ms_per_change"])] if r else [label, *["failed"] * 7] for label, r in told.items()]
    return table(["server", "changes a second", "stale: p50", "p99", "max", "longest silence of a client", "pushes a change", "CPU a change"], rows)


def memory(taken):
    rows = [[label, f"{kb['heap']:.0f}", f"{kb['process']:.0f}", "–" if "go-" in label else f"{kb['heap'] + kb['process']:.0f}"] if kb else [label, *["failed"] * 3]
            for label, kb in taken.items()]
    words = ("Java's heap is touched beforehand, so that what the process grows by is outside of it: both add up. Go's heap is within its process."
             " Each server had 50 clients before, which left.")
    return words + "\n\n" + table(["server", "live heap, kB a client", "process grown by, kB a client", "in all"], rows)


def storms(told):
    rows = []
    for (label, how), all_of in told.items():
        if not all_of:
            rows.append([label, how, *["failed"] * 7])
        else:
            s = all_of[len(all_of) // 2]
            back = max(s["p99_ms"], min(s["all_ms"], s["last_response_ms"] or s["all_ms"]))
            rows.append([label, how, short(s["p50_ms"]), short(back), f"{s['resources_sent_per_client']:.0f} of {s['resources_held_per_client']:.0f}",
                         size(s["response_bytes_per_client"]), str(s["unanswered_clients"]), f"{s['server_cpu_s']:.2f}", f"{s['loadgen_cpu_s']:.2f}"])
    words = ("The floor has as many bytes ready for those that come empty, and reads by Go's protobuf what the others claim to hold, as many resources,"
             " without comparing it. A server that was just started is a new process, of which this is the first storm: nothing in it is compiled.")
    return words + "\n\n" + table(["server", "they come back", "p50", "last", "resources sent again", "bytes sent again, a client", "had nothing to be told", "CPU s", "CPU s of the clients"], rows)


def crowd(told):
    result, floor = told["convoy"], told["floor"]["connect"]
    heap, rss, connect = result["heap_mib"], result["rss_mib"], result["connect"]
    return (f"{result['n']:,} clients configured in {connect['all_ms'] / 1e3:.1f} s (half of them in {connect['p50_ms'] / 1e3:.1f} s), "
            f"{connect['rx_mb']:,.0f} MB sent, {connect['server_cpu_s']:.1f} s of CPU; live heap {heap['idle']:.0f} → {heap['synced']:.0f} MiB of 1,024, "
            f"process {rss['idle']:.0f} → {rss['synced']:.0f} MiB. The clients themselves took {connect['loadgen_cpu_s']:.1f} s of CPU.\n\n"
            f"The floor: {floor['all_ms'] / 1e3:.1f} s, {floor['rx_mb']:,.0f} MB, {floor['server_cpu_s']:.1f} s of CPU; the clients {floor['loadgen_cpu_s']:.1f} s.")


def stalled(told):
    w, without = told["with"], told["without"]
    if not w.get("rate") or not without.get("rate"):
        return "The run failed."
    heap, stall = w["heap_mib"], w["stalled"]
    rows = [[how, short(r["p50_ms"]), short(r["p99_ms"]), short(r["server_cpu_ms_per_change"])]
            for how, r in (("with them", w["rate"]), ("without", without["rate"]))]
    rows.append(["ratio", *(f"{w['rate'][of] / without['rate'][of]:.2f}" for of in ("p50_ms", "p99_ms", "server_cpu_ms_per_change"))])
    rss = stall["rss_before_mib"], stall["rss_stalled_mib"], stall["rss_after_run_mib"]
    return (f"{stall['clients']} clients ask for everything and read nothing, while 20 weights a second change for 84 s: live heap {heap['synced']:.0f} MiB before, {heap['stalled']:.0f} "
            f"with them connected, {heap.get('dropped', 0):.0f} at the end; {stall['ended_by_server']} had been dropped by then, "
            f"{stall['first_ended_s']:.1f} to {stall['last_ended_s']:.1f} s after each stopped reading. The process took {rss[0]:.0f} MiB before, {rss[1]:.0f} with them, "
            f"{rss[2]:.0f} at the end: its heap was touched beforehand, and what hangs is in direct buffers.\n\n"
            + table(["the other clients", "stale: p50", "p99", "CPU a change"], rows))


def program(printed):
    return f"```\n{printed.text}\n```\n\n{printed.failure}"


def steps(printed):
    return f"{printed.text}\n\n{printed.failure}"


SECTIONS = {  # the title of each part, and how its results are told
    "cells": ("One change", matrix),
    "rate": ("400 changes a second (N = 100, R = 100)", rate),
    "storms": ("Everybody comes back (N = 1,000, R = 1,000)", storms),
    "memory": ("Memory (N = 1,000, R = 1,000, delta unless it says otherwise)", memory),
    "crowd": ("5,000 clients (R = 1,000, five members)", crowd),
    "stalled": ("Clients that hang (N = 100, R = 1,000)", stalled),
    "steps": ("The steps of the pipeline: CPU milliseconds of its thread, and bytes to a client (`make bench-pipeline`)", steps),
    "envoy": ("In a real Envoy", program),
    "growth": ("A Gateway that grows, in a real Envoy (`make grow`)", program),
    "jmh": ("Hot functions", program),
}


def write(file, found, goals, arguments, seconds, busy):
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    memory_of_all = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    text = f"""# What a change costs

Written by `benchmarks/run{''.join(' ' + a for a in arguments)}` on {datetime.date.today()} in {seconds / 60:.0f} minutes, commit {commit}: {os.cpu_count()} cores,
{memory_of_all:.0f} GiB, {platform.machine()}, Linux {platform.release()}, load average {busy:.1f} before it began.

{NOTE}
## Goals

{goals}

"""
    told = [(title, tell(found[part])) for part, (title, tell) in SECTIONS.items() if part in found]
    text += "\n".join(f"## {title}\n\n{body.strip()}\n" for title, body in told)
    file.write_text(text)
    print(text)
    print(f"bench: written to {file.relative_to(ROOT)}" + (", since something was left out" if file.parent == WORK else ""))
