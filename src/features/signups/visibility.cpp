#include "features/signups/visibility.hpp"

#include "accounts/audit.hpp"
#include "accounts/policy.hpp"

namespace dorfnetz::signups {

namespace {

// The host through whom the actor may see it; nothing if there is none.
std::optional<accounts::Subject> own_host(db::Reader& reader, const web::Context& context,
                                          const activities::Listed& listed)
{
    for (const auto& id : listed.hosts) {
        const auto host = organisations::organisation_by_id(reader, context.network.id, id);
        if (!host)
            continue;
        accounts::Subject subject{.kind = accounts::SubjectKind::organisation, .id = id.text()};
        for (const auto& village : host->entry.villages)
            subject.villages.push_back(village.text());
        if (accounts::may(context.actor, accounts::Right::edit_organisation, subject))
            return subject;
    }
    return std::nullopt;
}

bool is_kept(const web::Context& context, const activities::Listed& listed)
{
    return context.now() < listed.date.ends_at + kept_after_the_date;
}

Result<accounts::Viewer> recorded(db::Tx& tx, const web::Context& context, const activities::Listed& listed,
                                  const accounts::AuditEntry& entry)
{
    const auto host = own_host(tx, context, listed);
    if (!host || !is_kept(context, listed))
        return Error{.kind = Err::missing};
    accounts::record(tx, entry, context.environment.clock, context.environment.random);
    return accounts::viewer_with(context.actor, accounts::Right::edit_organisation, *host);
}

std::string_view action_of(HostAct act)
{
    switch (act) {
    case HostAct::accepted:
        return "signup.accepted";
    case HostAct::declined:
        return "signup.declined";
    case HostAct::chosen:
        return "signup.chosen";
    case HostAct::entered:
        return "signup.entered";
    case HostAct::told:
        return "signup.told";
    }
    return {};
}

} // namespace

bool may_host(db::Reader& reader, const web::Context& context, const activities::Listed& listed)
{
    return own_host(reader, context, listed).has_value();
}

Result<accounts::Viewer> record_list_view(db::Tx& tx, const web::Context& context,
                                          const activities::Listed& listed)
{
    return recorded(tx, context, listed,
                    {.network = context.network.id,
                     .user = context.actor.user,
                     .action = "signups.listed",
                     .subject_kind = "activity",
                     .subject = listed.date.activity.text(),
                     .details = to_iso(listed.date.first_day)});
}

Result<accounts::Viewer> record_contact_view(db::Tx& tx, const web::Context& context,
                                             const activities::Listed& listed, const SignupId& id)
{
    return recorded(tx, context, listed,
                    {.network = context.network.id,
                     .user = context.actor.user,
                     .action = "contact.viewed",
                     .subject_kind = "signup",
                     .subject = id.text()});
}

void record_act(db::Tx& tx, const web::Context& context, HostAct act, const SignupId& id)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action_of(act)),
                      .subject_kind = "signup",
                      .subject = id.text()},
                     context.environment.clock, context.environment.random);
}

} // namespace dorfnetz::signups
