#include "features/attendance/reports.hpp"

#include "accounts/revocations.hpp"
#include "features/attendance/attendance_store.hpp"
#include "features/attendance/revocations.hpp"

namespace dorfnetz::attendance {

namespace {

// A restored backup does not show again what was taken off the public page (operations/revocations.hpp).
void note_visibility(db::Tx& tx, const NetworkId& network, const Report& report, Timestamp now)
{
    const bool is_shown = report.status == ReportStatus::published;
    accounts::note_revocation(tx, report_kind,
                              {.network = network,
                               .id = report.date.text(),
                               .word = std::string(is_shown ? published_word : withdrawn_word),
                               .at = now});
}

Result<Done> set_status(db::Tx& tx, const NetworkId& network, Report report, ReportStatus status,
                        Timestamp now)
{
    if (report.status == status)
        return Done{};
    report.status = status;
    report.updated_at = now;
    if (status == ReportStatus::published && !report.published_at)
        report.published_at = now;
    if (!store::update_report(tx, network, report))
        return Error{.kind = Err::stale};
    note_visibility(tx, network, report, now);
    return Done{};
}

} // namespace

std::string_view to_text(ReportStatus status)
{
    return status == ReportStatus::published ? "published" : "draft";
}

std::optional<ReportStatus> report_status_from_text(std::string_view text)
{
    for (const auto status : {ReportStatus::draft, ReportStatus::published})
        if (to_text(status) == text)
            return status;
    return std::nullopt;
}

std::string report_album(const activities::DateId& date)
{
    return "report:" + date.text();
}

Result<Done> save_report(db::Tx& tx, const NetworkId& network, const activities::DateId& date,
                         std::int64_t version, const ReportDraft& draft, Timestamp now)
{
    auto report = store::report_of(tx, network, date);
    if ((report ? report->version : 0) != version)
        return Error{.kind = Err::stale};
    if (!report) {
        store::insert_report(tx, network,
                             {.date = date, .draft = draft, .created_at = now, .updated_at = now});
        return Done{};
    }
    report->draft = draft;
    report->updated_at = now;
    if (!store::update_report(tx, network, *report))
        return Error{.kind = Err::stale};
    return Done{};
}

Result<Done> publish_report(db::Tx& tx, const NetworkId& network, const activities::DateId& date,
                            Timestamp now)
{
    auto report = store::report_of(tx, network, date);
    if (!report)
        return Error{.kind = Err::missing};
    if (report->draft.report.empty())
        return Error{.kind = Err::invalid, .text = "Schreib erst, wie es war."_de};
    return set_status(tx, network, *std::move(report), ReportStatus::published, now);
}

Result<Done> withdraw_report(db::Tx& tx, const NetworkId& network, const activities::DateId& date,
                             Timestamp now)
{
    auto report = store::report_of(tx, network, date);
    if (!report)
        return Error{.kind = Err::missing};
    return set_status(tx, network, *std::move(report), ReportStatus::draft, now);
}

bool withdraw_report_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    if (revocation.word != withdrawn_word)
        return false;
    const activities::DateId date{revocation.id};
    const auto report = store::report_of(tx, revocation.network, date);
    if (!report || report->status != ReportStatus::published)
        return false;
    return withdraw_report(tx, revocation.network, date, now).has_value();
}

} // namespace dorfnetz::attendance
