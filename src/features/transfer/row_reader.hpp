#pragma once

#include "features/transfer/cell_values.hpp"
#include "features/transfer/rows.hpp"
#include "foundation/core/text.hpp"

// What the two readers of rows share.
namespace dorfnetz::transfer {

class Findings
{
public:
    void warn(std::size_t column, German text, std::vector<std::string> values = {})
    {
        m_all.push_back({Finding::Grade::warning, column, text, std::move(values)});
    }

    void refuse(std::size_t column, German text, std::vector<std::string> values = {})
    {
        m_all.push_back({Finding::Grade::error, column, text, std::move(values)});
    }

    void leave_out(std::size_t column, German text, std::vector<std::string> values = {})
    {
        m_all.push_back({Finding::Grade::left_out, column, text, std::move(values)});
    }

    std::vector<Finding> take() { return std::move(m_all); }

private:
    std::vector<Finding> m_all;
};

// Where a meaning stands, `Finding::whole_row` if nowhere.
std::size_t column_of(const Mapping& mapping, std::string_view key);

// A text as far as it may be shown in a finding.
std::string shortened(std::string_view text);

// The first of the numbers, with remarks on what was mended or left out.
std::vector<std::string> read_phones(Findings& findings, std::size_t column, std::string_view text,
                                     std::size_t most);
std::optional<std::string> read_email(Findings& findings, std::size_t column, std::string_view text);
// The area; what is no village is remarked upon.
void read_area(Findings& findings, const ReadingRules& rules, std::size_t column, std::string_view text,
               organisations::Area& area);
// Known words replace `keys`; the others are appended to `own_words` unless they stand there already.
void read_words(Findings& findings, std::size_t column, std::string_view list, std::string_view text,
                std::vector<std::string>& keys, std::string& own_words);
std::optional<Date> read_date(Findings& findings, std::size_t column, std::string_view text, Date latest);
void read_number(Findings& findings, std::size_t column, std::optional<std::int64_t> found,
                 std::optional<std::int64_t>& number);

// Appends in a line of its own what the text does not say yet.
void append_own_words(std::string& text, std::string_view words);

} // namespace dorfnetz::transfer
