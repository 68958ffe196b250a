#include "features/transfer/importing.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

constexpr int most_attempts = 3; // to find the register as it was when the rows were judged

const Error stopped{.kind = Err::unavailable,
                    .text = "Das Einlesen wurde abgebrochen. Nichts ist geändert."_de};

bool goes_on(const Progress& progress, std::int64_t done, std::int64_t total)
{
    return !progress || progress(done, total);
}

Result<bool> change_state(web::Environment& environment, const web::Network& network, const BatchId& id,
                          State expected, State to, German message = {}, const Finish& finish = {})
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<bool> {
        const bool changed =
            store::change_state(tx, network.id, id, expected, to, message.text(), environment.clock.now());
        if (finish)
            TRY(finish(tx));
        return changed;
    });
}

// The sheet is chosen now, so the workbook with all the others goes.
Result<Batch> begin_checking(web::Environment& environment, const web::Network& network, const BatchId& id)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Batch> {
        auto batch = store::batch_by_id(tx, network.id, id);
        if (!batch)
            return Error{.kind = Err::missing};
        if (!can_change(*batch))
            return being_worked_on();
        store::change_state(tx, network.id, id, batch->state, State::checking, "", environment.clock.now());
        store::delete_file(tx, network.id, id);
        return std::move(*batch);
    });
}

// Takes the register's turn with the list as it is in the same moment.
Result<Batch> take_turn(web::Environment& environment, const web::Network& network, const BatchId& id)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Batch> {
        auto batch = store::batch_by_id(tx, network.id, id);
        if (!batch)
            return Error{.kind = Err::missing};
        if (!store::begin_applying(tx, network.id, *batch))
            return Error{
                .kind = Err::conflict,
                .text =
                    "Gerade wird eine andere Liste übernommen. Versuch es in einer Minute noch einmal."_de};
        return std::move(*batch);
    });
}

Error register_changed(Err kind)
{
    return {.kind = kind,
            .text = "Das Register hat sich inzwischen geändert. Schau die Vorschau noch einmal an."_de};
}

struct Judged
{
    StagedRow row;
    Judgement now;

    bool differs() const
    {
        return row.outcome != now.outcome || row.match != now.match || row.likeness != now.likeness;
    }
};

// Judges the whole list step by step; `take` gets each step's rows.
Result<Done> judge_all(web::Environment& environment, const web::Network& network, const Batch& batch,
                       RowTarget& target, Keep keep, const Progress& progress,
                       const std::function<Result<Done>(const std::vector<Judged>&)>& take)
{
    std::int64_t last = 0;
    for (std::int64_t done = 0; done < batch.row_count;) {
        auto rows = environment.pool.read([&](db::Reader& reader) {
            std::vector<Judged> judged;
            for (auto& row : store::rows_after(reader, network.id, batch.id, last, rows_per_step)) {
                auto now = target.judge(reader, row.number, row.cells, row.choice, keep);
                judged.push_back({std::move(row), std::move(now)});
            }
            return judged;
        });
        if (rows.empty())
            break;
        last = rows.back().row.number;
        done += static_cast<std::int64_t>(rows.size());
        TRY(take(rows));
        if (!goes_on(progress, done, batch.row_count))
            return stopped;
    }
    return Done{};
}

Result<Done> save(web::Environment& environment, const web::Network& network, const Batch& batch,
                  const std::vector<Judged>& rows)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& row : rows)
            store::save_judgement(tx, network.id, batch.id, row.row.number, row.now);
        return Done{};
    });
}

std::unique_ptr<RowTarget> target_of(web::Environment& environment, const web::Network& network,
                                     const Batch& batch)
{
    const auto today = date_of(environment.clock.now());
    return environment.pool.read([&](db::Reader& reader) {
        return make_target(reader, batch.target, settings_of(reader, network, batch, today));
    });
}

// Judges once more, with the register as it is now. What was shown must be what happens.
Result<std::unique_ptr<RowTarget>> judge_again(web::Environment& environment, const web::Network& network,
                                               const Batch& batch, const Progress& progress)
{
    auto target = target_of(environment, network, batch);
    bool differs = false;
    bool refused = false;
    TRY(judge_all(environment, network, batch, *target, Keep::yes, progress,
                  [&](const std::vector<Judged>& rows) -> Result<Done> {
                      std::vector<Judged> others;
                      for (const auto& row : rows) {
                          refused = refused || row.now.outcome == Outcome::refused;
                          if (row.differs())
                              others.push_back(row);
                      }
                      differs = differs || !others.empty();
                      return others.empty() ? Result<Done>(Done{})
                                            : save(environment, network, batch, others);
                  }));
    if (differs)
        return register_changed(Err::conflict);
    if (refused && !batch.leave_out_refused)
        return Error{.kind = Err::invalid,
                     .text =
                         "Einige Zeilen halten noch auf. Bessere sie in der Datei aus oder lass sie weg."_de};
    return target;
}

// Err::stale if somebody else wrote in the register meanwhile.
Result<Done> write_all(web::Environment& environment, const web::Network& network, const Batch& batch,
                       RowTarget& target, const organisations::Author& author, const Applying& applying)
{
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        if (target.is_overtaken(tx))
            return register_changed(Err::stale);
        TRY(target.write(tx, author, [&](std::int64_t number, const std::string& entry) {
            store::save_entry(tx, network.id, batch.id, number, entry);
        }));
        if (!store::change_state(tx, network.id, batch.id, State::applying, State::done, "",
                                 environment.clock.now()))
            return stopped;
        store::delete_file(tx, network.id, batch.id);
        if (applying.follow_up == FollowUp::by_job && target.kept() > 0)
            jobs::enqueue(
                tx, {.network = network.id, .kind = std::string(follow_up_job), .payload = batch.id.text()},
                environment.clock, environment.random);
        if (applying.finish)
            TRY(applying.finish(tx));
        return Done{};
    });
}

// Judges and writes. Whoever enters somebody in between makes it judge again, so that a row is never written
// next to an entry that it was not held against.
Result<Done> judge_and_write(web::Environment& environment, const web::Network& network, const Batch& batch,
                             const Applying& applying)
{
    const organisations::Author author{.clock = environment.clock,
                                       .random = environment.random,
                                       .user = batch.created_by,
                                       .name = applying.author.empty() ? "Import " + batch.file_name
                                                                       : applying.author,
                                       .indexing = organisations::Author::Indexing::later};
    for (int attempt = 1;; ++attempt) {
        const auto target = TRY(judge_again(environment, network, batch, applying.progress));
        TRY(target->prepare(author));
        if (!goes_on(applying.progress, batch.row_count, batch.row_count))
            return stopped;
        auto written = write_all(environment, network, batch, *target, author, applying);
        if (written || written.error().kind != Err::stale || attempt == most_attempts)
            return written;
    }
}

void index(web::Environment& environment, const web::Network& network, const std::vector<StagedRow>& rows)
{
    std::vector<organisations::OrganisationId> entries;
    for (const auto& row : rows)
        if (!row.entry.empty())
            entries.emplace_back(row.entry);
    if (entries.empty())
        return;
    (void)environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        organisations::link_parents(tx, network.id);
        organisations::index_entries(tx, network.id, entries);
        return Done{};
    });
}

// Also among those whom the reader of the list may not see (rule 12).
void note_duplicates(web::Environment& environment, const web::Network& network,
                     const std::vector<StagedRow>& rows)
{
    struct Pair
    {
        people::PersonId one;
        people::Duplicate other;
    };

    const auto pairs = environment.pool.read([&](db::Reader& reader) {
        std::vector<Pair> found;
        for (const auto& row : rows) {
            const people::PersonId id{row.entry};
            const auto person = row.outcome == Outcome::fresh && !row.entry.empty()
                                    ? people::person_by_id(reader, network.id, id)
                                    : std::nullopt;
            if (!person)
                continue;
            for (const auto& other : people::find_duplicates(reader, network.id, person->data))
                if (other.id != id)
                    found.push_back({id, other});
        }
        return found;
    });
    if (pairs.empty())
        return;
    (void)environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& pair : pairs)
            people::note_duplicate(tx, network.id, pair.one, pair.other.id, pair.other.likeness,
                                   environment.clock.now());
        return Done{};
    });
}

// Gives the register's turn back unless the import is done, also when something broke.
class Turn
{
public:
    Turn(web::Environment& environment, const web::Network& network, const BatchId& id)
        : m_environment(environment), m_network(network), m_id(id)
    {
    }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    ~Turn()
    {
        if (!m_done)
            try {
                (void)change_state(m_environment, m_network, m_id, State::applying, State::checked,
                                   m_message);
            } catch (const std::exception&) {
                // The database is away. The next attempt of this import may take the turn that it holds.
            }
    }

    void explain(German message) { m_message = message; }

    void done() { m_done = true; }

private:
    web::Environment& m_environment;
    const web::Network& m_network;
    const BatchId& m_id;
    German m_message;
    bool m_done = false;
};

} // namespace

bool can_change(const Batch& batch)
{
    return batch.state == State::mapping || batch.state == State::checking || batch.state == State::checked;
}

TargetSettings settings_of(db::Reader& reader, const web::Network& network, const Batch& batch, Date today)
{
    return {.network = network.id,
            .network_name = network.name,
            .rules = {.mapping = batch.mapping,
                      .places = villages::all_places(reader, network.id),
                      .place_answers = batch.place_answers,
                      .default_village = batch.default_village,
                      .default_kind = batch.default_kind,
                      .only_in = batch.only_villages,
                      .today = today},
            .publish = batch.publish,
            .source = batch.file_name};
}

Result<Done> check(web::Environment& environment, const web::Network& network, const BatchId& id,
                   const Progress& progress, const Finish& finish)
{
    const auto batch = TRY(begin_checking(environment, network, id));
    const auto target = target_of(environment, network, batch);
    AskedPlaces asked(batch.place_answers);
    const auto judged = judge_all(environment, network, batch, *target, Keep::no, progress,
                                  [&](const std::vector<Judged>& rows) {
                                      for (const auto& row : rows)
                                          asked.add(row.now.asked_places);
                                      return save(environment, network, batch, rows);
                                  });
    if (!judged) {
        TRY(change_state(environment, network, id, State::checking, State::mapping, judged.error().text));
        return judged.error();
    }
    TRY(change_state(environment, network, id, State::checking, State::checked, {},
                     [&](db::Tx& tx) -> Result<Done> {
                         store::save_place_answers(tx, network.id, id, asked.answers());
                         return finish ? finish(tx) : Result<Done>(Done{});
                     }));
    return Done{};
}

Result<Done> apply(web::Environment& environment, const web::Network& network, const BatchId& id,
                   const Applying& applying)
{
    const auto batch = TRY(take_turn(environment, network, id));
    Turn turn(environment, network, id);
    const auto written = judge_and_write(environment, network, batch, applying);
    if (!written) {
        turn.explain(written.error().text);
        return written.error();
    }
    turn.done();
    if (applying.follow_up == FollowUp::by_caller)
        follow_up(environment, network, id);
    return Done{};
}

void follow_up(web::Environment& environment, const web::Network& network, const BatchId& id)
{
    const auto batch =
        environment.pool.read([&](db::Reader& reader) { return store::batch_by_id(reader, network.id, id); });
    for (std::int64_t last = 0; batch;) {
        const auto rows = environment.pool.read([&](db::Reader& reader) {
            return store::rows_after(reader, network.id, id, last, rows_per_step);
        });
        if (rows.empty())
            return;
        last = rows.back().number;
        if (batch->target == Target::organisations)
            index(environment, network, rows);
        else
            note_duplicates(environment, network, rows);
    }
}

} // namespace dorfnetz::transfer
