#pragma once

#include "accounts/audit.hpp"
#include "foundation/web/context.hpp"

#include <map>
#include <string>

namespace dorfnetz::protocol {

// Whom or what an entry is about.
struct Subject
{
    std::string name;      // "Erika Beispiel", "N. N. (gelöscht)": fits into a sentence as it is
    std::string path = {}; // where it can be looked at; empty: nowhere
};

// Names for a page of the log, each looked up once.
class Names
{
public:
    Names(db::Reader& reader, const web::Context& context);

    // Of all accounts, by id.
    const std::map<std::string, std::string>& users() const { return m_users; }

    // Who did it: the account's name, or a word for those without one.
    std::string user(const web::UserId& user) const;
    Subject subject(const std::string& kind, const std::string& id);
    // Details in words: the program writes down keys and ids.
    std::string details(const accounts::AuditEntry& entry) const;

private:
    Subject look_up(const std::string& kind, const std::string& id) const;

    db::Reader& m_reader;
    const web::Context& m_context;
    std::map<std::string, std::string> m_users;
    std::map<std::string, std::string> m_villages;
    std::map<std::pair<std::string, std::string>, Subject> m_known = {};
};

} // namespace dorfnetz::protocol
