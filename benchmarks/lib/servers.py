"""The servers under test that only publish. Each serves R services and changes one endpoint or one weight at a PUT on its admin port."""

import json
import shlex
import signal
import subprocess
import time
import urllib.request

from lib.paths import BINARIES, CERTIFICATES, CLASSES, LIBRARIES, WORK, java_home, link, stop_with

HOST = "127.30.0.1"
CHANGES = ("endpoint", "weight")
MOST_CLIENTS = 6000  # with those that stall
SHORTEST_NAME = 9  # svc-00000
TRIM = "-XX:TrimNativeHeapInterval=5000"  # what TLS freed goes back to the system, as in deploy/bin/hub


def make_certificates(members):
    """A certificate for each member, and each client's: the members take turns."""
    subprocess.run([BINARIES / "xdsload", "certs", "-dir", CERTIFICATES, "-n", str(members), "-cn", "member-{i}", "-hosts", HOST], check=True)
    for i in range(MOST_CLIENTS):
        for end in ("pem", "key"):
            link(f"client-{i % members}.{end}", CERTIFICATES / f"gateway-{i}.{end}")


def tls(ca, certificate, key):
    return ["-tls-ca", ca, "-tls-cert", certificate, "-tls-key", key]


class Server:
    """A process, its port and its admin port, both with the clients' certificates and in plaintext respectively."""

    label = ""
    heap = True

    def __init__(self, port):
        self.port = port
        self.process = None

    def command(self, services):
        raise NotImplementedError

    def cluster(self, i):
        return f"svc-{i:05d}"

    def start(self, services):
        log = open(WORK / f"{self.label}.log", "w")
        self.process = subprocess.Popen([str(part) for part in self.command(services)], stdout=log, stderr=subprocess.STDOUT)
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://{HOST}:{self.port + 1}/ready", timeout=2)
                return self
            except urllib.error.HTTPError:
                return self  # it answers
            except OSError:
                time.sleep(0.1)
        stop_with(f"{self.label} did not start; {log.name} says why.")

    def resize(self, services):
        """A new process, unless the server has a better way."""
        self.close()
        self.start(services)

    def flags(self):
        certificate = CERTIFICATES / "gateway-{i}.pem"
        heap = ["-heap-http", f"http://{HOST}:{self.port + 1}/heap"] if self.heap else []
        return ["-server", f"{HOST}:{self.port}", *self.of_process(), *heap,
                *tls(CERTIFICATES / "ca.pem", certificate, certificate.with_suffix(".key"))]

    def of_process(self):
        return ["-server-pid", self.process.pid]

    def change(self, what):
        marker = f"weight:{self.cluster(0)}" if what == "weight" else "ip:127"
        return {"label": what, "marker": marker, "http": f"PUT http://{HOST}:{self.port + 1}/{what}/{{v}}", "body": ""}

    def steps(self):
        return {}

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def put(self, path):
        request = urllib.request.Request(f"http://{HOST}:{self.port + 1}/{path}", method="PUT")
        urllib.request.urlopen(request, timeout=600).read()


class GoServer(Server):
    def __init__(self, port, label, program):
        super().__init__(port)
        self.label, self.program = label, program

    def command(self, services):
        c = CERTIFICATES
        return [BINARIES / self.program, "-listen", f"{HOST}:{self.port}", "-admin", f"{HOST}:{self.port + 1}", "-tls-cert", c / "server.pem",
                "-tls-key", c / "server.key", "-client-ca", c / "ca.pem", *self.arguments(services)]

    def arguments(self, services):
        return ["-routes", services]


class Floor(GoServer):
    """The bare gRPC server; {@code size} bytes are a change, {@code first} all that a client gets before. In the state of the world its clients
    name all {@code names} services in each request, each with {@code letters} bytes."""

    heap = False

    def __init__(self, port):
        super().__init__(port, "floor", "rawfan")
        self.size, self.names, self.letters, self.first = 0, 1, SHORTEST_NAME, 0

    def arguments(self, services):
        return ["-size", self.size, "-routes", self.names, "-names", self.letters, "-first", self.first]

    def exchanges(self, sent, heard, names):
        """So many bytes for a change, and for its acknowledgement, which repeats so many names; a new process."""
        self.size, self.names, self.first = round(sent), max(1, round(names)), 0
        of_names = heard - 150  # less what else is in a request
        self.letters = max(SHORTEST_NAME, round(of_names / self.names) - 2) if self.names > 1 else SHORTEST_NAME
        self.resize(self.names)

    def sends_all(self, resources, size):
        """A new process, whose clients hold so many resources of so many bytes in all."""
        self.names, self.letters, self.first = max(1, round(resources / 2)), SHORTEST_NAME, round(size)
        self.resize(self.names)
        return self

    def change(self, what):
        return super().change("endpoint")


class JavaServer(Server):
    main = ""
    options = ("-Xmx4g",)

    def arguments(self, services):
        return [services]

    def command(self, services):
        return [java_home() / "bin/java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", TRIM,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", *self.options, "-cp", f"{CLASSES}:{LIBRARIES}/*", self.main,
                f"{HOST}:{self.port}", f"{HOST}:{self.port + 1}", CERTIFICATES, *self.arguments(services)]

    def resize(self, services):
        self.put(f"services/{services}")

    def steps(self):
        return json.load(urllib.request.urlopen(f"http://{HOST}:{self.port + 1}/steps", timeout=60))


class JavaControlPlane(JavaServer):
    label = "java-control-plane"
    main = "dev.convoy.bench.JavaControlPlane"


class Convoy(JavaServer):
    """From the publish: no API, no database."""

    label = "convoy"
    main = "dev.convoy.bench.PublishServer"

    def __init__(self, port, members=1, options=JavaServer.options):
        super().__init__(port)
        self.members, self.options = members, options

    def arguments(self, services):
        return [self.members, services]

    def cluster(self, i):
        return f"serviceimport/shop/svc-{i:05d}/80"


class JustStartedConvoy(Convoy):
    """The load generator starts it, and once more before everybody comes back."""

    label = "convoy, just started"
    heap = False

    def __init__(self, port, services):
        super().__init__(port)
        self.services = services

    def of_process(self):
        command = shlex.join(map(str, self.command(self.services)))
        return ["-exec", command, "-exec-log", WORK / "just-started.log", "-restart"]

    def steps(self):
        return {}
