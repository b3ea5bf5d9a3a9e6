"""The whole hub with an embedded PostgreSQL: a change begins at the API write."""

import base64
import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import threading
import time
import urllib.request

from lib.paths import ROOT, WORK, link, stop_with
from lib.servers import HOST, MOST_CLIENTS, tls

API, XDS, HEALTH = 18543, 18500, 18509
FLEET = "/apis/fleet.convoy.dev/v1alpha1"
GATEWAY_API = "/apis/gateway.networking.k8s.io/v1/namespaces/shop"
EXPORTER = "/members/member-0"
WRITERS = 6


class Hub:
    """Members on one network, the first of which exports R services; for each a host, a canary rule and a weighted rule (as BenchFleet.java)."""

    label = "hub"

    def __init__(self, members):
        shutil.rmtree(WORK / "hub", ignore_errors=True)
        (WORK / "hub").mkdir(parents=True)
        self.members, self.services = members, 0
        self.connections = threading.local()
        log = open(WORK / "hub.log", "w")
        self.process = subprocess.Popen(
            [ROOT / "deploy/bin/hub", "--embedded-postgres", WORK / "hub/data", f"-Dconvoy.home={WORK}/hub/home",
             f"-Dconvoy.names={HOST}", f"-Dconvoy.api.host={HOST}", f"-Dconvoy.api.port={API}", f"-Dconvoy.xds.host={HOST}",
             f"-Dconvoy.xds.port={XDS}", f"-Dquarkus.management.host={HOST}", f"-Dquarkus.management.port={HEALTH}"],
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

    def start(self):
        for _ in range(3000):
            try:
                if urllib.request.urlopen(f"http://{HOST}:{HEALTH}/q/health/ready", timeout=2).status == 200:
                    self.learn_credentials()
                    return self.begin()
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        stop_with(f"the hub did not start; {WORK}/hub.log says why.")

    def learn_credentials(self):
        kubeconfig = (WORK / "hub/home/kubeconfig").read_text()
        self.token = re.search(r'token: "([^"]+)"', kubeconfig).group(1)
        self.ca = WORK / "hub/ca.pem"
        self.ca.write_bytes(base64.b64decode(re.search(r"certificate-authority-data: (\S+)", kubeconfig).group(1)))
        self.tls = ssl.create_default_context(cafile=str(self.ca))

    def begin(self):
        for i in range(self.members):
            self.join(i)
        for i in range(MOST_CLIENTS):
            for file, end in (("tls.crt", "pem"), ("tls.key", "key")):
                link(WORK / f"hub/member-{i % self.members}" / file, WORK / f"hub/gateway-{i}.{end}")
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
        self.write("/api/v1/namespaces", namespace)
        self.write(f"{EXPORTER}/api/v1/namespaces", namespace)
        gateway = meta("gateway.networking.k8s.io/v1", "Gateway", "web")
        gateway["spec"] = {"gatewayClassName": "convoy-mc", "listeners": [{"name": "http", "port": 8080, "protocol": "HTTP"}]}
        self.write(f"{GATEWAY_API}/gateways", gateway)
        return self

    def join(self, i):
        spec = {"locality": {"region": "here"}, "network": "flat", "gatewayAddresses": [f"127.30.1.{i + 1}"], "allowLoopbackEndpoints": True}
        membership = {"apiVersion": "fleet.convoy.dev/v1alpha1", "kind": "Membership", "metadata": {"name": f"member-{i}"}, "spec": spec}
        token = self.write(f"{FLEET}/memberships", membership)["status"]["joinToken"]
        subprocess.run([ROOT / "deploy/bin/convoy", "join", "--hub", f"https://{HOST}:{API}", "--token-file", "-", "--dir", WORK / f"hub/member-{i}"],
                       input=token.encode(), check=True, stdout=subprocess.DEVNULL)

    def write(self, path, body, method="POST"):
        """Over a connection that this thread keeps."""
        if not hasattr(self.connections, "open"):
            self.connections.open = http.client.HTTPSConnection(HOST, API, context=self.tls, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        self.connections.open.request(method, path, json.dumps(body), headers)
        response = self.connections.open.getresponse()
        answer = response.read()
        if response.status >= 300:
            stop_with(f"{method} {path}: {answer.decode()}")
        return json.loads(answer)

    def resize(self, services):
        """Only ever grows. Returns when all is written and the hub is at rest."""
        started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(lambda i: self.add(i, services), range(self.services, services)))
        print(f"hub: {4 * (services - self.services)} objects written in {time.monotonic() - started:.1f} s", flush=True)
        self.services = services
        while self.is_busy():
            pass
        print(f"hub: at rest after {time.monotonic() - started:.1f} s", flush=True)

    def is_busy(self):
        """Whether it uses more than a fifth of a core, for the next second."""
        stat = pathlib.Path(f"/proc/{self.pid()}/stat")

        def ticks():
            return sum(int(field) for field in stat.read_text().rpartition(")")[2].split()[11:13])

        before = ticks()
        time.sleep(1)
        return ticks() - before > os.sysconf("SC_CLK_TCK") / 5

    def add(self, i, services):
        self.write(f"{EXPORTER}/api/v1/namespaces/shop/services", service(i))
        self.write(f"{EXPORTER}/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices", endpoints(i, "127.0.0.1"))
        export = meta("multicluster.x-k8s.io/v1alpha1", "ServiceExport", name(i))
        self.write(f"{EXPORTER}/apis/multicluster.x-k8s.io/v1alpha1/namespaces/shop/serviceexports", export)
        self.write(f"{GATEWAY_API}/httproutes", route(i, 1, services))

    def flags(self):
        headers = [f"Authorization: Bearer {self.token}", "Content-Type: application/json"]
        return ["-server", f"{HOST}:{XDS}", "-server-pid", self.pid(), *tls(self.ca, WORK / "hub/gateway-{i}.pem", WORK / "hub/gateway-{i}.key"),
                "-trigger-ca", self.ca, *[part for header in headers for part in ("-trigger-header", header)]]

    def change(self, what):
        if what == "weight":
            path, marker = f"{GATEWAY_API}/httproutes/{name(0)}", f"weight:serviceimport/shop/{name(0)}/80"
            body = json.dumps(route(0, 987654321, self.services)).replace("987654321", "{v}")
        else:
            path, marker = f"{EXPORTER}/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/{name(0)}", "ip:127"
            body = json.dumps(endpoints(0, "{ip}"))
        return {"label": what, "marker": marker, "http": f"PUT https://{HOST}:{API}{path}", "body": body}

    def steps(self):
        return {}

    def pid(self):
        """Of the hub's own JVM, for its CPU time and memory: not PostgreSQL's."""
        out = subprocess.run(["pgrep", "-f", f"convoy.home={WORK}/hub/home.*quarkus-run.jar"], capture_output=True, text=True).stdout
        jvms = [pid for pid in out.split() if "PostgresProgram" not in pathlib.Path(f"/proc/{pid}/cmdline").read_text()
                and os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "java"]
        return jvms[0]

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def name(i):
    return f"svc-{i:05d}"


def meta(api_version, kind, object_name):
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": object_name, "namespace": "shop"}}


def service(i):
    return {**meta("v1", "Service", name(i)), "spec": {"ports": [{"port": 80, "targetPort": 8080}]}}


def endpoints(i, address):
    slice_of = meta("discovery.k8s.io/v1", "EndpointSlice", name(i))
    slice_of["metadata"]["labels"] = {"kubernetes.io/service-name": name(i)}
    others = [{"addresses": [f"10.{98 - k}.0.{i % 250 + 1}"]} for k in range(2)]
    return {**slice_of, "addressType": "IPv4", "ports": [{"port": 8080}], "endpoints": [{"addresses": [address]}, *others]}


def route(i, weight, services):
    def backend(of, share):
        return {"group": "multicluster.x-k8s.io", "kind": "ServiceImport", "name": name(of), "port": 80, "weight": share}

    following = (i + 1) % services
    spec = {"parentRefs": [{"name": "web"}], "hostnames": [f"{name(i)}.example.com"],
            "rules": [{"matches": [{"headers": [{"name": "env", "value": "canary"}]}], "backendRefs": [backend(following, 1)]},
                      {"backendRefs": [backend(i, weight), backend(following, 100)]}]}
    return {**meta("gateway.networking.k8s.io/v1", "HTTPRoute", name(i)), "spec": spec}
