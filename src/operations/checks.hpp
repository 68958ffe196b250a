#pragma once

#include "foundation/db/db.hpp"
#include "operations/doctor.hpp"

// The doctor's single checks; each adds its findings.
namespace dorfnetz::operations {

void check_data_folder(const Surroundings& surroundings, Findings& findings);
void check_backups(const Surroundings& surroundings, std::optional<Timestamp> in_use_since,
                   Findings& findings);
void check_addresses(const Surroundings& surroundings, Findings& findings);
void check_mail(const Surroundings& surroundings, Findings& findings);
void check_reader(const Surroundings& surroundings, Findings& findings);

// Opens the database if there is one and looks into it; answers since when it has been in use.
std::optional<Timestamp> check_database(const Surroundings& surroundings, Findings& findings);
// What stands in it: accounts, jobs, mails, texts with gaps.
void check_content(const Surroundings& surroundings, db::Pool& pool, Findings& findings);
// Whether those at which networks let people sign in can be asked.
void check_providers(const Surroundings& surroundings, db::Pool& pool, Findings& findings);
// Whether the audit log is whole.
void check_audit(const Surroundings& surroundings, db::Reader& reader, Findings& findings);

} // namespace dorfnetz::operations
