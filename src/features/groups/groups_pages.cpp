#include "features/groups/groups_pages.hpp"

#include "accounts/audit.hpp"

// What the pages of the groups share.
namespace dorfnetz::groups {

namespace {

std::string_view action_of(Act act)
{
    switch (act) {
    case Act::joined:
        return "group.joined";
    case Act::left:
        return "group.left";
    case Act::person_added:
        return "group.person_added";
    case Act::person_removed:
        return "group.person_removed";
    case Act::speaker_named:
        return "group.speaker_named";
    case Act::speaker_dropped:
        break;
    }
    return "group.speaker_dropped";
}

} // namespace

using web::Context;

std::string desk_pattern(std::string_view end)
{
    return std::string(desk_path) + "/{slug}" + std::string(end);
}

std::string desk_path_of(const Group& group, std::string_view end)
{
    return std::string(desk_path) + '/' + group.slug + std::string(end);
}

std::vector<web::Crumb> desk_crumbs(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Arbeitsgruppen"_de), std::string(desk_path)}};
}

std::vector<web::Crumb> desk_crumbs(const Context& context, const Group& group)
{
    auto crumbs = desk_crumbs(context);
    crumbs.push_back({group.draft.title, desk_path_of(group)});
    return crumbs;
}

Result<Group> group_of_address(const Context& context, db::Reader& reader)
{
    auto group = group_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!group)
        return Error{.kind = Err::missing};
    return *std::move(group);
}

bool may_edit(const Context& context, db::Reader& reader, const Group& group)
{
    return context.actor.is_coordinator() ||
           is_speaker(reader, context.network.id, group.id, context.actor, context.today());
}

bool may_look_inside(const Context& context, db::Reader& reader, const Group& group)
{
    return context.actor.is_coordinator() ||
           is_member(reader, context.network.id, group.id, context.actor, context.today());
}

Result<Group> editable(const Context& context, db::Reader& reader)
{
    auto group = TRY(group_of_address(context, reader));
    if (!may_edit(context, reader, group))
        return Error{.kind = Err::missing};
    return group;
}

void record_act(db::Tx& tx, const Context& context, Act act, const Group& group, const Who& who)
{
    const auto* person = std::get_if<PersonId>(&who);
    const auto* user = std::get_if<web::UserId>(&who);
    if (!person && !user)
        return;
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action_of(act)),
                      .subject_kind = person ? "person" : "user",
                      .subject = person ? person->text() : user->text(),
                      .details = group.draft.title},
                     context.environment.clock, context.environment.random);
}

namespace {

web::Examples example_with(std::string (*path)(const Group&), std::string end)
{
    return [path, end = std::move(end)](db::Reader& reader,
                                        const web::Network& network) -> std::vector<std::string> {
        const auto groups = groups_of(reader, network.id);
        if (groups.empty())
            return {};
        return {path(groups.front()) + end};
    };
}

} // namespace

web::Examples example_of(std::string end)
{
    return example_with(path_of, std::move(end));
}

web::Examples desk_example_of(std::string end)
{
    return example_with([](const Group& group) { return desk_path_of(group); }, std::move(end));
}

} // namespace dorfnetz::groups
