#pragma once

#include "features/transfer/rows.hpp"

#include <functional>
#include <memory>

// What a list's rows are held against and written into: one of the registers.
namespace dorfnetz::transfer {

// What will become of a row.
enum class Outcome { fresh, changed, unchanged, refused, left_out };

std::string_view to_text(Outcome outcome);
std::optional<Outcome> outcome_from_text(std::string_view text);

// How much a row is like something that is there already.
enum class Likeness { none, possible, likely, certain, in_file };

std::string_view to_text(Likeness likeness);
std::optional<Likeness> likeness_from_text(std::string_view text);

// What somebody wants done with a row that is like something.
enum class Choice { by_likeness, create, update, skip };

std::string_view to_text(Choice choice);
std::optional<Choice> choice_from_text(std::string_view text);

struct Judgement
{
    Outcome outcome = Outcome::fresh;
    Likeness likeness = Likeness::none;
    std::string match = {}; // id of the entry that it is like; number of the row if likeness is in_file
    bool has_findings = false;
    std::vector<std::string> asked_places = {}; // that the row names and we do not know by themselves
};

// By default what is certainly or likely the same is brought up to date, what is perhaps the same is new, and
// what stands in the file twice is taken once.
Choice decided(Choice choice, Likeness likeness);

// Whether judged rows are kept, ready to be written.
enum class Keep { no, yes };

class RowTarget
{
public:
    virtual ~RowTarget() = default;

    virtual std::vector<Finding> findings(const Cells& cells) const = 0;

    // Rows are judged in the order of the file, each once.
    virtual Judgement judge(db::Reader& reader, std::int64_t number, const Cells& cells, Choice choice,
                            Keep keep) = 0;

    // How many rows are kept that change something.
    virtual std::int64_t kept() const = 0;

    // Works out all that needs no transaction, once all rows are judged, so that the last one is short.
    // `Error` of the register.
    virtual Result<Done> prepare(const organisations::Author& author) = 0;

    // Whether somebody else wrote in the register since the rows were judged.
    virtual bool is_overtaken(db::Reader& reader) const = 0;

    // Writes all that was prepared and tells the id of each row's entry. May be called again after a
    // rollback. Err::stale if an entry changed since it was judged; `Error` of the register otherwise.
    virtual Result<Done>
    write(db::Tx& tx, const organisations::Author& author,
          const std::function<void(std::int64_t number, const std::string& id)>& written) = 0;

    // What a matching entry is called; empty if it is gone.
    virtual std::string name_of(db::Reader& reader, const std::string& id) const = 0;
};

struct TargetSettings
{
    NetworkId network;
    std::string network_name;
    ReadingRules rules;
    bool publish = false; // organisations
    std::string source;   // the file's name
};

std::unique_ptr<RowTarget> make_target(db::Reader& reader, Target target, TargetSettings settings);
std::unique_ptr<RowTarget> make_organisation_target(db::Reader& reader, TargetSettings settings);
std::unique_ptr<RowTarget> make_person_target(db::Reader& reader, TargetSettings settings);

} // namespace dorfnetz::transfer
