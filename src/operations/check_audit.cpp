#include "foundation/web/network.hpp"
#include "operations/audit_heads.hpp"
#include "operations/checks.hpp"

namespace dorfnetz::operations {

namespace {

// The job that seals runs every minute.
constexpr std::chrono::minutes longest_wait{60};

void check_chain(db::Reader& reader, const web::Network& network, Timestamp now, Findings& findings)
{
    const auto report = accounts::check_audit_log(reader, network.id);
    if (report.broken_at)
        findings.push_back({Grade::bad,
                            "audit.chain",
                            "Im Protokoll von {1} wurde der Eintrag Nummer {2} nachträglich geändert, "
                            "entfernt oder eingefügt. Vergleich es mit einer älteren Sicherung und frag, wer "
                            "an der Datenbank gearbeitet hat."_de,
                            {network.name, std::to_string(*report.broken_at)}});
    if (report.forged_details > 0)
        findings.push_back({Grade::bad,
                            "audit.details",
                            "Im Protokoll von {1} passen Einzelheiten nicht mehr zu ihrer Prüfsumme "
                            "(Einträge: {2}). Jemand hat sie in der Datenbank geändert."_de,
                            {network.name, std::to_string(report.forged_details)}});
    if (report.waiting_since && *report.waiting_since < now - longest_wait)
        findings.push_back(
            {Grade::warn,
             "audit.waiting",
             "Im Protokoll von {1} ist noch nicht alles besiegelt (Einträge: {2}). Das geschieht "
             "jede Minute, solange das Programm läuft."_de,
             {network.name, std::to_string(report.waiting)}});
    if (!report.broken_at && report.forged_details == 0)
        findings.push_back({Grade::ok,
                            "audit.chain",
                            "Das Protokoll von {1} ist lückenlos (Einträge: {2})."_de,
                            {network.name, std::to_string(report.sealed)}});
}

} // namespace

void check_audit(const Surroundings& surroundings, db::Reader& reader, Findings& findings)
{
    for (const auto& network : web::all_networks(reader))
        check_chain(reader, network, surroundings.clock.now(), findings);
    for (const auto& head : lost_heads(reader, surroundings.data / "backups" / audit_heads_name))
        findings.push_back(
            {Grade::bad,
             "audit.end",
             "Im Protokoll des Netzwerks {1} fehlt der Eintrag Nummer {2}, den {3} noch kennt. "
             "Das Ende wurde abgeschnitten, oder es wurde eine ältere Datenbank eingesetzt."_de,
             {head.network.text(), std::to_string(head.place), audit_heads_name}});
}

} // namespace dorfnetz::operations
