#include "features/transfer/row_target.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <unordered_map>

namespace dorfnetz::transfer {

namespace {

using people::Person;
using people::PersonDraft;
using people::PersonId;

template <class T>
void sort(std::vector<T>& list)
{
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Two drafts that mean the same become equal.
PersonDraft comparable(PersonDraft draft)
{
    for (auto* list : {&draft.fields, &draft.tasks, &draft.skills, &draft.mobility, &draft.languages})
        sort(*list);
    sort(draft.free_times);
    sort(draft.area.villages);
    return draft;
}

struct Kept
{
    std::int64_t number = 0;
    people::NewPerson person;
    std::optional<Person> before; // nothing: a new entry
    bool changes_data = true;     // otherwise only the consent is new
};

class PersonTarget final : public RowTarget
{
public:
    explicit PersonTarget(TargetSettings settings) : m_settings(std::move(settings)) {}

    std::vector<Finding> findings(const Cells& cells) const override
    {
        return read_person(m_settings.rules, cells).findings;
    }

    Judgement judge(db::Reader& reader, std::int64_t number, const Cells& cells, Choice choice,
                    Keep keep) override
    {
        if (is_no_entry(m_settings.rules, cells))
            return {.outcome = Outcome::left_out};
        auto row = read_person(m_settings.rules, cells);
        Judgement judged{.has_findings = !row.findings.empty()};
        if (choice == Choice::skip) {
            judged.outcome = Outcome::left_out;
            return judged;
        }
        if (has_error(row.findings)) {
            judged.outcome = Outcome::refused;
            return judged;
        }
        find_match(reader, number, row.data, judged);
        if (!judged.match.empty() && judged.likeness != Likeness::in_file)
            if (const auto [earlier, is_first] = m_matched.emplace(judged.match, number); !is_first) {
                judged.likeness = Likeness::in_file;
                judged.match = std::to_string(earlier->second);
            }
        switch (decided(choice, judged.likeness)) {
        case Choice::skip:
            judged.outcome = Outcome::left_out;
            break;
        case Choice::update:
            judge_update(reader, number, cells, judged, keep);
            break;
        default:
            judged.outcome = Outcome::fresh;
            if (keep == Keep::yes)
                m_kept.push_back({.number = number,
                                  .person = {.data = std::move(row.data),
                                             .origin = people::Origin::import,
                                             .on_behalf = std::move(row.on_behalf),
                                             .consent = with_note(std::move(row.consent))},
                                  .before = {}});
        }
        return judged;
    }

    std::int64_t kept() const override { return static_cast<std::int64_t>(m_kept.size()); }

    Result<Done> write(db::Tx& tx, const organisations::Author& author,
                       const std::function<void(std::int64_t, const std::string&)>& written) override
    {
        const auto wording = people::remember_consent_text(
            tx, m_settings.network, people::consent_text(m_settings.network_name, i18n::Language::de),
            i18n::Language::de, author.clock.now());
        for (auto& row : m_kept) {
            if (row.person.consent)
                row.person.consent->text_hash = wording;
            if (!row.before) {
                written(row.number, TRY(people::create(tx, m_settings.network, row.person, author)).text());
                continue;
            }
            const auto& id = row.before->id;
            if (row.changes_data)
                TRY(people::update(tx, m_settings.network, id, row.before->version, row.person.data, author));
            if (row.person.consent)
                TRY(people::record_consent(tx, m_settings.network, id, *row.person.consent, author));
            written(row.number, id.text());
        }
        return Done{};
    }

    std::string name_of(db::Reader& reader, const std::string& id) const override
    {
        const auto person = people::person_by_id(reader, m_settings.network, PersonId{id});
        return person && may_see(*person) ? person->data.name() : std::string();
    }

private:
    // Rule 12: whom the reader may not see, is not there for them; the register tells the coordinator.
    bool may_see(const Person& person) const
    {
        const auto& own = m_settings.rules.only_in;
        if (!own)
            return true;
        return !person.is_locked() &&
               std::any_of(person.help_villages.begin(), person.help_villages.end(),
                           [&](const auto& village) {
                               return std::find(own->begin(), own->end(), village.text()) != own->end();
                           });
    }

    void find_match(db::Reader& reader, std::int64_t number, const PersonDraft& data, Judgement& judged)
    {
        const auto key = search::fold(data.name()) + '|' +
                         (data.village ? data.village->text() : std::string()) + '|' +
                         (data.birth_year ? std::to_string(*data.birth_year) : std::string());
        if (const auto [row, is_first] = m_in_file.emplace(key, number); !is_first) {
            judged.likeness = Likeness::in_file;
            judged.match = std::to_string(row->second);
            return;
        }
        for (const auto& duplicate : people::find_duplicates(reader, m_settings.network, data)) {
            const auto person = people::person_by_id(reader, m_settings.network, duplicate.id);
            if (!person || !may_see(*person))
                continue;
            judged.match = duplicate.id.text();
            judged.likeness = duplicate.likeness == people::Likeness::certain  ? Likeness::certain
                              : duplicate.likeness == people::Likeness::likely ? Likeness::likely
                                                                               : Likeness::possible;
            return;
        }
    }

    void judge_update(db::Reader& reader, std::int64_t number, const Cells& cells, Judgement& judged,
                      Keep keep)
    {
        auto before = people::person_by_id(reader, m_settings.network, PersonId{judged.match});
        if (!before) {
            judged.outcome = Outcome::left_out;
            return;
        }
        auto row = read_person(m_settings.rules, cells, before->data);
        const bool same = comparable(row.data) == comparable(before->data);
        // A consent that the person took back is not given again by a list.
        if (before->lock != people::Lock::no_consent)
            row.consent.reset();
        judged.outcome = has_error(row.findings) ? Outcome::refused
                         : same && !row.consent  ? Outcome::unchanged
                                                 : Outcome::changed;
        if (keep == Keep::yes && judged.outcome == Outcome::changed)
            m_kept.push_back(
                {.number = number,
                 .person = {.data = std::move(row.data), .consent = with_note(std::move(row.consent))},
                 .before = std::move(*before),
                 .changes_data = !same});
    }

    std::optional<people::ConsentDraft> with_note(std::optional<people::ConsentDraft> consent) const
    {
        if (consent)
            consent->note = "Laut Liste „" + m_settings.source + "“";
        return consent;
    }

    TargetSettings m_settings;
    std::unordered_map<std::string, std::int64_t> m_in_file;
    std::unordered_map<std::string, std::int64_t> m_matched; // which row an entry was found for
    std::vector<Kept> m_kept;
};

} // namespace

std::unique_ptr<RowTarget> make_person_target(TargetSettings settings)
{
    return std::make_unique<PersonTarget>(std::move(settings));
}

} // namespace dorfnetz::transfer
