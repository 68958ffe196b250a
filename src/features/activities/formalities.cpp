#include "features/activities/formalities_api.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dorfnetz::activities {

namespace {

constexpr std::array<std::pair<FormalityStatus, std::string_view>, 3> formality_statuses{
    {{FormalityStatus::open, "open"},
     {FormalityStatus::done, "done"},
     {FormalityStatus::needless, "needless"}}};

Formality read_formality(db::Row& row)
{
    Formality formality;
    formality.id = row.take<FormalityId>();
    formality.activity = row.take<ActivityId>();
    formality.draft.key = row.take<std::string>();
    formality.draft.title = row.take<std::string>();
    formality.status = formality_status_from_text(row.take<std::string>()).value_or(FormalityStatus::open);
    formality.draft.lead_days = row.take<std::int64_t>();
    formality.draft.who = row.take<std::string>();
    formality.draft.note = row.take<std::string>();
    formality.version = row.take<std::int64_t>();
    return formality;
}

void insert_formality(db::Tx& tx, const NetworkId& network, const Formality& formality)
{
    const auto& draft = formality.draft;
    tx.exec(R"sql(
        INSERT INTO activity_formalities (network_id, id, activity_id, position, formality, title, status, lead_days,
                                          who, note, version)
        SELECT :network, :id, :activity, COALESCE(MAX(position), -1) + 1, :key, :title, :status, :lead, :who, :note, 1
        FROM activity_formalities WHERE network_id = :network AND activity_id = :activity)sql",
            {{"network", network},
             {"id", formality.id},
             {"activity", formality.activity},
             {"key", draft.key},
             {"title", draft.title},
             {"status", to_text(formality.status)},
             {"lead", draft.lead_days},
             {"who", draft.who},
             {"note", draft.note}});
}

Result<Done> checked_formality(const FormalityDraft& draft)
{
    std::vector<FieldError> problems;
    if (draft.key.empty() && squeeze(draft.title).empty())
        problems.push_back({"titel", "Was ist zu erledigen?"_de});
    if (draft.lead_days < 0 || draft.lead_days > longest_lead)
        problems.push_back({"vorlauf", "Schreib eine Zahl von 0 bis 730 Tagen."_de});
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

} // namespace

std::string_view to_text(FormalityStatus status)
{
    for (const auto& [known, name] : formality_statuses)
        if (known == status)
            return name;
    return {};
}

std::optional<FormalityStatus> formality_status_from_text(std::string_view text)
{
    for (const auto& [known, name] : formality_statuses)
        if (name == text)
            return known;
    return std::nullopt;
}

std::string Formality::name(i18n::Language language) const
{
    return draft.key.empty() ? draft.title : vocabularies::label("formalities", draft.key, language);
}

std::vector<Formality> formalities_of(db::Reader& reader, const NetworkId& network,
                                      const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT id, activity_id, formality, title, status, lead_days, who, note, version FROM activity_formalities
        WHERE network_id = :network AND activity_id = :activity ORDER BY lead_days DESC, position, id)sql",
                       {{"network", network}, {"activity", activity}}, read_formality);
}

std::optional<Formality> formality_by_id(db::Reader& reader, const NetworkId& network, const FormalityId& id)
{
    return reader.first(R"sql(
        SELECT id, activity_id, formality, title, status, lead_days, who, note, version FROM activity_formalities
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_formality);
}

std::vector<OpenFormality> open_formalities(db::Reader& reader, const NetworkId& network, Date today)
{
    std::vector<OpenFormality> open;
    reader.each(R"sql(
        SELECT f.id, f.activity_id, f.formality, f.title, f.status, f.lead_days, f.who, f.note, f.version, a.title,
               MIN(d.first_day)
        FROM activity_formalities f JOIN activities a ON a.network_id = f.network_id AND a.id = f.activity_id
        JOIN activity_dates d ON d.network_id = a.network_id AND d.activity_id = a.id
        WHERE f.network_id = :network AND f.status = 'open' AND a.status <> 'cancelled' AND d.status = 'planned'
        AND d.last_day >= :today
        GROUP BY f.id, f.activity_id, f.formality, f.title, f.status, f.lead_days, f.who, f.note, f.version, a.title)sql",
                {{"network", network}, {"today", today}}, [&](db::Row& row) {
                    OpenFormality found{.formality = read_formality(row), .activity_title = {}, .due = {}};
                    found.activity_title = row.take<std::string>();
                    found.due =
                        add_days(row.take<Date>(), -static_cast<int>(found.formality.draft.lead_days));
                    open.push_back(std::move(found));
                });
    std::ranges::sort(open, [](const OpenFormality& left, const OpenFormality& right) {
        return std::tie(left.due, left.formality.id) < std::tie(right.due, right.formality.id);
    });
    return open;
}

std::vector<std::string> suggested_formalities(std::string_view kind, const std::vector<Formality>& there)
{
    std::vector<std::string> keys;
    for (const auto& entry : vocabularies::entries("formalities"))
        if (std::ranges::find(entry.kinds, kind) != entry.kinds.end() &&
            std::ranges::none_of(there, [&](const Formality& each) { return each.draft.key == entry.key; }))
            keys.push_back(entry.key);
    return keys;
}

void add_formalities(db::Tx& tx, const NetworkId& network, const ActivityId& activity,
                     const std::vector<std::string>& keys, const organisations::Author& author)
{
    const auto there = formalities_of(tx, network, activity);
    for (const auto& key : keys) {
        const auto* entry = vocabularies::find("formalities", key);
        if (!entry ||
            std::ranges::any_of(there, [&](const Formality& each) { return each.draft.key == key; }))
            continue;
        Formality formality{.id = new_id<FormalityId>(author.clock, author.random), .activity = activity};
        formality.draft.key = key;
        formality.draft.lead_days = entry->number.value_or(0);
        insert_formality(tx, network, formality);
    }
}

Result<Done> add_formality(db::Tx& tx, const NetworkId& network, const ActivityId& activity,
                           const FormalityDraft& draft, const organisations::Author& author)
{
    TRY(checked_formality(draft));
    insert_formality(
        tx, network,
        {.id = new_id<FormalityId>(author.clock, author.random), .activity = activity, .draft = draft});
    return Done{};
}

Result<Done> change_formality(db::Tx& tx, const NetworkId& network, const Formality& formality)
{
    const auto& draft = formality.draft;
    TRY(checked_formality(draft));
    if (tx.exec(R"sql(
        UPDATE activity_formalities SET title = :title, status = :status, lead_days = :lead, who = :who, note = :note,
            version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                {{"network", network},
                 {"id", formality.id},
                 {"version", formality.version},
                 {"title", draft.title},
                 {"status", to_text(formality.status)},
                 {"lead", draft.lead_days},
                 {"who", draft.who},
                 {"note", draft.note}}) != 1)
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
    return Done{};
}

void set_formality_status(db::Tx& tx, const NetworkId& network, const FormalityId& id, FormalityStatus status)
{
    tx.exec(R"sql(
        UPDATE activity_formalities SET status = :status, version = version + 1
        WHERE network_id = :network AND id = :id AND status <> :status)sql",
            {{"network", network}, {"id", id}, {"status", to_text(status)}});
}

void remove_formality(db::Tx& tx, const NetworkId& network, const FormalityId& id)
{
    tx.exec(R"sql(DELETE FROM activity_formalities WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace dorfnetz::activities
