"""One run of the load generator against one server."""

import json
import subprocess

from lib.paths import BINARIES, WORK, stop_with

ALL_RESULTS = WORK / "results.jsonl"
_next = [1000]  # the number of the next change: none twice, whatever server it is for


def run(server, clients, changes, *, mode="delta", trials=7, warmup=2, timeout="120s", more=()):
    """The result as the load generator tells it, with {@code steps}, and {@code changed} by the name of the change."""
    one = WORK / "result.json"
    one.unlink(missing_ok=True)
    first, *rest = [server.change(what) for what in changes]
    server.steps()
    flags = ["-n", clients, *(["-delta"] if mode == "delta" else []), "-base", _next[0], "-trials", trials, "-warmup", warmup, "-timeout", timeout,
             "-settle", "300ms", "-gap", "50ms", "-label", server.label, "-marker", first["marker"], "-trigger-http", first["http"],
             "-trigger-body", first["body"], *server.flags(), *more, "-json", one]
    for change in rest:
        flags += ["-also", json.dumps(change)]
    _next[0] += len(changes) * (warmup + trials) + 50 + (20_000 if "-rate" in more else 0)
    outcome = subprocess.run(["nice", str(BINARIES / "xdsload"), *map(str, flags)])
    if not one.exists():
        stop_with(f"no load on {server.label}; the lines above say why.")
    result = json.loads(one.read_text())
    with open(ALL_RESULTS, "a") as everything:
        everything.write(one.read_text())
    result["incomplete"] = outcome.returncode != 0
    result["steps"] = server.steps()
    timed = [result["change"]] if "change" in result else []
    result["changed"] = dict(zip(changes, timed + result.get("also", [])))
    return result


def message_bytes(changed):
    """What one client received for one change, without the framing."""
    return round(sum(of_type["bytes"] for of_type in changed["by_type"].values()))
