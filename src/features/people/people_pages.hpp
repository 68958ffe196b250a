#pragma once

#include "features/people/api.hpp"
#include "features/people/contact_views_api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

// Pages of the register and what several of them share.
namespace dorfnetz::people {

inline constexpr std::string_view list_path = "/redaktion/engagierte";
inline constexpr std::string_view locked_path = "/redaktion/engagierte/gesperrt";
inline constexpr std::string_view duplicates_path = "/redaktion/doppelte";
inline constexpr std::string_view doubts_path = "/redaktion/auch-geloescht";
inline constexpr std::string_view erased_path = "/einwilligung/geloescht";

void add_list_pages(web::Site& site);
void add_person_pages(web::Site& site, const Elsewheres& elsewhere);
void add_history_pages(web::Site& site);
void add_rest_pages(web::Site& site, const Elsewheres& elsewhere);
void add_certificate_pages(web::Site& site);
void add_own_pages(web::Site& site, const Elsewheres& elsewhere);
void add_edit_pages(web::Site& site);
void add_duplicate_pages(web::Site& site);
void add_doubt_pages(web::Site& site, const Elsewheres& elsewhere);
void add_locked_pages(web::Site& site, const Elsewheres& elsewhere);
void add_consent_pages(web::Site& site, const Elsewheres& elsewhere);
void add_parts(web::Site& site, const Elsewheres& elsewhere);

std::string person_path(const PersonId& id);
std::vector<web::Crumb> crumbs_of(const web::Context& context);
// A heading over ready markup.
http::Response plain_page(const web::Context& context, std::string_view heading, const html::Safe& content,
                          int status = 200);

// Contact data: each showing is written to the audit log before the answer is made.
bool may_see_contact(const web::Actor& actor, const Person& person);
// Locked people, possible duplicates: the coordinator.
bool may_review(const web::Context& context);
bool may_export(const web::Context& context);
// That somebody was erased is kept, not who it was.
void note_erasure(db::Tx& tx, const web::Context& context);
// What `record_contact_view` answers with.
accounts::Viewer contact_viewer(const web::Actor& actor, const Person& person);
// For lists to take along, which are written to the audit log by whoever hands them out.
accounts::Viewer export_viewer(const web::Context& context);

// Puts a note in place of the field for the mail address, where it is not to be changed.
void without_email(std::vector<web::Field>& fields, const std::string& note);

// All villages, those of the network and those that people come from.
std::vector<Village> places_of(const web::Context& context);

// Words for what is stored.
std::string village_name(const std::vector<Village>& places, const std::optional<VillageId>& id);
std::string area_text(i18n::Language language, const std::vector<Village>& places, const Area& area);
std::string words(i18n::Language language, std::string_view list, const std::vector<std::string>& keys);
std::string times_text(i18n::Language language, const std::vector<FreeTime>& times);
std::vector<std::string> address_lines(const PersonDraft& draft, const accounts::Viewer& viewer);
std::string lock_text(const web::Context& context, Lock lock);

// What an entry says, each with its name; without how to reach the person.
std::vector<OwnFact> facts_of(const web::Context& context, const std::vector<Village>& places,
                              const Person& person);

} // namespace dorfnetz::people
