#include "accounts/role_words.hpp"

namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Role;

std::string role_text(const Context& context, const web::Grant& grant, const SubjectNames& names)
{
    const auto found = names.find(grant.subject);
    const auto& subject = found == names.end() ? grant.subject : found->second;
    switch (grant.role) {
    case Role::coordinator:
        return context.t("Koordination"_de);
    case Role::lead_editor:
        return context.t("Netzwerkverein: {1}"_de, {subject});
    case Role::council_editor:
        return context.t("Ortschaftsrat: {1}"_de, {subject});
    case Role::organisation_editor:
        return context.t("Eintrag: {1}"_de, {subject});
    case Role::municipality_officer:
        return context.t("Gemeindeverwaltung"_de);
    case Role::treasurer:
        return context.t("Kasse"_de);
    case Role::adviser:
        return context.t("Prozessbegleitung"_de);
    case Role::programme_officer:
        return context.t("Programm"_de);
    case Role::operator_:
        return context.t("Technik"_de);
    }
    return {};
}

std::string day(const Context& context, Timestamp moment)
{
    return i18n::format_date(context.region(), moment, i18n::DateStyle::plain);
}

} // namespace

German label(web::Role role)
{
    switch (role) {
    case Role::organisation_editor:
        return "Ein Eintrag: Verein, Firma oder Gruppe"_de;
    case Role::lead_editor:
        return "Netzwerkverein eines Dorfs"_de;
    case Role::council_editor:
        return "Ortschaftsrat eines Dorfs"_de;
    case Role::municipality_officer:
        return "Gemeindeverwaltung"_de;
    case Role::treasurer:
        return "Kasse"_de;
    case Role::coordinator:
        return "Koordination: das ganze Netzwerk"_de;
    case Role::adviser:
        return "Prozessbegleitung, auf Zeit"_de;
    case Role::programme_officer:
        return "Programm"_de;
    case Role::operator_:
        break;
    }
    return "Technik"_de;
}

SubjectNames subject_names(db::Reader& reader, const NetworkId& network, const Subjects& subjects)
{
    SubjectNames names;
    for (auto& village : subjects.villages(reader, network))
        names.emplace(std::move(village.value), std::move(village.label));
    for (auto& organisation : subjects.organisations(reader, network))
        names.emplace(std::move(organisation.choice.value), std::move(organisation.choice.label));
    return names;
}

std::string grant_text(const Context& context, const StoredGrant& stored, const SubjectNames& names)
{
    auto text = role_text(context, stored.grant, names);
    if (stored.starts_at && *stored.starts_at > context.now())
        text += ", " + context.t("ab {1}"_de, {day(context, *stored.starts_at)});
    // It ends at the first moment of the day after.
    if (stored.ends_at)
        text += ", " + context.t("bis {1}"_de, {day(context, *stored.ends_at - std::chrono::seconds(1))});
    return text;
}

std::vector<web::Choice> invited_roles(const Context& context)
{
    std::vector<web::Choice> choices;
    for (const auto role : {Role::organisation_editor, Role::lead_editor, Role::council_editor,
                            Role::municipality_officer, Role::adviser, Role::coordinator})
        choices.push_back({std::string(web::to_text(role)), context.t(label(role))});
    return choices;
}

} // namespace dorfnetz::accounts
