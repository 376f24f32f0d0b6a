"""Gives every file that is as it was at the last run the time that it had then.

Cargo builds again what is newer than its output, and a fresh clone is newer than everything. Called with the file that holds the notes
of the last run: what each file and folder was, and its time. A file that is not as noted is new.
"""

import hashlib
import json
import os
import subprocess
import sys


def contents():
    """Digests of all files under version control, and of the folders that hold them."""
    names = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True).stdout.split(b"\0")
    folders = {}
    for name in sorted(os.fsdecode(name) for name in names if name):
        if not os.path.isfile(name):
            continue
        with open(name, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        yield name, digest
        folder = os.path.dirname(name)
        while folder:
            folders.setdefault(folder, hashlib.sha256()).update(f"{name}\0{digest}\0".encode())
            folder = os.path.dirname(folder)
    for folder, digest in folders.items():
        yield folder, digest.hexdigest()


def main(notes):
    try:
        with open(notes, encoding="utf-8") as file:
            known = json.load(file)
    except (OSError, ValueError):
        known = {}
    noted, kept = {}, 0
    for name, digest in contents():
        was, time = known.get(name, (None, 0))
        if was == digest:
            os.utime(name, ns=(time, time))
            kept += 1
        else:
            # Now, and not when the clone was made: another run may have built meanwhile.
            os.utime(name)
        noted[name] = (digest, os.stat(name).st_mtime_ns)
    # In place of the old notes at once, so that a run that is cut off leaves none half written.
    os.makedirs(os.path.dirname(notes), exist_ok=True)
    with open(notes + ".new", "w", encoding="utf-8") as file:
        json.dump(noted, file)
    os.replace(notes + ".new", notes)
    print(f"{kept} of {len(noted)} files and folders are as they were at the last run", file=sys.stderr)


main(sys.argv[1])
