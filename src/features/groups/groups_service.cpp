#include "features/groups/groups_service.hpp"

#include "features/groups/group_search.hpp"
#include "features/groups/groups_store.hpp"
#include "features/groups/member_calendars.hpp"
#include "features/groups/revocations.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::groups {

namespace {

// Addresses below a group's and below the list's that the program needs itself.
constexpr std::string_view reserved = "neu";

// Puts something in at the first address that is free, made of its title. `insert` answers whether it was.
template <class Insert>
std::string insert_at_free_slug(std::string_view title, std::string_view otherwise, Insert&& insert)
{
    auto wanted = search::slug(title);
    if (wanted.empty() || wanted == reserved)
        wanted = otherwise;
    auto slug = wanted;
    for (int number = 2; !insert(slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    return slug;
}

GroupDraft tidied(GroupDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.summary = squeeze(draft.summary);
    std::sort(draft.villages.begin(), draft.villages.end());
    draft.villages.erase(std::unique(draft.villages.begin(), draft.villages.end()), draft.villages.end());
    return draft;
}

GroupPageDraft tidied(GroupPageDraft draft)
{
    draft.title = squeeze(draft.title);
    return draft;
}

class Problems
{
public:
    void need(std::string field, const std::string& text)
    {
        if (text.empty())
            m_fields.push_back({std::move(field), "Das fehlt noch."_de});
    }

    void at_most(std::string field, const std::string& text, std::size_t most)
    {
        if (length_in_characters(text) > most)
            m_fields.push_back(
                {std::move(field), "Das ist zu lang: höchstens {1} Zeichen."_de, {std::to_string(most)}});
    }

    void add(std::string field, German text) { m_fields.push_back({std::move(field), text}); }

    Result<Done> result()
    {
        if (m_fields.empty())
            return Done{};
        return Error{
            .kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(m_fields)};
    }

private:
    std::vector<FieldError> m_fields;
};

Result<Done> checked(db::Reader& reader, const NetworkId& network, const GroupDraft& draft)
{
    Problems problems;
    problems.need("titel", draft.title);
    problems.at_most("titel", draft.title, longest_title);
    problems.at_most("kurz", draft.summary, longest_summary);
    problems.at_most("ziele", draft.aims, longest_text);
    const auto known = villages::villages_of(reader, network);
    for (const auto& village : draft.villages)
        if (std::none_of(known.begin(), known.end(), [&](const auto& each) { return each.id == village; })) {
            problems.add("doerfer", "Dieses Dorf gibt es hier nicht."_de);
            break;
        }
    return problems.result();
}

Result<Done> checked(const GroupPageDraft& draft)
{
    Problems problems;
    problems.need("titel", draft.title);
    problems.at_most("titel", draft.title, longest_title);
    problems.need("text", draft.text);
    problems.at_most("text", draft.text, longest_text);
    return problems.result();
}

Result<Group> existing(db::Reader& reader, const NetworkId& network, const GroupId& id)
{
    auto group = group_by_id(reader, network, id);
    if (!group)
        return Error{.kind = Err::missing};
    return *std::move(group);
}

} // namespace

std::string path_of(const Group& group)
{
    return "/arbeitsgruppen/" + group.slug;
}

std::string_view to_text(Audience audience)
{
    return audience == Audience::members ? "members" : "public";
}

Audience audience_from_text(std::string_view text)
{
    return text == to_text(Audience::everybody) ? Audience::everybody : Audience::members;
}

Result<GroupId> create(db::Tx& tx, const NetworkId& network, const GroupDraft& draft,
                       const organisations::Author& author)
{
    Group group{.id = new_id<GroupId>(author.clock, author.random), .draft = tidied(draft), .slug = {}};
    TRY(checked(tx, network, group.draft));
    insert_at_free_slug(group.draft.title, "gruppe", [&](const std::string& slug) {
        group.slug = slug;
        return store::insert(tx, network, group, author.clock.now());
    });
    index_group(tx, network, group.id);
    return group.id;
}

Result<Done> update(db::Tx& tx, const NetworkId& network, const GroupId& id, std::int64_t version,
                    const GroupDraft& draft, Timestamp now)
{
    auto group = TRY(existing(tx, network, id));
    auto wanted = tidied(draft);
    wanted.is_example = group.draft.is_example;
    TRY(checked(tx, network, wanted));
    if (group.version != version)
        return Error{.kind = Err::stale};
    if (group.draft == wanted)
        return Done{};
    group.draft = std::move(wanted);
    if (!store::update(tx, network, group, version, now))
        return Error{.kind = Err::stale};
    index_group(tx, network, id);
    return Done{};
}

Result<Done> end_group(db::Tx& tx, const NetworkId& network, const GroupId& id, Date day, Timestamp now)
{
    if (TRY(existing(tx, network, id)).has_ended())
        return Done{};
    store::set_ended(tx, network, id, day, now);
    for (const auto& member : members_of(tx, network, id))
        if (!std::holds_alternative<OrganisationId>(member.who))
            TRY(remove_member(tx, network, member.id));
    end_calendars(tx, network, id);
    index_group(tx, network, id);
    return Done{};
}

Result<Done> take_up_again(db::Tx& tx, const NetworkId& network, const GroupId& id, Timestamp now)
{
    if (!TRY(existing(tx, network, id)).has_ended())
        return Done{};
    store::set_ended(tx, network, id, std::nullopt, now);
    index_group(tx, network, id);
    return Done{};
}

Result<MemberId> add_member(db::Tx& tx, const NetworkId& network, const GroupId& group, const Who& who,
                            Duty duty, const organisations::Author& author)
{
    if (TRY(existing(tx, network, group)).has_ended())
        return Error{.kind = Err::missing};
    const Member member{
        .id = new_id<MemberId>(author.clock, author.random), .group = group, .duty = duty, .who = who};
    if (!store::insert_member(tx, network, member, author.clock.now()))
        return Error{.kind = Err::conflict, .text = "Das ist schon in der Gruppe."_de};
    return member.id;
}

Result<Done> set_duty(db::Tx& tx, const NetworkId& network, const MemberId& id, Duty duty)
{
    if (!store::member_by_id(tx, network, id))
        return Error{.kind = Err::missing};
    store::set_duty(tx, network, id, duty);
    return Done{};
}

Result<Done> remove_member(db::Tx& tx, const NetworkId& network, const MemberId& id)
{
    const auto member = store::member_by_id(tx, network, id);
    if (!member)
        return Error{.kind = Err::missing};
    store::remove_member(tx, network, id);
    // Whoever comes back gets another address.
    if (const auto user = as<web::UserId>(member->who))
        end_calendar(tx, network, member->group, *user);
    accounts::note_erasure(tx, network, member_kind, id.text());
    return Done{};
}

Result<GroupPage> create_page(db::Tx& tx, const NetworkId& network, const GroupId& group,
                              const GroupPageDraft& draft, const organisations::Author& author)
{
    TRY(existing(tx, network, group));
    GroupPage page{.id = new_id<GroupPageId>(author.clock, author.random),
                   .group = group,
                   .draft = tidied(draft),
                   .slug = {}};
    TRY(checked(page.draft));
    insert_at_free_slug(page.draft.title, "seite", [&](const std::string& slug) {
        page.slug = slug;
        return store::insert_page(tx, network, page, author.clock.now());
    });
    index_group(tx, network, group);
    return page;
}

Result<Done> update_page(db::Tx& tx, const NetworkId& network, const GroupPage& page, std::int64_t version,
                         const GroupPageDraft& draft, Timestamp now)
{
    auto changed = page;
    changed.draft = tidied(draft);
    TRY(checked(changed.draft));
    if (page.version != version)
        return Error{.kind = Err::stale};
    if (changed.draft == page.draft)
        return Done{};
    if (!store::update_page(tx, network, changed, version, now))
        return Error{.kind = Err::stale};
    if (changed.draft.audience != page.draft.audience)
        accounts::note_revocation(tx, text_audience_kind,
                                  {.network = network,
                                   .id = page.id.text(),
                                   .word = std::string(to_text(changed.draft.audience)),
                                   .at = now});
    index_group(tx, network, page.group);
    return Done{};
}

void remove_page(db::Tx& tx, const NetworkId& network, const GroupPage& page)
{
    store::remove_page(tx, network, page.id);
    accounts::note_erasure(tx, network, text_kind, page.id.text());
    index_group(tx, network, page.group);
}

} // namespace dorfnetz::groups
