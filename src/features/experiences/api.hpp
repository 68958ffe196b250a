#pragma once

#include "features/organisations/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/network.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// "So haben wir es gemacht": short write-ups from which others learn.
namespace dorfnetz::experiences {

using ExperienceId = Id<struct ExperienceTag>;
using organisations::OrganisationId;

enum class Status { draft, published };

// Everything that its authors can change.
struct Draft
{
    OrganisationId organisation = {}; // who tells it
    std::string title = {};
    std::string summary = {}; // a sentence or two
    std::string what = {};    // Markdown
    std::string costs = {};
    std::string helpers = {};
    std::string pitfalls = {};            // Markdown
    std::string templates = {};           // in each line an address, or what it is and its address
    std::vector<std::string> fields = {}; // keys of the vocabulary "fields"
    bool shared = false;                  // also for the other networks of this installation
    bool is_example = false;

    bool operator==(const Draft&) const = default;
};

struct Experience
{
    ExperienceId id;
    Draft draft;
    std::string slug; // for ever
    Status status = Status::draft;
    std::optional<Timestamp> published_at; // the first time
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 1;
};

std::string path_of(const Experience& experience); // "/erfahrungen/streuobstwiese"

std::optional<Experience> experience_by_id(db::Reader& reader, const NetworkId& network,
                                           const ExperienceId& id);
std::optional<Experience> experience_by_slug(db::Reader& reader, const NetworkId& network,
                                             std::string_view slug);
// The newest first.
std::vector<Experience> published(db::Reader& reader, const NetworkId& network);
// Of whatever status.
std::vector<Experience> experiences_of(db::Reader& reader, const NetworkId& network,
                                       const OrganisationId& organisation);

// One that another network of the installation shares.
struct Shared
{
    NetworkId network;
    Experience experience;
};

// The newest first, of all networks but this one.
std::vector<Shared> shared_by_others(db::Reader& reader, const NetworkId& network);

// ---- Writing: each in the caller's transaction ----

using organisations::Author;

// What is wrong, at the field's name of the form; nothing if it can be saved.
std::vector<FieldError> problems_of(const Draft& draft);
// A draft. Err::invalid with the fields.
Result<Experience> add(db::Tx& tx, const NetworkId& network, const Draft& draft, const Author& author);
// Err::missing, Err::stale, Err::invalid.
Result<Done> change(db::Tx& tx, const NetworkId& network, const ExperienceId& id, std::int64_t version,
                    const Draft& draft, const Author& author);
Result<Done> publish(db::Tx& tx, const NetworkId& network, const ExperienceId& id, const Author& author);
// A draft again, which its authors alone see.
Result<Done> take_back(db::Tx& tx, const NetworkId& network, const ExperienceId& id, const Author& author);
// Only what is a draft. Err::conflict otherwise.
Result<Done> remove(db::Tx& tx, const NetworkId& network, const ExperienceId& id);

} // namespace dorfnetz::experiences
