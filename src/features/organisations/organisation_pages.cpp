#include "features/organisations/organisation_pages.hpp"

#include "accounts/audit.hpp"

#include "features/organisations/organisation_values.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::organisations {

namespace {

std::string place_name(const std::vector<villages::Village>& places, std::string_view id)
{
    for (const auto& place : places)
        if (place.id.text() == id)
            return place.name;
    return std::string(id);
}

std::string shown_place_line(const web::Context& context, const std::vector<villages::Village>& places,
                             const std::string& line)
{
    if (line == "network")
        return context.t("ganzes Netzwerk"_de);
    if (line.starts_with("radius "))
        if (const auto parts = split_list(line, " "); parts.size() == 3)
            return context.t("{1} km um {2}"_de, {parts[1], place_name(places, parts[2])});
    return place_name(places, line);
}

} // namespace

std::string edit_path(const OrganisationId& id)
{
    return std::string(desk_path) + '/' + id.text();
}

German status_label(Status status)
{
    switch (status) {
    case Status::reported:
        return "gemeldet"_de;
    case Status::confirmed:
        return "bestätigt"_de;
    case Status::published:
        return "öffentlich"_de;
    case Status::archived:
        return "im Archiv"_de;
    }
    return {};
}

Result<Organisation> editable(const web::Context& context, db::Reader& reader)
{
    auto found = organisation_by_id(reader, context.network.id, OrganisationId{context.parameter("id")});
    if (!found || !may_edit(context.actor, found->id, found->entry.villages))
        return Error{.kind = Err::missing};
    return std::move(*found);
}

accounts::Viewer viewer_of(const web::Context& context, const Organisation& organisation)
{
    return viewer_of(context.actor, organisation.id, organisation.entry.villages);
}

namespace {

void record_view(db::Tx& tx, const web::Context& context, std::string_view subject_kind,
                 const std::string& subject)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = "contact.viewed",
                      .subject_kind = std::string(subject_kind),
                      .subject = subject},
                     context.environment.clock, context.environment.random);
}

} // namespace

void record_contact_view(db::Tx& tx, const web::Context& context, const ContactId& id)
{
    record_view(tx, context, "contact_person", id.text());
}

void record_history_view(db::Tx& tx, const web::Context& context, const OrganisationId& id)
{
    record_view(tx, context, "organisation", id.text());
}

std::string shown_text(const web::Context& context, const std::vector<villages::Village>& places,
                       std::string_view field, std::string_view text)
{
    const auto each_line = [&](const auto& show) {
        std::vector<std::string> lines;
        for (const auto& line : split_list(text, "\n"))
            lines.push_back(show(line));
        return join(lines, ", ");
    };
    for (const auto& terms : term_fields())
        if (terms.name == field)
            return each_line(
                [&](const std::string& key) { return vocabularies::label(field, key, context.language); });
    if (field == "villages" || field == "area" || field == "support_area")
        return each_line([&](const std::string& line) { return shown_place_line(context, places, line); });
    if (field == "kind")
        return vocabularies::label("kinds", text, context.language);
    if (field == "consent_way" && !text.empty())
        return vocabularies::label("consent_ways", text, context.language);
    if (field.ends_with("_audience") && !text.empty())
        return vocabularies::label("audiences", text, context.language);
    if (const auto status = status_from_text(text); status && field == "status")
        return context.t(status_label(*status));
    if (field == "is_example" || field == "is_responsible")
        return context.t(text == "1" ? "ja"_de : "nein"_de);
    if (const auto date = date_from_iso(text))
        return i18n::format_date(context.region(), *date, i18n::DateStyle::numeric);
    return std::string(text);
}

} // namespace dorfnetz::organisations
