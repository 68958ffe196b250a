#pragma once

#include "features/transfer/row_target.hpp"

#include <unordered_map>

// What both registers do alike: how a row is judged. They differ in how it is read, matched and written.
namespace dorfnetz::transfer {

template <class Row>
class JudgingTarget : public RowTarget
{
public:
    std::vector<Finding> findings(const Cells& cells) const override
    {
        if (is_no_entry(m_settings.rules, cells))
            return {{.text = "Summe oder Anmerkung, kein Eintrag."_de}};
        return read(cells).findings;
    }

    Judgement judge(db::Reader& reader, std::int64_t number, const Cells& cells, Choice choice,
                    Keep keep) override
    {
        if (is_no_entry(m_settings.rules, cells))
            return {.outcome = Outcome::left_out, .has_findings = true};
        auto row = read(cells);
        Judgement judged{.asked_places = std::move(row.asked_places)};
        if (choice == Choice::skip) {
            judged.outcome = Outcome::left_out;
            return judged;
        }
        judged.has_findings = !row.findings.empty();
        if (has(row.findings, Finding::Grade::left_out)) {
            judged.outcome = Outcome::left_out;
            return judged;
        }
        if (has(row.findings, Finding::Grade::error)) {
            judged.outcome = Outcome::refused;
            return judged;
        }
        if (!stands_above(identities(row), number, judged))
            find_match(reader, row, judged);
        if (!judged.match.empty() && judged.likeness != Likeness::in_file)
            if (const auto [earlier, is_first] = m_matched.emplace(judged.match, number); !is_first)
                is_like_row(earlier->second, judged);
        switch (decided(choice, judged.likeness)) {
        case Choice::skip:
            judged.outcome = Outcome::left_out;
            break;
        case Choice::update:
            judged.outcome = judge_update(reader, number, cells, judged.match, keep);
            break;
        default:
            judged.outcome = Outcome::fresh;
            if (keep == Keep::yes)
                keep_new(number, std::move(row));
        }
        return judged;
    }

protected:
    explicit JudgingTarget(TargetSettings settings) : m_settings(std::move(settings)) {}

    virtual Row read(const Cells& cells) const = 0;
    // Two rows of a file that share one of these are the same entry beyond doubt.
    virtual std::vector<std::string> identities(const Row& row) const = 0;
    // Fills `match` and `likeness` if the register has something like it.
    virtual void find_match(db::Reader& reader, const Row& row, Judgement& judged) = 0;
    virtual Outcome judge_update(db::Reader& reader, std::int64_t number, const Cells& cells,
                                 const std::string& match, Keep keep) = 0;
    virtual void keep_new(std::int64_t number, Row row) = 0;

    TargetSettings m_settings;

private:
    static void is_like_row(std::int64_t number, Judgement& judged)
    {
        judged.likeness = Likeness::in_file;
        judged.match = std::to_string(number);
    }

    bool stands_above(const std::vector<std::string>& keys, std::int64_t number, Judgement& judged)
    {
        for (const auto& key : keys)
            if (const auto row = m_in_file.find(key); row != m_in_file.end()) {
                is_like_row(row->second, judged);
                return true;
            }
        for (const auto& key : keys)
            m_in_file.emplace(key, number);
        return false;
    }

    std::unordered_map<std::string, std::int64_t> m_in_file; // which row has an identity
    std::unordered_map<std::string, std::int64_t> m_matched; // which row an entry was found for
};

// The likeness that a register tells, as it is stored with a row.
template <class OfRegister>
Likeness likeness_from(OfRegister likeness)
{
    switch (likeness) {
    case OfRegister::certain:
        return Likeness::certain;
    case OfRegister::likely:
        return Likeness::likely;
    case OfRegister::possible:
        break;
    }
    return Likeness::possible;
}

// What came of a row that is held against an entry.
inline Outcome outcome_of_update(const std::vector<Finding>& findings, bool is_same)
{
    return has(findings, Finding::Grade::error) ? Outcome::refused
           : is_same                            ? Outcome::unchanged
                                                : Outcome::changed;
}

// Two lists that mean the same become equal.
template <class T>
void sort_once(std::vector<T>& list)
{
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

} // namespace dorfnetz::transfer
