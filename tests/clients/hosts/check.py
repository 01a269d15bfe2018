"""Runs the real programs with a scripted model on loopback, through the files that `zcp init` wrote for them.

Each lists the tools, calls one, meets a failure, and is refused or allowed to delete a service. What reached the model is
kept in a file for each and looked at. Takes the program, the folder of the packages, a folder for the records, and names
of programs, all when there is none. A program that cannot be had is skipped with the reason.
"""

import json
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from model import MARK, Model, names_in  # noqa: E402
from programs import PROGRAMS  # noqa: E402
from world import Failed, World, expect  # noqa: E402

LIMIT_SECONDS = 240
# More at a time are slower than one after another.
AT_A_TIME = 2
AGREED = {"serviceHostname": "worker", "confirm": True, "confirmHostname": "worker", "wait": True}
STEPS = [
    ("zerops_discover", {"limit": 2}),
    ("zerops_discover", {"serviceHostname": "nope"}),
    ("zerops_delete", {"serviceHostname": "worker"}),
    ("zerops_delete", AGREED),
]


# What costs no approval, and what does.
READS = [
    ("zerops_discover", {"limit": 2}),
    ("zerops_status", {}),
    ("zerops_status", {"serviceHostname": "api"}),
    ("zerops_scale", {"serviceHostname": "api", "minRam": 1, "wait": True}),
]


class Skipped(Exception):
    """The program is not to be had here."""


def check(program, zcp, modules, records):
    with World(zcp) as world:
        model = Model(STEPS)
        try:
            run(program, world, model, modules, program.words(world, model))
            look(program, world, model)
        finally:
            (records / f"{program.name}.json").write_text(json.dumps(model.asked, indent=1, ensure_ascii=False))
            model.close()
    if program.guarded:
        check_reads(program, zcp, modules, records)


def check_reads(program, zcp, modules, records):
    """Where nobody allowed anything but the files of `zcp init`, what only reads is called and nothing else is."""
    with World(zcp) as world:
        model = Model(READS)
        try:
            run(program, world, model, modules, program.guarded)
            *reads, write = model.results()
            for (tool, arguments), result in zip(READS, reads, strict=False):
                expect("approval" not in result and "permission" not in result, f"{tool} {arguments} costs no approval", result)
            expect(len(reads) == 3 and '"versions"' in reads[2].replace("\\", ""), "they reach the project", reads)
            expect("approval" in write or "permission" in write, "a change costs an approval", write)
        finally:
            (records / f"{program.name}-reads.json").write_text(json.dumps(model.asked, indent=1, ensure_ascii=False))
            model.close()


def run(program, world, model, modules, arguments):
    binary = modules / ".bin" / program.binary
    if not binary.exists():
        raise Skipped(f"npm did not bring {program.binary}")
    shell = world.environment(**world.token())
    shell["PATH"] = f"{modules / '.bin'}:{shell['PATH']}"
    version = subprocess.run([binary, "--version"], env=shell, cwd=world.folder, capture_output=True, text=True, timeout=120)
    if version.returncode != 0:
        raise Skipped(f"{program.binary} --version: {(version.stderr or version.stdout).strip()[-300:]}")
    # The token is in the shell that starts the program, and nowhere else.
    world.init("--client", program.init)
    program.prepare(world, model)
    shell |= program.environment(world, model)
    words = [binary, *arguments]
    ended = subprocess.run(words, env=shell, cwd=world.folder, capture_output=True, text=True, timeout=LIMIT_SECONDS, stdin=subprocess.DEVNULL)
    expect(ended.returncode == 0 and model.asked, f"{program.binary} asks the model", (ended.stdout + ended.stderr)[-1500:])


def look(program, world, model):
    results = model.results()
    expect(len(results) == len(STEPS), "each call has its result", results)
    listed = {name for entry in model.asked for name in names_in(entry["tools"]) if MARK in name}
    # A client that shows no names before they are looked for tells of a tool in what it found.
    told = "".join(text for entry in model.asked for text in entry["found"])
    expect(any(name.endswith("zerops_discover") for name in listed) or "zerops_discover" in told, "the tools are listed", listed)
    found, unknown, unasked, agreed = results
    expect('"hostname' in found.replace("\\", "") and "No authentication" not in found, "a call reaches the project", found)
    expect("SERVICE_NOT_FOUND: The project `demo` has no service `nope`" in unknown, "a failure begins with its words", unknown)
    expect("It has: api" in unknown, "a failure says what to do", unknown)
    left = json.loads(world.zcp("call", "--json", "zerops_discover"))["services"]
    is_there = any(service["hostname"] == "worker" for service in left)
    if program.answers:
        expect("CONFIRM" not in unasked and not is_there, "what the human typed deletes", unasked)
    elif program.asks:
        expect(is_there, "no word of the agent deletes where the human is asked", agreed)
        expect("CONFIRM_REFUSED" in agreed or "CONFIRM_UNANSWERED" in agreed, "the refusal is told", agreed)
    else:
        expect("CONFIRM_REQUIRED" in unasked and "confirmHostname" in unasked, "the agent is told to ask", unasked)
        expect("CONFIRM" not in agreed and not is_there, "what the human agreed to is deleted", agreed)


def one(program, *rest):
    began = time.monotonic()
    try:
        check(program, *rest)
        verdict, why = " ok ", ""
    except Skipped as skipped:
        verdict, why = "skip", str(skipped)
    except Failed as failed:
        verdict, why = "FAIL", str(failed)
    except Exception as error:
        verdict, why = "FAIL", "".join(traceback.format_exception(error))
    print(f"{verdict}  {program.name}  ({time.monotonic() - began:.1f} s)", flush=True)
    if why:
        print("      " + why.replace("\n", "\n      "), flush=True)
    return verdict != "FAIL"


def main(zcp, modules, records, *names):
    modules, records = Path(modules), Path(records)
    records.mkdir(parents=True, exist_ok=True)
    chosen = [program for program in PROGRAMS if not names or program.name in names]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        held = list(pool.map(lambda program: one(program, zcp, modules, records), chosen))
    print(f"{sum(held)} of {len(held)} hold; what reached the model is in {records}")
    return 0 if all(held) else 1


sys.exit(main(*sys.argv[1:]))
