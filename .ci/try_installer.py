"""Runs the program that `make installer` built: its version, then its tour of all pages."""

import os
import subprocess
import sys
from pathlib import Path


def main(folder: Path) -> int:
    """Run the program in `folder`; return 0 where both runs went well."""
    program = folder / ("crm_desktop.exe" if os.name == "nt" else "crm_desktop")
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    sys.stdout.write(f"{version}\n")
    out = folder.parent / "tour"
    subprocess.run([program, "tour", str(out)], check=True)
    pictures = sorted(out.glob("*.png"))
    sys.stdout.write(f"{len(pictures)} pictures in {out}\n")
    return 0 if pictures else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
