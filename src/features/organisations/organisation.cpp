#include "accounts/policy.hpp"
#include "features/organisations/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <charconv>

namespace dorfnetz::organisations {

namespace {

constexpr std::array kind_texts = {"club",   "council", "company",    "fire_brigade",
                                   "parish", "school",  "initiative", "municipality"};
constexpr std::array status_texts = {"reported", "confirmed", "published", "archived"};

template <class Enum, std::size_t N>
std::optional<Enum> enum_from_text(const std::array<const char*, N>& texts, std::string_view text)
{
    for (std::size_t i = 0; i < N; ++i)
        if (text == texts[i])
            return static_cast<Enum>(i);
    return std::nullopt;
}

// "10 km um Aue", "10km rund um Aue": the number, and what follows "um".
std::optional<Area> radius_from_text(const std::vector<villages::Village>& places, std::string_view text)
{
    const auto folded = search::fold(text);
    std::int64_t km = 0;
    const auto [end, failed] = std::from_chars(folded.data(), folded.data() + folded.size(), km);
    if (failed != std::errc{} || km < 1 || km > 500)
        return std::nullopt;
    const auto around = folded.find(" um ", static_cast<std::size_t>(end - folded.data()));
    if (around == std::string::npos)
        return std::nullopt;
    const auto place = villages::village_by_name(places, std::string_view(folded).substr(around + 4));
    if (!place)
        return std::nullopt;
    return Area{.around = place->id, .radius_km = km};
}

std::int64_t months_between(Date from, Date to)
{
    const auto months = (to.year() / to.month()) - (from.year() / from.month());
    return months.count() - (to.day() < from.day() ? 1 : 0);
}

} // namespace

std::string_view to_text(Kind kind)
{
    return kind_texts.at(static_cast<std::size_t>(kind));
}

std::optional<Kind> kind_from_text(std::string_view text)
{
    return enum_from_text<Kind>(kind_texts, text);
}

std::string_view to_text(Status status)
{
    return status_texts.at(static_cast<std::size_t>(status));
}

std::optional<Status> status_from_text(std::string_view text)
{
    return enum_from_text<Status>(status_texts, text);
}

Directory directory_of(Kind kind)
{
    return kind == Kind::company ? Directory::companies : Directory::clubs;
}

std::string_view path_of(Directory directory)
{
    return directory == Directory::companies ? "/firmen" : "/vereine";
}

std::string path_of(Kind kind, std::string_view slug)
{
    return std::string(path_of(directory_of(kind))) + '/' + std::string(slug);
}

std::optional<Area> area_from_text(const std::vector<villages::Village>& places, std::string_view text)
{
    Area area;
    for (const auto& part : split_list(text, ",;\n/")) {
        const auto folded = search::fold(part);
        if (folded == "ganzes netzwerk" || folded == "alle dorfer" || folded == "netzwerk" ||
            folded == "whole network") {
            area.whole_network = true;
        } else if (const auto radius = radius_from_text(places, part)) {
            area.around = radius->around;
            area.radius_km = radius->radius_km;
        } else if (const auto village = villages::village_by_name(places, part)) {
            area.villages.push_back(village->id);
        } else {
            return std::nullopt;
        }
    }
    return area;
}

const villages::Village* Register::village(const VillageId& id) const
{
    for (const auto& village : villages)
        if (village.id == id)
            return &village;
    return nullptr;
}

bool is_stale(const std::optional<Date>& last_confirmed_on, Date today)
{
    return !last_confirmed_on || add_months(*last_confirmed_on, months_until_stale) < today;
}

std::string stale_text(i18n::Language language, const std::optional<Date>& last_confirmed_on, Date today)
{
    if (!is_stale(last_confirmed_on, today))
        return {};
    if (!last_confirmed_on)
        return i18n::translate(language, "noch nicht bestätigt"_de);
    const auto months = months_between(*last_confirmed_on, today);
    if (months < 24)
        return i18n::translate(language, "zuletzt bestätigt vor {1} Monaten"_de, {std::to_string(months)});
    return i18n::translate(language, "zuletzt bestätigt vor {1} Jahren"_de, {std::to_string(months / 12)});
}

namespace {

accounts::Subject subject_of(const OrganisationId& id, const std::vector<VillageId>& active_in)
{
    accounts::Subject subject{.kind = accounts::SubjectKind::organisation, .id = id.text()};
    for (const auto& village : active_in)
        subject.villages.push_back(village.text());
    return subject;
}

} // namespace

bool may_edit(const web::Actor& actor, const OrganisationId& id, const std::vector<VillageId>& active_in)
{
    return accounts::may(actor, accounts::Right::edit_organisation, subject_of(id, active_in));
}

accounts::Viewer viewer_of(const web::Actor& actor, const OrganisationId& id,
                           const std::vector<VillageId>& active_in)
{
    return accounts::viewer_of(actor, subject_of(id, active_in));
}

accounts::Viewer viewer_from(const OrganisationId& id)
{
    web::Actor editor;
    editor.grants.push_back({web::Role::organisation_editor, id.text()});
    return viewer_of(editor, id, {});
}

Author author_of(const web::Context& context)
{
    return {.clock = context.environment.clock,
            .random = context.environment.random,
            .user = context.actor.user.text(),
            .name = context.actor.name};
}

} // namespace dorfnetz::organisations
