#pragma once

#include "features/transfer/row_target.hpp"
#include "foundation/jobs/queue.hpp"

#include <functional>
#include <map>

// Lists on their way into a register, as they are stored.
namespace dorfnetz::transfer {

using BatchId = Id<struct BatchTag>;

enum class State { staging, mapping, checking, checked, applying, done, cancelled };

std::string_view to_text(State state);
std::optional<State> state_from_text(std::string_view text);

struct Batch
{
    BatchId id = {};
    Target target = Target::organisations;
    std::string file_name = {};
    std::string table_name = {};
    std::vector<std::string> table_names = {}; // of all sheets with rows; empty if there is but one
    std::vector<std::string> titles = {};
    Mapping mapping = {};
    PlaceAnswers place_answers = {};
    std::optional<villages::VillageId> default_village = {};
    std::optional<organisations::Kind> default_kind = {};
    std::optional<std::vector<std::string>> only_villages = {}; // ids
    bool publish = false;
    bool leave_out_refused = false;
    State state = State::staging;
    std::int64_t row_count = 0;
    std::optional<jobs::JobId> job = {};
    std::string message = {};
    std::string created_by = {};
    Timestamp created_at = {};
    std::optional<Timestamp> finished_at = {};
};

struct StagedRow
{
    std::int64_t number = 0;
    Cells cells = {};
    Choice choice = Choice::by_likeness;
    std::optional<Outcome> outcome = {}; // once judged
    Likeness likeness = Likeness::none;
    std::string match = {};
    bool has_findings = false;
    std::string entry = {}; // id of what was made or changed
};

} // namespace dorfnetz::transfer

namespace dorfnetz::transfer::store {

void insert_batch(db::Tx& tx, const NetworkId& network, const Batch& batch);
std::optional<Batch> batch_by_id(db::Reader& reader, const NetworkId& network, const BatchId& id);
// The newest first, as far as they have come in; of one account if named.
std::vector<Batch> batches(db::Reader& reader, const NetworkId& network, std::string_view created_by,
                           std::int64_t limit);
// The columns of the newest list with these titles that was taken over; nothing if there is none, or no
// titles.
std::optional<Mapping> last_mapping(db::Reader& reader, const NetworkId& network, const Batch& like);
// False if the batch is not in `expected` any more: somebody else was faster.
bool change_state(db::Tx& tx, const NetworkId& network, const BatchId& id, State expected, State to,
                  std::string_view message, Timestamp now);
// What another sheet of the same file changes: its name, titles, number of rows and guesses.
void save_table(db::Tx& tx, const NetworkId& network, const Batch& batch);
// Whoever changes what the rows say decides anew what is left out.
void save_mapping(db::Tx& tx, const NetworkId& network, const Batch& batch);
void save_place_answers(db::Tx& tx, const NetworkId& network, const BatchId& id, const PlaceAnswers& answers);
void save_options(db::Tx& tx, const NetworkId& network, const Batch& batch);
void save_job(db::Tx& tx, const NetworkId& network, const BatchId& id, const jobs::JobId& job);
// Takes the register's turn. False if another import has it.
bool begin_applying(db::Tx& tx, const NetworkId& network, const Batch& batch);
void delete_batch(db::Tx& tx, const NetworkId& network, const BatchId& id);
std::int64_t delete_older_than(db::Tx& tx, Timestamp moment);
// Batches whose rows began to come in before and did not all arrive.
void delete_half_read(db::Tx& tx, Timestamp moment);

void insert_file(db::Tx& tx, const NetworkId& network, const BatchId& id, std::string_view bytes);
// Empty if it was not kept or is kept no longer.
std::string file_of(db::Reader& reader, const NetworkId& network, const BatchId& id);
bool has_file(db::Reader& reader, const NetworkId& network, const BatchId& id);
void delete_file(db::Tx& tx, const NetworkId& network, const BatchId& id);
// Of batches that were begun before.
void delete_files_older_than(db::Tx& tx, Timestamp moment);

void delete_rows(db::Tx& tx, const NetworkId& network, const BatchId& id);
void move_rows(db::Tx& tx, const NetworkId& network, const BatchId& from, const BatchId& to);
void insert_row(db::Tx& tx, const NetworkId& network, const BatchId& id, const StagedRow& row);
// The next rows after a number, in the order of the file.
std::vector<StagedRow> rows_after(db::Reader& reader, const NetworkId& network, const BatchId& id,
                                  std::int64_t number, std::int64_t limit);

// A row of a list of people, as it came: its cells are a list in JSON.
struct RowOfPeople
{
    BatchId batch = {};
    std::int64_t number = 0;
    std::string cells = {};
    std::string entry = {};
    std::string match = {};
    std::string file_name = {};
    Timestamp created_at = {};
};

// Of all lists of people that are kept, in their order.
void each_row_of_people(db::Reader& reader, const NetworkId& network,
                        const std::function<void(const RowOfPeople&)>& take);

enum class Shown { all, with_findings, questions };

std::vector<StagedRow> rows_page(db::Reader& reader, const NetworkId& network, const BatchId& id, Shown shown,
                                 std::int64_t limit, std::int64_t offset);
std::int64_t count_rows(db::Reader& reader, const NetworkId& network, const BatchId& id, Shown shown);
std::map<Outcome, std::int64_t> count_outcomes(db::Reader& reader, const NetworkId& network,
                                               const BatchId& id);
// The first rows that cannot be taken.
std::vector<std::int64_t> refused_rows(db::Reader& reader, const NetworkId& network, const BatchId& id,
                                       std::int64_t limit);
void save_judgement(db::Tx& tx, const NetworkId& network, const BatchId& id, std::int64_t number,
                    const Judgement& judgement);
void save_choice(db::Tx& tx, const NetworkId& network, const BatchId& id, std::int64_t number, Choice choice);
void save_entry(db::Tx& tx, const NetworkId& network, const BatchId& id, std::int64_t number,
                const std::string& entry);

} // namespace dorfnetz::transfer::store
