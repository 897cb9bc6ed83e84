#!/usr/bin/python3
"""Runs the notebooks in Jupyter with rapaio's Java kernel and stores what they show.

    ./mvnw -DskipTests package
    luffy-examples/notebooks/run.py --java /path/to/jdk-25/bin/java [NOTEBOOK ...]

Needs Debian's python3-nbclient and a JDK of version 22 or later. The kernel comes from Maven Central.
The two cells of each notebook that depend on the kernel are replaced for the run and stored as they were.
"""
import argparse
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KERNEL = "io.github.padreati:rapaio-jupyter-kernel:3.0.1"
CELLS = {
    "jars": "%jar {jars}",
    "kernel": """import io.github.luffyrl.examples.notebook.Notebook;

Notebook notebook = Notebook.of(
        (type, content) -> display(type, content),
        (id, type, content) -> updateDisplay(id, type, content));""",
}


def kernel_jar():
    group, artifact, version = KERNEL.split(":")
    repository = pathlib.Path.home() / ".m2" / "repository"
    jar = repository / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.jar"
    if not jar.exists():
        subprocess.run([ROOT / "mvnw", "-q", "dependency:get", f"-Dartifact={KERNEL}"], cwd=ROOT, check=True)
    return jar


def install_kernel(share, java):
    folder = share / "kernels" / "java-rapaio"
    folder.mkdir(parents=True)
    specification = {
        # the kernel reports every message that it gets
        "argv": ["sh", "-c", 'exec "$0" "$@" > /dev/null', java, "-Xmx2g", "--enable-native-access=ALL-UNNAMED",
                 "-jar", str(kernel_jar()), "{connection_file}"],
        "display_name": "Java",
        "language": "java",
        # libtorch would warn of a deprecation inside DJL's native code
        "env": {"TORCH_CPP_LOG_LEVEL": "ERROR"},
    }
    (folder / "kernel.json").write_text(json.dumps(specification))
    os.environ["JUPYTER_PATH"] = str(share)


def gather(folder):
    """One folder with luffy's jars and all that they need."""
    target = HERE.parent / "target"
    jars = [target / "luffy.jar", *(target / "lib").glob("*.jar")]
    if not jars[0].exists():
        sys.exit(f"{jars[0]} is missing: run ./mvnw -DskipTests package first")
    folder.mkdir()
    for jar in jars:
        (folder / jar.name).symlink_to(jar)
    return folder


def joined(outputs):
    """The kernel sends each line by itself."""
    result = []
    for output in outputs:
        if output.output_type == "stream" and result and result[-1].get("name") == output.name:
            result[-1].text += output.text
        else:
            result.append(output)
    return result


def run(path, jars):
    stored = nbformat.read(path, as_version=4)
    executed = copy.deepcopy(stored)
    for cell in executed.cells:
        for tag in set(CELLS).intersection(cell.metadata.get("tags", [])):
            cell.source = CELLS[tag].format(jars=jars) if tag == "jars" else CELLS[tag]
    begin = time.time()
    NotebookClient(executed, timeout=900, kernel_name="java-rapaio", record_timing=False).execute()
    for before, after in zip(stored.cells, executed.cells):
        if before.cell_type == "code" and "jars" not in before.metadata.get("tags", []):
            before.outputs = joined(after.outputs)
            before.execution_count = after.execution_count
    nbformat.write(stored, path)
    print(f"{path.name}: {time.time() - begin:.0f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--java", default="java", help="the kernel's Java, 22 or later")
    parser.add_argument("--jars", type=pathlib.Path, help="folder of jars instead of those of the build")
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        install_kernel(scratch / "share", arguments.java)
        jars = arguments.jars or gather(scratch / "jars")
        for path in arguments.notebooks or sorted(HERE.glob("*.ipynb")):
            run(path.resolve(), jars)


if __name__ == "__main__":
    main()
