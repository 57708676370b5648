"""Runs the program that `make installer` built: its version, its tour of all pages, and a day's work in a workspace."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PEOPLE = """Name,E-mail,Phone,Company,Country,Birthday
Ida Berg,ida.berg@nordlicht.example,+49 30 5550101,Nordlicht GmbH,Germany,1984-03-02
Marta Oliveira,marta.oliveira@tejo.example,+351 21 555 0103,Tejo Lda,Portugal,12.5.1990
"""


def main(folder: Path) -> int:
    """Run the program in `folder`; return 0 where all went well."""
    program = folder / ("crm_desktop.exe" if os.name == "nt" else "crm_desktop")
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    sys.stdout.write(f"{version}\n")
    out = folder.parent / "tour"
    subprocess.run([program, "tour", str(out)], check=True)
    pictures = sorted(out.glob("*.png"))
    sys.stdout.write(f"{len(pictures)} pictures in {out}\n")
    with tempfile.TemporaryDirectory() as place:
        work(program, Path(place))
    return 0 if pictures else 1


def work(program: Path, place: Path) -> None:
    """Let `program` do what needs the parts that it was built with: zones, phones, countries, keys, PDF, workbooks."""
    people = place / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    variables = {"CRM_WORKSPACE": str(place / "Tried.crm"), "CRM_PASSPHRASE": "harbour lantern quilt 47 meadow"}

    def crm(*arguments: str | Path) -> dict[str, object]:
        command = [program, *map(str, arguments), "--json"]
        ran = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SystemExit(f"{' '.join(map(str, arguments))} ended with {ran.returncode}: {ran.stderr}")
        return dict(json.loads(ran.stdout))

    crm("new", "--zone", "Europe/Berlin", "--country", "DE", "--currency", "EUR", "--recovery-kit", place / "kit.pdf")
    report = crm("import", people)
    crm("report", "sales_by_month", "--out", place / "sales.pdf")
    crm("export", "people", "--out", place / "people.xlsx")
    crm("backup", place / "copy.crmbackup")
    crm("verify", place / "copy.crmbackup")
    if report["created"] != 2 or crm("list", "people", "--where", "phone contains 5550101")["count"] != 1:
        raise SystemExit(f"people were imported wrongly: {report}")
    sizes = {each.name: each.stat().st_size for each in place.iterdir() if each.is_file()}
    sys.stdout.write(f"worked in a workspace; files: {sizes}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
