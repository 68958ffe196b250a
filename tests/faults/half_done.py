#!/usr/bin/env python3
"""Says what is half-done in the program's database: rows that no transaction should have left as they are.

    half_done.py ADDRESS NOW

NOW is the moment that the program takes for now (2027-03-18T06:00:00Z). Everything is read at one moment, so the program
may go on meanwhile. One line for each problem; 1 if there are any.
"""

import collections
import sys
from collections.abc import Iterator

from database import Database

QUERIES = {
    "shifts": """
        SELECT s.id, s.most, s.taken, s.starts_at, d.activity_id, d.first_day, d.id AS date_id,
               CASE WHEN s.status = 'planned' AND d.status = 'planned' AND a.status = 'published' THEN 1 ELSE 0 END AS is_on
        FROM shifts s JOIN activity_dates d ON d.network_id = s.network_id AND d.id = s.date_id
        JOIN activities a ON a.network_id = d.network_id AND a.id = d.activity_id""",
    "signups": """
        SELECT id, shift_id, status, holds, people, name, email, origin, form_key, told_status, checked_in_at, minutes
        FROM signups""",
    "events": """
        SELECT id, date_id, signup_id, kind, minutes, tapped_ms, made_signup_id, user_id FROM attendance_events""",
    "reports": "SELECT date_id, status, report, published_at FROM activity_reports",
    "dates": """
        SELECT d.id, d.activity_id, d.first_day, a.title, a.status, n.id AS need_id
        FROM activity_dates d JOIN activities a ON a.network_id = d.network_id AND a.id = d.activity_id
        LEFT JOIN activity_needs n ON n.network_id = a.network_id AND n.activity_id = a.id""",
    "audit": """
        SELECT l.id, l.action, l.at, d.id AS details_id, d.subject_id, d.details, d.user_id
        FROM audit_log l LEFT JOIN audit_details d ON d.network_id = l.network_id AND d.id = l.id""",
    "minutes": """
        SELECT t.meeting_id, t.item_id, t.version, t.text, t.held_tab,
               (SELECT COUNT(*) FROM minutes_edits e WHERE e.network_id = t.network_id AND e.meeting_id = t.meeting_id
                AND e.item_id = t.item_id) AS edits,
               (SELECT e.text FROM minutes_edits e WHERE e.network_id = t.network_id AND e.meeting_id = t.meeting_id
                AND e.item_id = t.item_id AND e.version = t.version) AS newest
        FROM minutes_texts t""",
    "mails": "SELECT DISTINCT to_address FROM outbox",
}

GONE = ("cancelled", "declined")
OPEN = ("requested", "confirmed", "waitlisted")


def outcome_of(events: list[dict]) -> tuple[str | None, int | None]:
    """State and minutes: the latest tap wins, of those at the same moment the one with the greater id."""
    state = minutes = None
    for event in sorted(events, key=lambda event: (event["tapped_ms"], event["id"])):
        if event["kind"] == "minutes":
            minutes = event["minutes"]
        else:
            state = "here" if event["kind"] == "walk_up" else event["kind"]
    return state, minutes


class Rows:
    def __init__(self, found: dict[str, list[dict]], now: str) -> None:
        self.now = now
        self.shifts, self.signups, self.events = found["shifts"], found["signups"], found["events"]
        self.reports, self.dates, self.audit = found["reports"], found["dates"], found["audit"]
        self.minutes = found["minutes"]
        self.mailed = {row["to_address"] for row in found["mails"]}
        self.of_shift = collections.defaultdict(list)
        for signup in self.signups:
            self.of_shift[signup["shift_id"]].append(signup)

    def places(self) -> Iterator[str]:
        for shift in self.shifts:
            signups = self.of_shift[shift["id"]]
            promised = sum(each["people"] for each in signups if each["holds"])
            if promised != shift["taken"]:
                yield f"shift {shift['id']}: {shift['taken']} places count as taken, the promises have {promised}"
            if shift["taken"] > shift["most"]:
                yield f"shift {shift['id']}: {shift['taken']} of {shift['most']} places are taken"
            free = shift["most"] - shift["taken"]
            waiting = [each for each in signups if each["status"] == "waitlisted" and each["people"] <= free]
            if waiting and shift["is_on"] and shift["starts_at"] > self.now:
                yield f"shift {shift['id']}: {free} places are free, and {waiting[0]['name']} waits"
            standing = collections.Counter(each["name"] for each in signups if each["name"] and each["status"] not in GONE)
            for name, times in standing.items():
                if times > 1:
                    yield f"shift {shift['id']}: {name} is there {times} times"
            for each in signups:
                if each["status"] == "confirmed" and each["origin"] != "walk_up" and not each["holds"]:
                    yield f"{each['name']} is confirmed and has no place"

    def promises_told(self) -> Iterator[str]:
        for signup in self.signups:
            if not signup["email"] or signup["status"] not in OPEN:
                continue
            if signup["told_status"] != signup["status"]:
                yield f"{signup['name']} is {signup['status']} and was told '{signup['told_status']}'"
            if signup["email"] not in self.mailed:
                yield f"{signup['name']} is {signup['status']} and has no mail"

    def attendance(self) -> Iterator[str]:
        made = {event["signup_id"]: event["made_signup_id"] for event in self.events if event["kind"] == "walk_up"}
        events = collections.defaultdict(list)
        for event in self.events:
            events[made.get(event["signup_id"], event["signup_id"])].append(event)
        known = {signup["id"]: signup for signup in self.signups}
        for who in events.keys() - known.keys():
            yield f"{len(events[who])} taps are about nobody: {who}"
        came_by = {f"walk_up {event['signup_id']}" for event in self.events if event["kind"] == "walk_up"}
        for signup in self.signups:
            state, minutes = outcome_of(events[signup["id"]])
            name, status = signup["name"], signup["status"]
            if signup["origin"] == "walk_up" and signup["form_key"] not in came_by:
                yield f"{name} came by, and nobody tapped that"
            expected = {"here": ("attended",), "absent": ("absent",), "open": OPEN, None: OPEN}[state]
            if status not in expected and status not in GONE:
                yield f"{name} is {status}, and the last tap says {state}"
            if (signup["checked_in_at"] is not None) != (status == "attended"):
                yield f"{name} is {status} and checked in at {signup['checked_in_at']}"
            if signup["minutes"] != (minutes if status == "attended" else None):
                yield f"{name} is {status} with {signup['minutes']} minutes, and the last tap says {minutes}"

    def published(self) -> Iterator[str]:
        for date in self.dates:
            if date["status"] == "published" and date["title"].startswith("Probe") and not date["need_id"]:
                yield f"{date['title']} is public and needs nobody"
        titles = collections.Counter(date["title"] for date in self.dates
                                     if date["status"] == "published" and date["title"].startswith("Probe"))
        for title, times in titles.items():
            if times > 1:
                yield f"{title} is public {times} times"

    def reports_and_audit(self) -> Iterator[str]:
        day_of = {date["id"]: (date["activity_id"], date["first_day"]) for date in self.dates}
        acted = collections.defaultdict(collections.Counter)
        for entry in self.audit:
            if entry["details_id"] is None:
                yield f"{entry['action']} is in the audit log without its details"
            acted[entry["action"]][entry["subject_id"], entry["details"], entry["user_id"], entry["at"][:10]] += 1
        for action in ("attendance.recorded", "attendance.viewed"):
            for about, times in acted[action].items():
                if times > 1:
                    yield f"{action} is in the audit log {times} times for one day: {about}"
        recorded = {about[:3] for about in acted["attendance.recorded"]}
        for event in self.events:
            if (*day_of[event["date_id"]], event["user_id"]) not in recorded:
                yield f"a tap of {day_of[event['date_id']]} is not in the audit log"
        shown = {about[:2] for about in acted["report.published"]}
        for report in self.reports:
            day = day_of[report["date_id"]]
            if not report["report"]:
                yield f"the report of {day} has no text"
            if (report["status"] == "published") and not report["published_at"]:
                yield f"the report of {day} is public and was never published"
            if (report["published_at"] is not None) != (day in shown):
                yield f"the report of {day} was published at {report['published_at']}, and the audit log says otherwise"
        for day in shown - {day_of[report["date_id"]] for report in self.reports}:
            yield f"the audit log knows a report of {day}, and there is none"

    def minutes_written(self) -> Iterator[str]:
        for text in self.minutes:
            about = f"minutes of {text['meeting_id']}, matter '{text['item_id']}'"
            if text["edits"] != text["version"]:
                yield f"{about}: version {text['version']} after {text['edits']} saves"
            if text["text"] != (text["newest"] or ""):
                yield f"{about}: the text is not that of the last save"

    def problems(self) -> Iterator[str]:
        for check in (self.places, self.promises_told, self.attendance, self.published, self.reports_and_audit,
                      self.minutes_written):
            yield from check()


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    problems = list(Rows(Database(sys.argv[1]).rows(QUERIES), sys.argv[2]).problems())
    print("\n".join(problems[:20]))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
