"""The measuring programs of the modules: each prints its own lines."""

import os
import subprocess

from lib.paths import CLASSES, LIBRARIES, ROOT, WORK, java_home

MODULES = ("fleet-model", "fleet-registry", "embedded", "xds-server", "control-plane")


def java(main, *arguments, options=()):
    """What a program of the test classes or of the benchmarks prints."""
    folders = [ROOT / module / "target" / kind for module in MODULES for kind in ("test-classes", "classes")]
    command = [java_home() / "bin/java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", f"-Dconvoy.root={ROOT}",
               *options, "-cp", os.pathsep.join(map(str, [*folders, CLASSES, f"{LIBRARIES}/*"])), main, *arguments]
    print("bench:", main, *arguments, flush=True)
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    return done.stdout.strip() or f"{main} printed nothing (exit status {done.returncode})"


def steps(services):
    return java("dev.convoy.control.pipeline.ChangeCost", *map(str, services), options=("-Xmx4g",))


def envoy():
    (WORK / "envoy").mkdir(exist_ok=True)
    printed = java("dev.convoy.xds.translate.EnvoyCosts", options=(f"-Djava.io.tmpdir={WORK / 'envoy'}",))
    return "\n".join(line for line in printed.splitlines() if not line.startswith("envoy: "))  # where it lies is this machine's affair


def jmh():
    """Only the table at the end."""
    printed = java("org.openjdk.jmh.Main", "-foe", "true")
    return printed[max(0, printed.rfind("\nBenchmark ")):].strip()
