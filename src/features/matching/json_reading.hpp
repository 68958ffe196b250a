#pragma once

#include "features/matching/fault_api.hpp"
#include "features/matching/plan_api.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// What the files of plans and of rankings have in common: whatever the bytes are, they are read, or it is
// said what is wrong with them and where.
namespace dorfnetz::matching {

using Json = nlohmann::json;

// Within these every sum fits into 64 bits, and the flow into the 32 of its amounts.
inline constexpr std::int64_t points_most = 1'000'000;
inline constexpr std::size_t people_in_file_most = 1'000'000;
inline constexpr double kilometres_most = 50'000;

// Where a value stands, written out only if something is wrong with it.
class Where
{
public:
    Where() = default;

    Where(const Where& parent, std::string_view name) : m_parent(&parent), m_name(name) {}

    Where(const Where& parent, std::size_t index) : m_parent(&parent), m_index(index) {}

    std::string text() const;

private:
    const Where* m_parent = nullptr;
    std::string_view m_name;
    std::optional<std::size_t> m_index;
};

struct Range
{
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::optional<std::int64_t> otherwise = {}; // if the field is not there
};

using Ids = std::unordered_map<std::string_view, std::size_t>;

// Nothing and a fault for what is no JSON, and for what would only cost memory: a depth that nothing here
// has, objects with more than `fields_most` fields, names twice in one object, of which JSON leaves open
// which one counts.
std::optional<Json> parse_json(std::string_view text, std::size_t fields_most, std::vector<Fault>& faults);

// Takes values out of a JSON and keeps what is wrong with them. Texts are those of the JSON, which must stay.
class JsonReader
{
public:
    // The first hundred.
    const std::vector<Fault>& faults() const { return m_faults; }

    void fault(const Where& where, std::string what);

    bool has_fields(const Json& json, const Where& where, std::initializer_list<std::string_view> known);

    // The field "format" must be this.
    void require_format(const Json& json, const Where& where, std::string_view format);

    // Nothing and a fault if there is none.
    std::optional<std::string_view> text(const Json& json, const Where& where, const char* name);

    // What an id is, or a word; `what` begins a sentence.
    std::string_view id(const Json& value, const Where& where, std::string_view what = "An id");

    // The id of an entry, which no other may have.
    std::string_view new_id(const Json& value, const Where& where, Ids& ids, std::string_view what);
    std::string_view new_id_in(const Json& json, const Where& where, Ids& ids, std::string_view what);

    // The entry that a field names; fields are called after what they name, if `what` says nothing else.
    std::optional<std::size_t> named(const Json& json, const Where& where, const char* name, const Ids& ids,
                                     std::string_view what = {});

    // The entry of that id.
    std::optional<std::size_t> known(std::string_view told, const Where& where, const Ids& ids,
                                     std::string_view what);

    // Missing is false.
    bool flag(const Json& json, const Where& where, const char* name);

    std::int64_t whole(const Json& json, const Where& where, const char* name, const Range& range);

    double number(const Json& json, const Where& where, const char* name, double least, double most,
                  std::optional<double> otherwise = std::nullopt);

    Minute minute(const Json& json, const Where& where, const char* name);

    // Days since 1970-01-01, as those of the range are.
    std::int64_t day(const Json& json, const Where& where, const char* name, const Range& range);

    // Calls `one` with each entry of a list and where it stands.
    template <class One>
    void each(const Json& json, const Where& where, const char* name, std::size_t most, One&& one)
    {
        const auto found = json.find(name);
        if (found == json.end())
            return fault(where, fmt::format("The field \"{}\" is missing.", name));
        const Where list(where, name);
        if (!found->is_array())
            return fault(list, "This must be a list.");
        if (found->size() > most)
            return fault(list, fmt::format("These are more than {}.", most));
        for (std::size_t i = 0; i < found->size(); ++i)
            one((*found)[i], Where(list, i));
    }

    // Calls `one` with each text of a list that may be missing, and where it stands; `what` begins a
    // sentence.
    template <class One>
    void each_text(const Json& json, const Where& where, const char* name, std::size_t most,
                   std::string_view what, One&& one)
    {
        if (!json.contains(name))
            return;
        Ids seen;
        each(json, where, name, most, [&](const Json& value, const Where& value_where) {
            const auto text = id(value, value_where, what);
            if (text.empty())
                return;
            if (!seen.emplace(text, seen.size()).second)
                return fault(value_where, "This is listed twice.");
            one(text, value_where);
        });
    }

    // Calls `one` with the id of each place and the place.
    template <class One>
    void each_place(const Json& json, const Where& where, std::size_t most, Ids& ids, One&& one)
    {
        each(json, where, "places", most, [&](const Json& entry, const Where& entry_where) {
            if (!has_fields(entry, entry_where, {"id", "east", "north"}))
                return;
            const auto id = new_id_in(entry, entry_where, ids, "place");
            one(id, Place{.east = number(entry, entry_where, "east", -kilometres_most, kilometres_most),
                          .north = number(entry, entry_where, "north", -kilometres_most, kilometres_most)});
        });
    }

private:
    std::vector<Fault> m_faults;
};

// One entry a line, so that people and diff can read it; `indent` spaces are before the line of the bracket.
std::string list_of(const std::vector<std::string>& entries, std::size_t indent = 2);

std::string json_text(std::string_view text);

} // namespace dorfnetz::matching
