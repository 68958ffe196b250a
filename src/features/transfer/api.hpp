#pragma once

#include "foundation/core/result.hpp"
#include "foundation/sheet/write.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Lists in and out: what clubs keep in spreadsheets becomes entries of the registers, and the other way
// round.
namespace dorfnetz::transfer {

// Which register a list is for.
enum class Target { organisations, people };

std::string_view to_text(Target target); // "organisations"
std::optional<Target> target_from_text(std::string_view text);

// ---- In ----

// How long a list stays with its rows after its end, or after its beginning if nobody ever finished it.
inline constexpr std::chrono::days lists_kept{30};

// Called after each step with how much of the work is done; false stops it.
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

enum class DryRun { no, yes };

// What became of a list, or would become.
struct ImportReport
{
    std::int64_t rows = 0;
    std::int64_t created = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
    std::int64_t left_out = 0;
    std::int64_t refused = 0; // nothing is imported as long as there is one, unless they are to be left out
    bool applied = false;
    std::string text; // all of it to read, with every finding by row and column
};

struct ImportOptions
{
    DryRun dry_run = DryRun::no;
    enum class Refused { stop, leave_out } refused = Refused::stop; // rows that cannot be taken
    bool publish = false;                                           // organisations are public at once
    std::string sheet = {};                                         // of a workbook; the fullest one if empty
    std::string author = {}; // for the history; the file's name if empty
    Progress progress = {};
};

// Imports a file in one go, as the pages do it step by step, with the columns as they are guessed. All or
// nothing. Err::invalid for a file that is no list, a sheet that is not in it, a mapping that lacks the name,
// or rows that cannot be taken (the report tells which); Err::conflict if the register changed meanwhile;
// Err::unavailable if it was stopped.
Result<ImportReport> import_file(web::Environment& environment, const web::Network& network, Target target,
                                 std::string_view bytes, std::string_view file_name,
                                 const ImportOptions& options = {});

// ---- Out ----

enum class Format { csv, xlsx, ods, pdf, vcf, json };

std::string_view to_text(Format format);
std::optional<Format> format_from_text(std::string_view text);

// The type that browsers are told.
std::string_view content_type_of(Format format);

// What an export is to hold; empty: everything, but nobody without a consent in force, who stands in no list
// that leaves the program unless asked for.
struct ExportFilter
{
    std::string village = {}; // slug
    std::string kind = {};    // of an organisation: its key, or "clubs" and "companies" for a directory
    std::string status = {};  // of an organisation
    std::string field = {};   // key
    bool locked = false;      // of a person: those instead of the others
};

// All entries as a table whose columns an import understands again.
sheet::Sheet organisations_sheet(db::Reader& reader, const NetworkId& network,
                                 const ExportFilter& filter = {});
sheet::Sheet people_sheet(db::Reader& reader, const NetworkId& network, const ExportFilter& filter = {});

// Any table in a format; not for vCards, which need more than a table. Errors of the writers.
struct RenderSettings
{
    std::string title = {};
    std::string author = {}; // the network's name
    Timestamp at = {};
};

Result<std::string> render(Format format, const sheet::Sheet& sheet, const RenderSettings& settings);

// A register as a file. It is written to the audit log with how many and which, in the name of `user` (empty:
// the command line).
Result<std::string> export_table(web::Environment& environment, const web::Network& network, Target target,
                                 Format format, const ExportFilter& filter = {},
                                 const web::UserId& user = {});

// ---- Examples ----

// Puts a network with everything in it into the database: from a folder laid out as data/heidedoerfer, or
// that one, which is built into the program. Err::conflict if a network of its name is there already;
// Err::invalid if something in the folder does not fit; what was loaded
// before that stays, and calling again goes on from there.
Result<Done> load_example_network(web::Environment& environment,
                                  const std::optional<std::filesystem::path>& folder = {});

struct SyntheticSettings
{
    std::int64_t scale = 1000; // organisations in each network; villages and people follow from it
    std::int64_t networks = 1;
    std::uint64_t seed = 1;       // the same seed makes the same networks
    std::string prefix = "probe"; // of the networks' slugs
    Progress progress = {};
};

// Makes networks for tests and benchmarks. Err::conflict if one of them is there already.
Result<Done> generate_networks(web::Environment& environment, const SyntheticSettings& settings);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::transfer
