#pragma once

#include "foundation/core/id.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::web {

using UserId = Id<struct UserTag>;

// What somebody may be; each within a scope (see docs/domain in the handbook: a lead editor of one village).
enum class Role {
    organisation_editor, // of an organisation
    lead_editor,         // of a village
    council_editor,      // of a village
    municipality_officer,
    treasurer,
    coordinator, // of the network
    adviser,
    programme_officer,
    operator_, // of the installation
};

std::string_view to_text(Role role);
std::optional<Role> role_from_text(std::string_view text);

struct Grant
{
    Role role = Role::organisation_editor;
    std::string subject; // id of the village, organisation … ; empty for the whole network
};

// Who is asking. A visitor has no user.
struct Actor
{
    UserId user;
    std::string name;    // for "angemeldet als"
    std::string session; // id of the session, empty for a visitor or the command line
    std::vector<Grant> grants;
    // Own path where this person has something to do before anything that is not public, such as giving the
    // second proof; all below it is open. Usually empty.
    std::string next_step = {};

    bool signed_in() const { return !user.empty(); }

    bool has(Role role) const;
    bool has(Role role, std::string_view subject) const;

    bool is_coordinator() const { return has(Role::coordinator); }

    // Ids of everything in whose name the role was given.
    std::vector<std::string> subjects(Role role) const;
};

// Who may call a route. There is no default, so that a route without it does not compile.
class Access
{
public:
    static Access everyone() { return Access(Kind::everyone, {}); }

    static Access signed_in() { return Access(Kind::signed_in, {}); }

    // Any of the roles, in whatever scope; the handler finds its records through the actor.
    static Access roles(std::vector<Role> roles) { return Access(Kind::roles, std::move(roles)); }

    static Access coordinator() { return roles({Role::coordinator}); }

    static Access editors() { return roles({Role::coordinator, Role::lead_editor}); }

    static Access village_editors()
    {
        return roles({Role::coordinator, Role::lead_editor, Role::council_editor});
    }

    static Access entry_editors()
    {
        return roles({Role::coordinator, Role::lead_editor, Role::organisation_editor});
    }

    bool allows(const Actor& actor) const;

    bool is_public() const { return m_kind == Kind::everyone; }

    std::string text() const; // for `dorfnetz routes`

private:
    enum class Kind { everyone, signed_in, roles };

    Access(Kind kind, std::vector<Role> roles) : m_kind(kind), m_roles(std::move(roles)) {}

    Kind m_kind;
    std::vector<Role> m_roles;
};

} // namespace dorfnetz::web
