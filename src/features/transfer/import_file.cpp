#include "features/transfer/importing.hpp"
#include "foundation/core/text.hpp"

// The whole way in one call, for the command line.
namespace dorfnetz::transfer {

namespace {

constexpr std::int64_t most_told = 200; // findings; the rest is counted

// "Zeile 14, Dörfer: Kein Dorf. …", one finding in each line.
std::string told(const sheet::Sheet& report)
{
    std::string text;
    std::int64_t count = 0;
    for (const auto& row : report.rows) {
        const auto& remark = std::get<std::string>(row[4]);
        if (remark.empty() || ++count > most_told)
            continue;
        const auto& column = std::get<std::string>(row[3]);
        text += "Zeile " + std::to_string(static_cast<std::int64_t>(std::get<double>(row[0]))) +
                (column.empty() ? "" : ", " + column) + ": " + remark + '\n';
    }
    if (count > most_told)
        text += "… und " + std::to_string(count - most_told) + " weitere Bemerkungen\n";
    return text;
}

ImportReport summed_up(db::Reader& reader, const web::Network& network, const Batch& batch, Date today)
{
    auto counts = store::count_outcomes(reader, network.id, batch.id);
    ImportReport report{.rows = batch.row_count,
                        .created = counts[Outcome::fresh],
                        .changed = counts[Outcome::changed],
                        .unchanged = counts[Outcome::unchanged],
                        .left_out = counts[Outcome::left_out],
                        .refused = counts[Outcome::refused],
                        .text = {}};
    report.text = told(report_of(reader, network, batch, today, i18n::Language::de));
    return report;
}

// What was staged goes when nothing came of it.
class Staged
{
public:
    Staged(web::Environment& environment, const web::Network& network, BatchId id)
        : m_environment(environment), m_network(network), m_id(std::move(id))
    {
    }

    Staged(const Staged&) = delete;
    Staged& operator=(const Staged&) = delete;

    ~Staged()
    {
        if (!m_keep)
            try {
                (void)m_environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
                    store::delete_batch(tx, m_network.id, m_id);
                    return Done{};
                });
            } catch (const std::exception&) {
                // The nightly job deletes it.
            }
    }

    void keep() { m_keep = true; }

private:
    web::Environment& m_environment;
    const web::Network& m_network;
    BatchId m_id;
    bool m_keep = false;
};

} // namespace

Result<ImportReport> import_file(web::Environment& environment, const web::Network& network, Target target,
                                 std::string_view bytes, std::string_view file_name,
                                 const ImportOptions& options)
{
    auto batch =
        TRY(stage(environment, network,
                  {.target = target, .bytes = bytes, .file_name = file_name, .sheet = options.sheet}));
    Staged staged(environment, network, batch.id);
    if (const auto missing = what_is_missing(target, batch.mapping); !missing.empty())
        return Error{.kind = Err::invalid, .text = missing};
    batch.publish = options.publish;
    batch.leave_out_refused = options.refused == ImportOptions::Refused::leave_out;
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        store::save_options(tx, network.id, batch);
        store::change_state(tx, network.id, batch.id, State::mapping, State::checking, "", batch.created_at);
        return Done{};
    }));
    TRY(check(environment, network, batch.id, options.progress));
    const auto today = date_of(environment.clock.now());
    auto report =
        environment.pool.read([&](db::Reader& reader) { return summed_up(reader, network, batch, today); });
    if (options.dry_run == DryRun::yes || (report.refused > 0 && !batch.leave_out_refused))
        return report;
    TRY(apply(environment, network, batch.id,
              {.progress = options.progress, .follow_up = FollowUp::by_caller, .author = options.author}));
    report.applied = true;
    staged.keep();
    return report;
}

} // namespace dorfnetz::transfer
