#include "foundation/web/actor.hpp"

#include <array>

namespace dorfnetz::web {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 9> role_names{{
    {Role::organisation_editor, "organisation_editor"},
    {Role::lead_editor, "lead_editor"},
    {Role::council_editor, "council_editor"},
    {Role::municipality_officer, "municipality_officer"},
    {Role::treasurer, "treasurer"},
    {Role::coordinator, "coordinator"},
    {Role::adviser, "adviser"},
    {Role::programme_officer, "programme_officer"},
    {Role::operator_, "operator"},
}};

} // namespace

std::string_view to_text(Role role)
{
    for (const auto& [known, name] : role_names)
        if (known == role)
            return name;
    return {};
}

std::optional<Role> role_from_text(std::string_view text)
{
    for (const auto& [role, name] : role_names)
        if (name == text)
            return role;
    return std::nullopt;
}

bool Actor::has(Role role) const
{
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) { return grant.role == role; });
}

bool Actor::has(Role role, std::string_view subject) const
{
    return std::any_of(grants.begin(), grants.end(),
                       [&](const Grant& grant) { return grant.role == role && grant.subject == subject; });
}

std::vector<std::string> Actor::subjects(Role role) const
{
    std::vector<std::string> result;
    for (const auto& grant : grants)
        if (grant.role == role)
            result.push_back(grant.subject);
    return result;
}

bool Access::allows(const Actor& actor) const
{
    switch (m_kind) {
    case Kind::everyone:
        return true;
    case Kind::signed_in:
        return actor.signed_in();
    case Kind::roles:
        return std::any_of(m_roles.begin(), m_roles.end(), [&](Role role) { return actor.has(role); });
    }
    return false;
}

std::string Access::text() const
{
    if (m_kind == Kind::everyone)
        return "everyone";
    if (m_kind == Kind::signed_in)
        return "signed in";
    std::string names;
    for (const auto role : m_roles) {
        names += names.empty() ? "" : ", ";
        names += to_text(role);
    }
    return names;
}

} // namespace dorfnetz::web
