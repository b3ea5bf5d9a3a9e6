"""Where things are, and how a run ends that cannot go on."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "bench"
BINARIES = WORK / "bin"
CERTIFICATES = WORK / "certs"
CLASSES = ROOT / "benchmarks/target/classes"
LIBRARIES = ROOT / "benchmarks/target/lib"


def stop_with(sentence):
    sys.exit(f"bench: {sentence}")


def java_home():
    """Of the JDK that the build uses."""
    found = subprocess.run([ROOT / "deploy/bin/with-jdk", "printenv", "JAVA_HOME"], capture_output=True, text=True)
    if found.returncode:
        stop_with(found.stderr.strip())
    return pathlib.Path(found.stdout.strip())


def jcmd(pid, *command):
    return subprocess.run([java_home() / "bin/jcmd", str(pid), *command], capture_output=True, text=True, check=True).stdout


def link(target, name):
    name.unlink(missing_ok=True)
    os.symlink(target, name)
