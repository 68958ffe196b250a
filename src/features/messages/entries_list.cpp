#include "features/messages/lists.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

// Clubs, companies and others of the register of organisations.
namespace dorfnetz::messages {

namespace {

using organisations::Organisation;
using web::Context;

struct EntryGround
{
    std::vector<villages::Village> places;

    PersonalWords words_of(const Organisation& organisation) const
    {
        PersonalWords words{.name = organisation.entry.name, .club = organisation.entry.name};
        if (!organisation.entry.villages.empty())
            for (const auto& place : places)
                if (place.id == organisation.entry.villages.front())
                    words.village = place.name;
        return words;
    }
};

std::vector<std::string> lines_of_address(const Organisation& organisation)
{
    const auto& entry = organisation.entry;
    const auto town = std::string(trim(entry.postal_code + ' ' + entry.town));
    if (entry.street.empty() || town.empty())
        return {};
    return {entry.street, town};
}

bool may_be_written_to(const Context& context, const Organisation& organisation)
{
    return organisation.status != organisations::Status::archived &&
           organisations::may_edit(context.actor, organisation.id, organisation.entry.villages);
}

std::vector<Recipient> find_entries(const Context& context)
{
    const auto listed = organisations::listed_entries(context);
    return context.pool().read([&](db::Reader& reader) {
        const EntryGround ground{villages::all_places(reader, context.network.id)};
        std::vector<Recipient> recipients;
        for (const auto& id : listed) {
            const auto organisation = organisations::organisation_by_id(reader, context.network.id, id);
            if (!organisation)
                continue;
            Recipient recipient{.id = id.text(), .words = ground.words_of(*organisation)};
            if (!may_be_written_to(context, *organisation))
                recipient.why = Why::not_allowed;
            else if (organisations::mailbox_of(reader, context.network.id, *organisation,
                                               organisations::MailTo::own_first))
                recipient.way = Way::mail;
            else if (!organisation->entry.phone.empty())
                recipient.way = Way::call;
            else if (!lines_of_address(*organisation).empty())
                recipient.way = Way::letter;
            else
                recipient.why = Why::no_way;
            recipients.push_back(std::move(recipient));
        }
        return recipients;
    });
}

std::string entry_filters(const Context& context)
{
    std::vector<std::string> words;
    for (const auto* name : {"stand", "dorf", "art"})
        if (const auto value = std::string(truncate(context.query.text(name), 40)); !value.empty())
            words.push_back(value);
    return join(words, ", ");
}

std::optional<MailTarget> entry_mail_target(db::Reader& reader, const Context& context, const std::string& id,
                                            people::Purpose)
{
    const auto organisation =
        organisations::organisation_by_id(reader, context.network.id, organisations::OrganisationId{id});
    if (!organisation || !may_be_written_to(context, *organisation))
        return std::nullopt;
    const auto mailbox = organisations::mailbox_of(reader, context.network.id, *organisation,
                                                   organisations::MailTo::own_first);
    if (!mailbox)
        return std::nullopt;
    const EntryGround ground{villages::all_places(reader, context.network.id)};
    return MailTarget{.to = *mailbox, .words = ground.words_of(*organisation)};
}

std::optional<PaperTarget> entry_paper_target(db::Reader& reader, const Context& context,
                                              const std::string& id)
{
    const auto organisation =
        organisations::organisation_by_id(reader, context.network.id, organisations::OrganisationId{id});
    if (!organisation || !may_be_written_to(context, *organisation))
        return std::nullopt;
    const auto viewer =
        organisations::viewer_of(context.actor, organisation->id, organisation->entry.villages);
    const EntryGround ground{villages::all_places(reader, context.network.id)};
    return PaperTarget{.name = organisation->entry.name,
                       .lines = lines_of_address(*organisation),
                       .phones = phone::format(organisation->entry.phone.seen_by(viewer)),
                       .words = ground.words_of(*organisation)};
}

std::vector<PaperTarget> entry_paper_targets(db::Reader& reader, const Context& context,
                                             const std::vector<std::string>& ids)
{
    std::vector<PaperTarget> targets;
    for (const auto& id : ids)
        if (auto target = entry_paper_target(reader, context, id))
            targets.push_back(*std::move(target));
    return targets;
}

} // namespace

const List& entries_list()
{
    static const List list{
        .key = "entries",
        .in_url = "vereine",
        .heading = "Vereine und Firmen"_de,
        .is_open = [](const Context& context) { return web::Access::editors().allows(context.actor); },
        .back = [](const Context& context) { return "/redaktion/organisationen" + query_of(context); },
        .find = find_entries,
        .filters = entry_filters,
        .mail_target = entry_mail_target,
        .paper_targets = entry_paper_targets};
    return list;
}

} // namespace dorfnetz::messages
