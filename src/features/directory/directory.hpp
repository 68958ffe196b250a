#pragma once

#include "features/finding/api.hpp"
#include "features/organisations/api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the public pages of the register share.
namespace dorfnetz::directory {

using organisations::Directory;

void add_list_pages(web::Site& site);
void add_entry_pages(web::Site& site);
void add_exports(web::Site& site);
void add_message_pages(web::Site& site);
void add_report_pages(web::Site& site);
void add_parts(web::Site& site);

inline constexpr std::array directories = {Directory::clubs, Directory::companies};

// "Vereine und Gruppen", "Firmen, die helfen"
German title_of(Directory directory);

// What somebody asked for in the address, and what the search understood of it.
struct Asked
{
    organisations::Filter filter;
    std::string searched = {};  // as understood; empty without a search
    std::string corrected = {}; // "Feuerwehr" if nobody wrote "Feuerwer"
};

// Filters of the address: dorf, feld, staerke, unterstuetzt, art, q, sortierung. What does not exist finds
// nothing.
Asked asked_for(const web::Context& context, Directory directory);

// One filter that is set, with the path of the list without it.
struct Chosen
{
    std::string label;
    std::string path_without;
};

std::vector<Chosen> chosen_filters(const web::Context& context, const organisations::Register& entries);

// Adds the entry to a section "ENTRY" as directory_entries.html and village lists show it.
html::Values show_entry(html::Values& page, const web::Context& context,
                        const organisations::Register& entries, const organisations::Entry& entry);

// Why the search found an entry whose row does not show the word: "Kann helfen mit: Zelte". Empty if it does.
std::string match_reason(const web::Context& context, const organisations::Register& entries,
                         const organisations::Entry& entry, std::string_view searched);

// What a search may have found an entry by though its row does not show it.
std::vector<finding::Clue> clues_of(const web::Context& context,
                                    const organisations::OrganisationDraft& entry);

// The villages as dots in their places with the number of entries in each.
html::Safe draw_counts(const web::Context& context, const organisations::Register& entries,
                       const std::vector<organisations::Counted>& counts, std::string_view list_path);

// A public entry of the address {slug}; Err::missing otherwise.
Result<organisations::Organisation> public_entry(const web::Context& context, db::Reader& reader);

// How an entry is reached: what the actor may see of it, and the contact persons who agreed to be named.
struct Reach
{
    accounts::Viewer viewer;
    std::vector<organisations::Contact> contacts = {};
};

Reach reach_of(const web::Context& context, db::Reader& reader,
               const organisations::Organisation& organisation);
// Whoever sees more of a contact person than everybody does is written down, before the answer is made.
Result<Done> record_views(const web::Context& context, const Reach& reach);
void show_reach(html::Page& page, const web::Context& context,
                const organisations::Organisation& organisation, const Reach& reach);

// What search engines read about an entry: public data only.
std::string structured_data(const web::Context& context, const organisations::Organisation& organisation);

} // namespace dorfnetz::directory
