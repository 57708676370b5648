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

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Petr Novak\r\nTEL;TYPE=CELL:+420 601 123 456\r\nEND:VCARD\r\n"
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//crm_desktop//trial//EN
BEGIN:VEVENT
UID:trial-1
DTSTAMP:20260514T100000Z
DTSTART;TZID=Europe/Lisbon:20260515T090000
DTEND;TZID=Europe/Lisbon:20260515T100000
SUMMARY:Visit
END:VEVENT
END:VCALENDAR
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
    people, card, event = (place / name for name in ("people.csv", "card.vcf", "event.ics"))
    for path, text in ((people, PEOPLE), (card, CARD), (event, EVENT)):
        path.write_text(text, encoding="utf-8")
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
    crm("import", place / "people.xlsx", "--as", "people")
    made = [crm("import", path)["created"] for path in (card, event)]
    crm("duplicates", "--of", "people")
    crm("backup", place / "copy.crmbackup")
    crm("verify", place / "copy.crmbackup")
    found = crm("list", "people", "--where", "phone contains 5550101")["count"]
    if (made, report["created"], found) != ([1, 1], 2, 1):
        raise SystemExit(f"files were imported wrongly: {made}, {report}")
    sizes = {each.name: each.stat().st_size for each in place.iterdir() if each.is_file()}
    sys.stdout.write(f"worked in a workspace; files: {sizes}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
