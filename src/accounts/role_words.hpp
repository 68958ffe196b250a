#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/users.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/form.hpp"

#include <map>
#include <string>
#include <vector>

// Roles in words.
namespace dorfnetz::accounts {

// Names of villages and organisations by their ids.
using SubjectNames = std::map<std::string, std::string>;

SubjectNames subject_names(db::Reader& reader, const NetworkId& network, const Subjects& subjects);

// "Netzwerkverein: Musterdorf, ab 1. Dezember 2026, bis 31. Dezember 2026"
std::string grant_text(const web::Context& context, const StoredGrant& stored, const SubjectNames& names);

// What the role is, without saying for whom: "Ortschaftsrat eines Dorfs".
German label(web::Role role);

// The roles that can be given by invitation, for a choice.
std::vector<web::Choice> invited_roles(const web::Context& context);

} // namespace dorfnetz::accounts
