"""What happens besides single changes: many at once, everybody coming back, clients that hang, and what a client takes of the memory."""

from lib import load
from lib.servers import Convoy, Floor, GoServer, JavaControlPlane, JustStartedConvoy

FRESH = 18640  # the ports of servers that live for one scene
BEFORE = 6  # times that clients come back before it counts: to a server that has run for a while, and on a slow machine compiles slowly
QUIET = "6s"  # after which a Java server has returned what it freed
LARGE_HEAP = ("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch")  # touched beforehand: what the process grows by is outside of the heap


def rate(server):
    """400 changes a second at 100 clients and 100 services, the second time; nothing if it failed."""
    server.resize(100)
    for _ in range(2):
        result = load.run(server, 100, ["endpoint"], trials=0, more=["-rate", "400", "-rate-time", "10s"])
    return None if result["incomplete"] else result["rate"]


def memory(services=1_000, clients=1_000):
    """What a client takes, each server fresh; nothing where the clients did not get everything."""
    java_control_plane = JavaControlPlane(FRESH + 4)
    java_control_plane.options = LARGE_HEAP
    taken = {}
    for label, server, mode in (("convoy", Convoy(FRESH, options=LARGE_HEAP), "delta"),
                                ("convoy, state of the world", Convoy(FRESH, options=LARGE_HEAP), "sotw"),
                                ("go-control-plane", GoServer(FRESH + 2, "go-control-plane", "gcp"), "delta"),
                                ("java-control-plane", java_control_plane, "delta")):
        server.start(services)
        # The code is loaded and the pools are there before anything is counted.
        load.run(server, 50, ["endpoint"], mode=mode, trials=3)
        result = load.run(server, clients, ["endpoint"], mode=mode, trials=1, more=["-settle", QUIET])
        server.close()
        taken[label] = None if result["incomplete"] else {
            part: 1024 * (result[figure]["synced"] - result[figure]["idle"]) / clients for part, figure in (("heap", "heap_mib"), ("process", "rss_mib"))}
    return taken


def storms(servers, floor, services=1_000, clients=1_000):
    """All clients come back at once: with what they hold, then as if they had been restarted. {@code servers} begins with Convoy, whose
    bytes the floor sends to those that come empty."""
    told = {}

    def storm(server, times=1, before=BEFORE, more=()):
        for how, flags in (("resume", ["-resume=true"]), ("empty", ["-resume=false"])):
            result = load.run(server, clients, ["endpoint"], trials=0, more=["-storms", before + times, *flags, *more])
            counted = [] if result["incomplete"] else result["storms"][before:]
            told[server.label, how] = sorted(counted, key=lambda storm: storm["server_cpu_s"])

    for server in servers:
        server.resize(services)
        storm(server, times=3 if server is servers[0] else 1)
        if server is servers[0] and told[server.label, "empty"]:
            all_of = told[server.label, "empty"][0]
            storm(floor.sends_all(all_of["resources_sent_per_client"], all_of["response_bytes_per_client"]), times=3)
    storm(JustStartedConvoy(FRESH, services), before=0, more=["-connect-parallel", 20])  # a thousand that dial until it listens would slow its start
    return told


def crowd(services=1_000, clients=5_000):
    """As many as a server should ever hold, on a heap of 1 GiB that already knows the fleet; and the floor, which sends them as much."""
    told = {}

    def gather(server):
        try:
            told[server.label] = load.run(server, clients, ["endpoint"], trials=1, warmup=0)
        finally:
            server.close()

    gather(Convoy(FRESH, members=5, options=LARGE_HEAP).start(services))
    connect = told["convoy"]["connect"]
    gather(Floor(FRESH + 2).sends_all(connect["resources_per_client"] or 1, connect["rx_mb"] * 1e6 / clients))
    return told


def stalled(services=1_000, clients=100, hanging=500):
    """The same changes with and without clients that ask for everything and read nothing, for longer than the server has patience."""
    told = {}
    changes = "-rate", "20", "-rate-time", "84s"
    server = Convoy(FRESH, options=LARGE_HEAP).start(services)
    try:
        load.run(server, clients, ["weight"], trials=0, more=["-rate", "100", "-rate-time", "5s"])
        told["with"] = load.run(server, clients, ["weight"], trials=0, more=[*changes, "-stalled", hanging, "-stall-how", "stream", "-stall-when", "subscribed"])
        told["without"] = load.run(server, clients, ["weight"], trials=0, more=changes)
    finally:
        server.close()
    return told
