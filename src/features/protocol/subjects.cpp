#include "features/protocol/subjects.hpp"

#include "accounts/api.hpp"
#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::protocol {

Names::Names(db::Reader& reader, const web::Context& context)
    : m_reader(reader), m_context(context), m_users(accounts::account_names(reader, context.network.id))
{
    for (const auto& village : villages::villages_of(reader, context.network.id))
        m_villages.emplace(village.id.text(), village.name);
}

std::string Names::user(const web::UserId& user) const
{
    if (user.empty())
        return m_context.t("Jemand ohne Anmeldung"_de);
    const auto found = m_users.find(user.text());
    return found == m_users.end() ? m_context.t("Ein Zugang, den es nicht mehr gibt,"_de) : found->second;
}

Subject Names::subject(const std::string& kind, const std::string& id)
{
    auto known = m_known.find({kind, id});
    if (known == m_known.end())
        known = m_known.emplace(std::pair(kind, id), look_up(kind, id)).first;
    return known->second;
}

Subject Names::look_up(const std::string& kind, const std::string& id) const
{
    const auto& network = m_context.network.id;
    if (kind == "person") {
        const auto person = people::person_by_id(m_reader, network, people::PersonId(id));
        return person ? Subject{person->data.name(), "/redaktion/engagierte/" + id}
                      : Subject{m_context.t("N. N. (nicht mehr im Register)"_de)};
    }
    if (kind == "user") {
        const auto found = m_users.find(id);
        return found == m_users.end() ? Subject{m_context.t("N. N. (Zugang gelöscht)"_de)}
                                      : Subject{found->second, "/redaktion/zugaenge"};
    }
    if (kind == "organisation") {
        const auto found =
            organisations::organisation_by_id(m_reader, network, organisations::OrganisationId(id));
        return found ? Subject{found->entry.name, "/redaktion/organisationen/" + id}
                     : Subject{m_context.t("einem Eintrag, den es nicht mehr gibt,"_de)};
    }
    if (kind == "village") {
        const auto found = m_villages.find(id);
        return {found == m_villages.end() ? m_context.t("einem Dorf"_de) : found->second};
    }
    if (kind == "contact_person")
        return {m_context.t("einer Ansprechperson"_de)};
    if (kind == "offer")
        return {m_context.t("jemandem, der mitmachen will,"_de)};
    if (kind == "signup")
        return {m_context.t("einer Zusage"_de)};
    if (kind == "activity")
        return {m_context.t("einen Termin"_de), "/redaktion/termine/" + id};
    if (kind == "meeting")
        return {m_context.t("ein Treffen"_de), "/redaktion/treffen/" + id};
    return {m_context.network.name};
}

std::string Names::details(const accounts::AuditEntry& entry) const
{
    if (entry.action.starts_with("consent."))
        return people::purposes_in_words(entry.details, m_context.language);
    if (entry.action == "backup.restored")
        if (const auto made = timestamp_from_iso(entry.details))
            return m_context.t("Stand vom {1}"_de, {i18n::format_moment(m_context.region(), *made)});
    auto text = entry.details;
    for (const auto& [id, name] : m_villages)
        text = replace_all(std::move(text), id, name);
    return text;
}

} // namespace dorfnetz::protocol
