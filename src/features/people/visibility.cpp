#include "accounts/policy.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/search/folding.hpp"

namespace dorfnetz::people {

namespace {

accounts::Subject subject_of(const web::Actor& actor, const Person& person, accounts::Right right)
{
    accounts::Subject subject{.kind = accounts::SubjectKind::person, .id = person.id.text()};
    for (const auto& village : person.help_villages)
        subject.villages.push_back(village.text());
    if (person.data.area.whole_network)
        for (auto& village : accounts::villages_for(actor, right))
            subject.villages.push_back(std::move(village));
    subject.consent = !person.is_locked() && person.agreed_to(Purpose::lead_contact)
                          ? accounts::Consent::given
                          : accounts::Consent::missing;
    return subject;
}

accounts::Subject home_of(const std::optional<VillageId>& village)
{
    if (!village)
        return {.kind = accounts::SubjectKind::network};
    return {.kind = accounts::SubjectKind::village, .id = village->text()};
}

} // namespace

bool may_see(const web::Actor& actor, const Person& person)
{
    return accounts::may(actor, accounts::Right::see_people,
                         subject_of(actor, person, accounts::Right::see_people));
}

std::vector<Person> visible_people_called(db::Reader& reader, const web::Context& context,
                                          std::string_view name)
{
    constexpr std::int64_t most = 200; // whose names begin so
    constexpr std::size_t most_parts = 4;
    store::Filter filter{.locked = store::Filter::Locked::no};
    for (auto& [kind, part] : store::name_parts(name))
        if (kind == "folded" && filter.name_parts.size() < most_parts)
            filter.name_parts.push_back(std::move(part));
    if (filter.name_parts.empty())
        return {};
    const auto folded = search::fold(name);
    auto found = store::list(reader, context.network.id, filter, most, 0);
    std::erase_if(found, [&](const Person& person) {
        return search::fold(person.data.name()) != folded || !may_see(context.actor, person);
    });
    return found;
}

bool may_see_contact(const web::Actor& actor, const Person& person)
{
    return accounts::may(actor, accounts::Right::see_contacts,
                         subject_of(actor, person, accounts::Right::see_contacts));
}

accounts::Viewer contact_viewer(const web::Actor& actor, const Person& person)
{
    return accounts::viewer_with(actor, accounts::Right::see_contacts,
                                 subject_of(actor, person, accounts::Right::see_contacts));
}

std::optional<accounts::Viewer> asking_viewer(const web::Actor& actor, const Person& person)
{
    if (person.is_locked() || !person.agreed_to(Purpose::register_) || !may_see_contact(actor, person))
        return std::nullopt;
    return contact_viewer(actor, person);
}

accounts::Viewer export_viewer(const web::Context& context)
{
    return accounts::viewer_with(context.actor, accounts::Right::export_lists, {});
}

bool may_review(const web::Context& context)
{
    return accounts::may(context.actor, accounts::Right::review_people, {});
}

bool may_export(const web::Context& context)
{
    return accounts::may(context.actor, accounts::Right::export_lists, {});
}

bool may_record(const web::Actor& actor, const std::optional<VillageId>& village)
{
    return accounts::may(actor, accounts::Right::record_person, home_of(village));
}

accounts::Viewer recording_viewer(const web::Actor& actor, const std::optional<VillageId>& village)
{
    return accounts::viewer_with(actor, accounts::Right::record_person, home_of(village));
}

Result<Person> visible_person(db::Reader& reader, const web::Context& context, const PersonId& id)
{
    auto person = store::by_id(reader, context.network.id, id);
    if (!person || !may_see(context.actor, *person))
        return Error{.kind = Err::missing};
    return std::move(*person);
}

std::vector<Duplicate> visible_duplicates(const web::Context& context, const PersonDraft& draft)
{
    return context.pool().read([&](db::Reader& reader) {
        std::vector<Duplicate> visible;
        for (auto& duplicate : find_duplicates(reader, context.network.id, draft))
            if (visible_person(reader, context, duplicate.id))
                visible.push_back(std::move(duplicate));
        return visible;
    });
}

} // namespace dorfnetz::people
