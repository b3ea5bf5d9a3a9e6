"""What Convoy asks of itself in what the measuring programs print. A figure that is not printed is not met."""

import re

from lib.goal import Goal

FLAT = 1.3
AT_ONCE = 1  # millisecond, below which the timer decides, and whether ten hosts are in one message or the hundred of a shard
GROW = ("locality", "member comes", "member goes", "exporter comes", "exporter goes", "listener")  # touch what grows


def of_program(printed):
    """Only where it failed."""
    if printed.failure:
        yield Goal("each measuring program ends well", printed.failure, False)


def of_steps(printed):
    """From the table that ChangeCost prints: a row for each change at each R."""
    yield from of_program(printed)
    sums = sums_by_change(printed.text)
    if not sums:
        yield Goal.without_figure("the steps of the pipeline: none grows with R")
        return
    few, many = (of(at for by_size in sums.values() for at in by_size) for of in (min, max))
    if few == many:
        return
    for change, by_size in sums.items():
        if change not in ("load", *GROW):
            words = f"steps of {change}: R = {many:,} within {FLAT} × of R = {few:,}, or within {AT_ONCE} ms (timers, and a shard's size)"
            if few in by_size and many in by_size:
                yield Goal(words, growth(by_size, few, many), by_size[many] <= max(FLAT * by_size[few], AT_ONCE))
            else:
                yield Goal.without_figure(words, "a row is missing")
    exceptions = [f"{change} {growth(by_size, few, many)}" for change in GROW if {few, many} <= (by_size := sums.get(change, {})).keys()]
    yield Goal("changes that touch what grows: all services, all routes of a listener, all that a member is told", "; ".join(exceptions), None)


def growth(by_size, few, many):
    return f"{by_size[few]:.3f} → {by_size[many]:.3f} ms ({by_size[many] / by_size[few]:.1f} ×)"


def sums_by_change(text):
    """{change: {R: milliseconds}}; a row with more gateways than one is another matter."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    if not rows or not {"change", "R", "sum"} <= set(rows[0]):
        return {}
    change, size, total = (rows[0].index(column) for column in ("change", "R", "sum"))
    sums = {}
    for row in rows[1:]:
        if re.fullmatch(r"[\d,]+", row[size]):
            sums.setdefault(row[change], {})[int(row[size].replace(",", ""))] = float(row[total].replace(",", ""))
    return sums


def of_envoy(printed):
    yield from of_program(printed)
    cpu, visible = "a changed route at R = 10,000: at most 10 ms of a real Envoy's CPU", "visible in it within 50 ms of the publish"
    found = re.search(r"One changed route of 10,000 hosts in \d+ shards: ([\d.]+) ms of Envoy's CPU, visible after ([\d.]+) ms \(median; at most ([\d.]+)\)",
                      printed.text)
    if not found:
        yield from map(Goal.without_figure, (cpu, visible))
        return
    yield Goal(cpu, f"{found[1]} ms", float(found[1]) <= 10)
    yield Goal(visible, f"{found[3]} ms at most, {found[2]} as a median", float(found[3]) <= 50)


def of_growth(printed):
    """From what GrowingGatewayTest prints: a line for each protocol, of which the last figures are the requests."""
    yield from of_program(printed)
    words = "from 100 to 10,000 hosts and back under 500 requests a second: 0 failed"
    runs = re.findall(r"(\w+): 100 to 10000 hosts .*: (\d+) of (\d+) requests failed \((\d+) a second\)", printed.text)
    measured = ", ".join(f"{failed} of {int(of):,} at {rate} a second ({protocol})" for protocol, failed, of, rate in runs)
    yield Goal(words, measured, not printed.failure and all(int(failed) == 0 for _, failed, _, _ in runs)) if runs else Goal.without_figure(words)
