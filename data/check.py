#!/usr/bin/env python3
"""Checks that the example networks and the vocabularies fit together; prints counts, fails with a list.

A word in a spreadsheet that no vocabulary knows would show up only as a puzzling row in the import preview.
"""
import csv
import datetime
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
# Numbers that the Bundesnetzagentur keeps free for media (notice 148/2021): nobody can be rung up by mistake.
REACHES_NOBODY = re.compile(r"^(03023125\d{3}|017139200\d{2}|0176040690\d{2})$")
# The day for which the example data were written; "stale" and ages are counted from it.
TODAY = datetime.date(2026, 11, 22)

problems = []


def complain(where, what):
    problems.append(f"{where}: {what}")


def toml(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def words(name):
    return {entry["de"] for entry in toml(HERE / "vocabularies" / f"{name}.toml")["entry"]}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            complain(f"{path.name} row {number}", f"{len(row)} cells instead of {len(rows[0])}")
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def several(cell):
    return [part for part in cell.split(", ") if part]


def check_words(where, row, columns):
    for column, known in columns.items():
        for word in several(row[column]):
            if word not in known:
                complain(where, f"{column} “{word}” is unknown")


def check_area(where, cell, villages):
    if cell in ("", "ganzes Netzwerk"):
        return
    radius = re.fullmatch(r"\d+ km um (.+)", cell)
    for village in [radius[1]] if radius else several(cell):
        if village not in villages:
            complain(where, f"area “{cell}” names an unknown village")


def check_phone(where, cell):
    digits = re.sub(r"[^\d+]", "", cell).replace("+49", "0")
    if cell and not REACHES_NOBODY.match(digits):
        complain(where, f"{cell} might reach somebody")


def check_date(where, cell):
    if cell and datetime.datetime.strptime(cell, "%d.%m.%Y").date() > TODAY:
        complain(where, f"{cell} lies in the future")


def stale(row):
    day = datetime.datetime.strptime(row["Zuletzt bestätigt"], "%d.%m.%Y").date()
    return day < TODAY.replace(year=TODAY.year - 1)


def check_organisations(folder, name, villages):
    rows = table(folder / name)
    known = {"Art": words("kinds"), "Dörfer": villages, "Einsatzfelder": words("fields"),
             "Stärken": words("strengths"), "Gemeinnützige Zwecke": words("purposes"),
             "Unterstützt mit": words("support")}
    names = set()
    for row in rows:
        where = f"{name} {row['Name']}"
        if row["Name"] in names:
            complain(where, "stands there twice")
        names.add(row["Name"])
        if row["Name"].startswith("Beispiel") != (row["Beispiel"] == "ja"):
            complain(where, "name and column Beispiel disagree")
        if row["Beispiel"] == "nein" and (row["Ansprechperson"] or row["Telefon"] or row["E-Mail"]):
            complain(where, "is real and must not carry contact data")
        check_words(where, row, known)
        for column in ("Einsatzgebiet", "Unterstützt wo"):
            check_area(where, row[column], villages)
        check_phone(where, row["Telefon"])
        check_date(where, row["Zuletzt bestätigt"])
        if row["E-Mail"] and not row["E-Mail"].endswith("@example.org"):
            complain(where, "mail address outside example.org")
    for row in rows:
        if row["Übergeordnet"] and row["Übergeordnet"] not in names:
            complain(f"{name} {row['Name']}", "parent is not in the list")
    print(f"{name}: {len(rows)}, invented {sum(row['Beispiel'] == 'ja' for row in rows)}, "
          f"stale {sum(stale(row) for row in rows)}")
    return rows


def check_people(folder, villages):
    rows = table(folder / "people.csv")
    open_fields = {entry["de"] for entry in toml(HERE / "vocabularies/fields.toml")["entry"] if not entry.get("special")}
    known = {"Dorf": villages, "Einsatzfelder": open_fields, "Aufgaben": words("tasks"),
             "Mobilität": words("mobility"), "Sprachen": words("languages"),
             "Erreichbar über": words("contact_ways"), "Einwilligung wie": words("consent_ways")}
    days = "Mo Di Mi Do Fr Sa So".split()
    seen = {}
    for row in rows:
        where = f"people.csv {row['Vorname']} {row['Nachname']}"
        if not re.search("Muster|Beispiel|Probe|Erfunden", row["Nachname"]):
            complain(where, "surname does not say that it is invented")
        check_words(where, row, known)
        check_area(where, row["Einsatzgebiet"], villages)
        for time in several(row["Zeiten"]):
            day, part = time.split(" ")
            if day not in days or part not in words("times_of_day"):
                complain(where, f"time “{time}” is unknown")
        for column in ("Telefon", "Mobil"):
            check_phone(where, row[column])
        for column in ("Telefon", "Mobil", "E-Mail"):
            if row[column] and seen.setdefault(re.sub(r"[^\w@.]", "", row[column]), where) != where:
                complain(where, f"{column} is also that of {seen[row[column]]}")
        consented = row["Einwilligung"] == "ja"
        if consented != bool(row["Einwilligung am"]) or consented != bool(row["Einwilligung wie"]):
            complain(where, "consent without day and way, or the other way round")
        check_date(where, row["Einwilligung am"])
        if row["Geburtsjahr"] and not 17 <= TODAY.year - int(row["Geburtsjahr"]) <= 84:
            complain(where, "outside the ages 17 to 84")
        way = row["Erreichbar über"]
        if (way == "E-Mail" and not row["E-Mail"]) or (way == "Brief" and not row["Straße"]) or \
                (way == "Telefon" and not (row["Telefon"] or row["Mobil"])):
            complain(where, f"cannot be reached by {way}")
    print(f"people.csv: {len(rows)}, without consent {sum(row['Einwilligung'] == 'nein' for row in rows)}")


def check_mandates(folder, organisations):
    network = toml(folder / "network.toml")
    slugs = {row["slug"]: row["name"] for row in table(folder / "villages.csv") if row["in_network"] == "1"}
    clubs = {row["Name"]: several(row["Dörfer"]) for row in organisations if row["Art"] == "Verein"}
    last_day = {}
    for mandate in sorted(network["mandates"], key=lambda one: one["starts_on"]):
        where = f"network.toml {mandate['village']}"
        if slugs.get(mandate["village"]) not in clubs.get(mandate["organisation"], []):
            complain(where, f"{mandate['organisation']} is no club that is active there")
        if mandate["starts_on"] < last_day.get(mandate["village"], datetime.date.min):
            complain(where, "mandates overlap")
        last_day[mandate["village"]] = mandate.get("ends_on", datetime.date.max)
    led = [slug for slug, day in last_day.items() if day == datetime.date.max]
    print(f"network.toml: {len(network['mandates'])} mandates, {len(led)} of {len(slugs)} villages led")


def front_matter(path):
    before, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    if before or not body.strip():
        complain(path.name, "front matter or text is missing")
    return tomllib.loads(head), body


def check_pages(folder):
    german = {path.name for path in (folder / "pages/de").glob("*.md")}
    english = {path.name for path in (folder / "pages/en").glob("*.md")}
    for name in german ^ english:
        complain(name, "exists in one language only")
    for name in german & english:
        heads, bodies = zip(*(front_matter(folder / "pages" / language / name) for language in ("de", "en")))
        if heads[0].keys() != heads[1].keys() or heads[0]["slug"] != heads[1]["slug"]:
            complain(name, "the languages have different front matter")
        if len(re.findall("^## ", bodies[0], re.M)) != len(re.findall("^## ", bodies[1], re.M)):
            complain(name, "the languages have different sections")
        for head, body in zip(heads, bodies):
            for heading in head.get("fold", []):
                if f"## {heading}\n" not in body:
                    complain(name, f"folds a heading that is not there: {heading}")
    news = [front_matter(path)[0] for path in sorted((folder / "news").glob("*.md"))]
    for slug in {head["slug"] for head in news}:
        if {head["locale"] for head in news if head["slug"] == slug} != {"de", "en"}:
            complain(slug, "news in one language only")
    print(f"pages: {len(german)} in two languages, news: {len(news) // 2}")


def check_network(folder):
    places = table(folder / "villages.csv")
    villages = {row["name"] for row in places if row["in_network"] == "1"}
    for row in places:
        if row["in_network"] == "1" and not (row["description_de"] and row["description_en"]):
            complain(row["name"], "has no description")
    print(f"villages.csv: {len(places)}, in the network {len(villages)}")
    organisations = check_organisations(folder, "organisations.csv", villages)
    check_organisations(folder, "companies.csv", villages)
    check_people(folder, villages)
    check_mandates(folder, organisations)
    check_pages(folder)


for path in sorted((HERE / "vocabularies").glob("*.toml")):
    entries = toml(path)["entry"]
    if len({entry["key"] for entry in entries}) != len(entries):
        complain(path.name, "a key stands there twice")
    for entry in entries:
        if not entry["de"] or not entry["en"]:
            complain(path.name, f"{entry['key']} lacks a language")
        if "," in entry["de"] and path.name != "icnpo.toml":
            complain(path.name, f"“{entry['de']}” has a comma and cannot share a cell")
    print(f"{path.name}: {len(entries)}")
for network in sorted(HERE.glob("*/network.toml")):
    check_network(network.parent)
print("\n".join(problems) or "everything fits")
sys.exit(bool(problems))
