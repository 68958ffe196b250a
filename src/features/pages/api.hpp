#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/html/html.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::pages {

using PageId = Id<struct PageTag>;

enum class Kind { page, news };

std::string_view to_text(Kind kind);

// What stands in one language.
struct Text
{
    std::string title = {};
    std::string summary = {};
    std::string headline = {};            // large, on the front page
    std::string lead = {};                // below the headline
    std::vector<std::string> folded = {}; // headings whose sections open and close
    std::string body = {};                // Markdown

    bool operator==(const Text&) const = default;

    bool empty() const { return *this == Text{}; }
};

// Everything that an editor can change.
struct Draft
{
    Kind kind = Kind::page;
    std::string slug = {};
    std::map<i18n::Language, Text> texts = {};
    std::optional<Date> shown_on = {}; // news only
    std::string picture = {};          // key of pictures; empty: none
    bool is_example = false;

    bool operator==(const Draft&) const = default;
};

// One version of a page.
struct Page
{
    PageId id;
    Draft draft;
    std::int64_t version = 0;
    std::optional<std::int64_t> published_version = {};
    Timestamp saved_at = {};
    std::string author = {};

    bool is_published() const { return published_version.has_value(); }

    bool has_newer_draft() const { return published_version && *published_version < version; }
};

// The text in a language, the German one where the language has none; `language` says which it is.
struct ChosenText
{
    Text text;
    i18n::Language language = i18n::Language::de;
};

ChosenText text_in(const Draft& draft, i18n::Language language);

// What everybody sees; nothing for drafts and unknown slugs.
std::optional<Page> published_page(db::Reader& reader, const NetworkId& network, Kind kind,
                                   std::string_view slug);

// The newest news first. Published ones only.
std::vector<Page> published_news(db::Reader& reader, const NetworkId& network, std::int64_t limit,
                                 std::int64_t offset = 0);

// "/netzwerk", "/neues/teich", "/seiten/satzung".
std::string path_of(Kind kind, std::string_view slug);

// Replaces {network}, {setting:KEY} and, if the number is given, {villages_word} by "Neun".
std::string fill_variables(const web::Context& context, i18n::Language language, std::string_view text,
                           std::optional<std::int64_t> villages = {});
// The text as a page shows it: sections, some of them folded, with variables filled. Says so above if it is
// German on an English page.
html::Safe draw_body(const web::Context& context, const ChosenText& chosen,
                     std::optional<std::int64_t> villages = {});

// ---- Writing ----

struct Author
{
    const Clock& clock;
    Random& random;
    std::string user = {}; // id of the account; empty for the command line
    std::string name = {}; // for the history
};

Author author_of(const web::Context& context);

// What is wrong with a draft, at the field's name ("titel_de"); nothing if it can be saved.
std::vector<FieldError> problems_of(const Draft& draft);

// Puts a text in and publishes it, as a new page or as a new version of the one with this slug. Does nothing
// if it is published in these words already. Err::invalid with the fields.
Result<Done> load_text(db::Tx& tx, const NetworkId& network, const Draft& draft, const Author& author);

// Puts every published text of the network into the search again: after a restore or a change of its rules.
void index_all(db::Tx& tx, const NetworkId& network);

// ---- Text files ----

// One Markdown file with TOML between lines of "+++" on its top.
struct TextFile
{
    std::string name; // for messages
    std::string content;
    i18n::Language language = i18n::Language::de; // unless the file itself says `locale`
};

// Files of several languages put together by their slug, in the order in which the slugs first came.
// Err::invalid names the file and what is wrong with it: no front matter, broken TOML, no slug, no title.
Result<std::vector<Draft>> read_text_files(Kind kind, const std::vector<TextFile>& files);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::pages
