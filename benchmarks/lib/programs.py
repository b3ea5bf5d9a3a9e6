"""The measuring programs of the modules: each prints its own lines."""

import dataclasses
import os
import subprocess

from lib.paths import CLASSES, LIBRARIES, ROOT, WORK, java_home

MODULES = ("fleet-model", "fleet-registry", "embedded", "xds-server", "control-plane")


@dataclasses.dataclass(frozen=True)
class Printed:
    """What a program printed; {@code failure} is a sentence where it did not end well."""

    text: str
    failure: str = ""

    @staticmethod
    def of(program, text, status):
        if status or not text.strip():
            return Printed(text.strip(), f"{program} failed: exit status {status}{'' if text.strip() else ', and printed nothing'}.")
        return Printed(text.strip())

    def with_text(self, text):
        return dataclasses.replace(self, text=text)


def java(main, *arguments, options=()):
    """Runs a program of the test classes or of the benchmarks."""
    folders = [ROOT / module / "target" / kind for module in MODULES for kind in ("test-classes", "classes")]
    command = [java_home() / "bin/java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", f"-Dconvoy.root={ROOT}",
               *options, "-cp", os.pathsep.join(map(str, [*folders, CLASSES, f"{LIBRARIES}/*"])), main, *arguments]
    print("bench:", main, *arguments, flush=True)
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    return Printed.of(main, done.stdout, done.returncode)


def steps(services):
    return java("dev.convoy.control.pipeline.ChangeCost", *map(str, services), options=("-Xmx4g",))


def envoy():
    (WORK / "envoy").mkdir(exist_ok=True)
    printed = java("dev.convoy.xds.translate.EnvoyCosts", options=(f"-Djava.io.tmpdir={WORK / 'envoy'}",))
    lines = printed.text.splitlines()
    return printed.with_text("\n".join(line for line in lines if not line.startswith("envoy: ")))  # where it lies is this machine's affair


def growth():
    """As `make grow`: a Gateway of 100 hosts becomes one of 10,000 and back, while a real Envoy is asked."""
    print("bench: GrowingGatewayTest", flush=True)
    command = [ROOT / "deploy/bin/with-jdk", "mvn", "-B", "-ntp", "-pl", "xds-server", "-am", "test", "-Dtest=GrowingGatewayTest",
               "-Dconvoy.growth.hosts=10000", "-Dsurefire.failIfNoSpecifiedTests=false"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    (WORK / "growth.log").write_text(done.stdout)
    lines = [line for line in done.stdout.splitlines() if " hosts in " in line]
    print(*lines, sep="\n", flush=True)
    return Printed.of("GrowingGatewayTest", "\n".join(lines), done.returncode)


def jmh():
    """Only the table at the end."""
    printed = java("org.openjdk.jmh.Main", "-foe", "true")
    return printed.with_text(printed.text[max(0, printed.text.rfind("\nBenchmark ")):].strip())
