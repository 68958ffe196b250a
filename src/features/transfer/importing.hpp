#pragma once

#include "features/transfer/api.hpp"
#include "features/transfer/batches_store.hpp"
#include "foundation/i18n/i18n.hpp"

#include <functional>
#include <string>
#include <string_view>

// The way of a list into a register: staged, checked as often as somebody changes their mind, applied. Each
// is done in small steps, so that nobody else has to wait for the writer; only the last one is a single
// transaction with everything in it.
namespace dorfnetz::transfer {

inline constexpr std::int64_t rows_per_step = 250;

struct Arrival
{
    Target target = Target::organisations;
    std::string_view bytes;
    std::string_view file_name;
    std::string_view sheet = {};                                // its name; empty: the fullest one
    std::string created_by = {};                                // id of the account
    std::optional<std::vector<std::string>> only_villages = {}; // ids; nothing: all
};

// Reads the file and keeps its rows with the columns as guessed. Err::invalid for what is no list.
Result<Batch> stage(web::Environment& environment, const web::Network& network, const Arrival& arrival);

// Takes the rows of another sheet of the same workbook instead, with its columns as guessed. Err::missing if
// there is no such sheet or the file is kept no longer, Err::conflict if the list is being worked on.
Result<Done> choose_sheet(web::Environment& environment, const web::Network& network, const BatchId& id,
                          std::string_view sheet);

// Whether its columns may be chosen and its rows judged anew.
bool can_change(const Batch& batch);
// Err::conflict, for whoever wants to change a list that is being checked, taken over or done.
Error being_worked_on();

// Judges every row against the register; the workbook is no longer needed then. Err::missing, Err::conflict
// if the list is being taken over or was, Err::unavailable if stopped; the batch then waits for its columns
// again. `finish` runs in the last transaction.
using Finish = std::function<Result<Done>(db::Tx&)>;

Result<Done> check(web::Environment& environment, const web::Network& network, const BatchId& id,
                   const Progress& progress, const Finish& finish = {});

// Who does the follow-up.
enum class FollowUp { by_job, by_caller };

struct Applying
{
    Progress progress = {};
    Finish finish = {};
    FollowUp follow_up = FollowUp::by_job;
    std::string author = {}; // for the history; the file's name if empty
};

// Writes everything or nothing. Err::conflict if another import has the register's turn, or if the register
// changed so that a row would fare otherwise than shown; Err::invalid if rows cannot be taken;
// Err::unavailable if stopped. Unless it is done, the batch is as before.
Result<Done> apply(web::Environment& environment, const web::Network& network, const BatchId& id,
                   const Applying& applying);

// What can wait until after the last transaction, in small steps: organisations go into the search index, new
// people are held against the register for the coordinator's review list. May be done twice.
void follow_up(web::Environment& environment, const web::Network& network, const BatchId& id);

// How rows of the batch are read.
TargetSettings settings_of(db::Reader& reader, const web::Network& network, const Batch& batch, Date today);

// What the row calls its entry.
std::string name_in_row(const Batch& batch, const Cells& cells);

// What became of each row, or would become, with every finding; for download.
sheet::Sheet report_of(db::Reader& reader, const web::Network& network, const Batch& batch, Date today,
                       i18n::Language language);

// "neu", "geändert" … What holds up no longer does once somebody decided to go on without it.
German word_for(Outcome outcome, const Batch& batch);

// Whether a row is like something, so that somebody should say what it is. What changes nothing is no
// question.
bool asks(const StagedRow& row);
// "Ähnlich wie …", and like what.
German remark_on(Likeness likeness);
std::string like_what(db::Reader& reader, const RowTarget& target, const StagedRow& row);

inline constexpr std::string_view follow_up_job = "transfer.follow_up";
inline constexpr std::string_view check_job = "transfer.check";
inline constexpr std::string_view apply_job = "transfer.apply";

} // namespace dorfnetz::transfer
