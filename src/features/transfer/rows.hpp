#pragma once

#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/transfer/columns.hpp"
#include "features/transfer/place_answers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// From the cells of one row to an entry, with all that is to be said about it.
namespace dorfnetz::transfer {

// Something to be told about a cell, or about the row as a whole.
struct Finding
{
    enum class Grade {
        warning,  // taken, with this remark
        left_out, // the row is not taken, and that was somebody's decision
        error,    // the row cannot be taken
    };

    static constexpr std::size_t whole_row = static_cast<std::size_t>(-1);

    Grade grade = Grade::warning;
    std::size_t column = whole_row;
    German text = {};
    std::vector<std::string> values = {};
};

bool has(const std::vector<Finding>& findings, Finding::Grade grade);

// How the rows of one list are to be read.
struct ReadingRules
{
    Mapping mapping = {};
    std::vector<villages::Village> places = {}; // all of the network
    PlaceAnswers place_answers = {};
    std::optional<villages::VillageId> default_village = {};
    // Of organisations in a list of one kind ("Firmen"); otherwise the name tells.
    std::optional<organisations::Kind> default_kind = {};
    // Ids of the villages for which the reader may enter something; nothing: for all.
    std::optional<std::vector<std::string>> only_in = {};
    Date today = {};
};

// Whether the reader may enter something for one of these villages.
bool is_in_own(const ReadingRules& rules, const std::vector<villages::VillageId>& villages);

struct OrganisationRow
{
    organisations::OrganisationDraft entry;
    organisations::ContactDraft contact; // without a name: none
    std::optional<Date> last_confirmed_on;
    std::vector<std::string> asked_places; // in the cells of its villages, unknown by themselves
    std::vector<Finding> findings;
};

// What the row says, written over `base`: cells without content leave what is there.
OrganisationRow read_organisation(const ReadingRules& rules, const Cells& cells,
                                  organisations::OrganisationDraft base = {});

struct PersonRow
{
    people::PersonDraft data;
    std::optional<people::ConsentDraft> consent; // complete: day and way; the wording is still to be added
    std::string on_behalf;
    std::vector<std::string> asked_places; // in the cell of the village, unknown by themselves
    std::vector<Finding> findings;
};

// Nothing is `allowed` that no list can bring, unless the person whose entry `base` is agreed to it.
PersonRow read_person(const ReadingRules& rules, const Cells& cells, people::PersonDraft base = {},
                      people::Allowed allowed = {});

// "Summe: 3 Vereine", an empty row: nothing that could be an entry.
bool is_no_entry(const ReadingRules& rules, const Cells& cells);

} // namespace dorfnetz::transfer
