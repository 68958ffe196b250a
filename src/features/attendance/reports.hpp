#pragma once

#include "features/activities/api.hpp"
#include "features/attendance/api.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How it was: one report for each date.
namespace dorfnetz::attendance {

enum class ReportStatus { draft, published };

std::string_view to_text(ReportStatus status);
std::optional<ReportStatus> report_status_from_text(std::string_view text);

struct ReportDraft
{
    std::string report = {}; // Markdown
    std::optional<std::int64_t> visitors = {};
    std::int64_t helpers = 0;
    std::int64_t minutes = 0;
    std::string thanks = {}; // Markdown

    bool operator==(const ReportDraft&) const = default;
};

struct Report
{
    activities::DateId date = {};
    ReportStatus status = ReportStatus::draft;
    ReportDraft draft = {};
    std::optional<Timestamp> published_at = {}; // for the first time
    Timestamp created_at = {};
    Timestamp updated_at = {};
    std::int64_t version = 1;
};

inline constexpr std::size_t longest_report = 20'000; // characters
inline constexpr std::size_t longest_thanks = 2'000;
inline constexpr std::size_t most_report_pictures = 12;

std::string report_album(const activities::DateId& date);

// Writes it for the first time if `version` is 0. Err::stale if somebody was faster.
Result<Done> save_report(db::Tx& tx, const NetworkId& network, const activities::DateId& date,
                         std::int64_t version, const ReportDraft& draft, Timestamp now);
// Err::missing if there is none; Err::invalid if it says nothing.
Result<Done> publish_report(db::Tx& tx, const NetworkId& network, const activities::DateId& date,
                            Timestamp now);
Result<Done> withdraw_report(db::Tx& tx, const NetworkId& network, const activities::DateId& date,
                             Timestamp now);

} // namespace dorfnetz::attendance
