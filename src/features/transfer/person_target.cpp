#include "features/transfer/judging_target.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

using people::Person;
using people::PersonDraft;
using people::PersonId;

// Two drafts that mean the same become equal.
PersonDraft comparable(PersonDraft draft)
{
    for (auto* list : {&draft.fields, &draft.tasks, &draft.skills, &draft.mobility, &draft.languages})
        sort_once(*list);
    sort_once(draft.free_times);
    sort_once(draft.area.villages);
    return draft;
}

struct NewRow
{
    std::int64_t number = 0;
    people::NewPerson person;
};

struct ChangedRow
{
    std::int64_t number = 0;
    Person before;
    PersonDraft after;
    std::optional<people::ConsentDraft> consent; // the data may be the same and only this be new
};

class PersonTarget final : public JudgingTarget<PersonRow>
{
public:
    PersonTarget(db::Reader& reader, TargetSettings settings)
        : JudgingTarget(std::move(settings)), m_mark(people::register_mark(reader, m_settings.network))
    {
    }

    std::int64_t kept() const override { return static_cast<std::int64_t>(m_new.size() + m_changed.size()); }

    Result<Done> prepare(const organisations::Author& author) override
    {
        const auto& places = m_settings.rules.places;
        for (const auto& row : m_new)
            m_prepared_new.push_back(TRY(people::prepare(row.person, places, author)));
        for (const auto& row : m_changed)
            m_prepared_changes.push_back(TRY(people::prepare_change(row.before, row.after, places, author)));
        return Done{};
    }

    bool is_overtaken(db::Reader& reader) const override
    {
        return people::register_mark(reader, m_settings.network) != m_mark;
    }

    Result<Done> write(db::Tx& tx, const organisations::Author& author,
                       const std::function<void(std::int64_t, const std::string&)>& written) override
    {
        const auto& network = m_settings.network;
        const auto wording = people::remember_asking_text(tx, {.network = network,
                                                               .network_name = m_settings.network_name,
                                                               .language = i18n::Language::de,
                                                               .now = author.clock.now()});
        for (auto& person : m_prepared_new)
            if (person.consent)
                person.consent->to = wording;
        people::insert_prepared(tx, network, m_prepared_new, author);
        for (std::size_t i = 0; i < m_changed.size(); ++i) {
            TRY(people::update_prepared(tx, network, m_prepared_changes[i], email_change(), author));
            auto& [number, before, after, consent] = m_changed[i];
            if (consent) {
                consent->to = wording;
                TRY(people::record_consent(tx, network, before.id, *consent, author));
            }
            written(number, before.id.text());
        }
        for (std::size_t i = 0; i < m_new.size(); ++i)
            written(m_new[i].number, m_prepared_new[i].person.id.text());
        return Done{};
    }

    std::string name_of(db::Reader& reader, const std::string& id) const override
    {
        const auto person = people::person_by_id(reader, m_settings.network, PersonId{id});
        return person && may_see(*person) ? person->data.name() : std::string();
    }

protected:
    PersonRow read(const Cells& cells) const override { return read_person(m_settings.rules, cells); }

    std::vector<std::string> identities(const PersonRow& row) const override
    {
        const auto& data = row.data;
        return {search::fold(data.name()) + '|' + (data.village ? data.village->text() : std::string()) +
                '|' + (data.birth_year ? std::to_string(*data.birth_year) : std::string())};
    }

    void find_match(db::Reader& reader, const PersonRow& row, Judgement& judged) override
    {
        for (const auto& duplicate : people::find_duplicates(reader, m_settings.network, row.data)) {
            const auto person = people::person_by_id(reader, m_settings.network, duplicate.id);
            if (!person || !may_see(*person))
                continue;
            judged.match = duplicate.id.text();
            judged.likeness = likeness_from(duplicate.likeness);
            return;
        }
    }

    Outcome judge_update(db::Reader& reader, std::int64_t number, const Cells& cells,
                         const std::string& match, Keep keep) override
    {
        auto before = people::person_by_id(reader, m_settings.network, PersonId{match});
        if (!before)
            return Outcome::left_out;
        auto row = read_person(m_settings.rules, cells, before->data, people::allowed_for(*before));
        if (email_change() == people::EmailChange::refused)
            row.data.email = before->data.email;
        // A consent that the person took back is not given again by a list.
        if (before->lock != people::Lock::no_consent ||
            (row.consent && people::is_taken_back(reader, m_settings.network, *before, people::asked_at_once,
                                                  row.consent->given_on)))
            row.consent.reset();
        const bool same = comparable(row.data) == comparable(before->data) && !row.consent;
        const auto outcome = outcome_of_update(row.findings, same);
        if (keep == Keep::yes && outcome == Outcome::changed)
            m_changed.push_back({.number = number,
                                 .before = std::move(*before),
                                 .after = std::move(row.data),
                                 .consent = with_note(std::move(row.consent))});
        return outcome;
    }

    void keep_new(std::int64_t number, PersonRow row) override
    {
        m_new.push_back({.number = number,
                         .person = {.data = std::move(row.data),
                                    .origin = people::Origin::import,
                                    .on_behalf = std::move(row.on_behalf),
                                    .consent = with_note(std::move(row.consent))}});
    }

private:
    // Rule 12: whom the reader may not see, is not there for them; the register tells the coordinator.
    bool may_see(const Person& person) const
    {
        return !m_settings.rules.only_in ||
               (!person.is_locked() && person.agreed_to(people::Purpose::lead_contact) &&
                is_in_own(m_settings.rules, person.help_villages));
    }

    // A list of the coordination holds for the whole network; one of a lead editor for their villages.
    people::EmailChange email_change() const
    {
        return m_settings.rules.only_in ? people::EmailChange::refused : people::EmailChange::allowed;
    }

    std::optional<people::ConsentDraft> with_note(std::optional<people::ConsentDraft> consent) const
    {
        if (consent)
            consent->note = "Laut Liste „" + m_settings.source + "“";
        return consent;
    }

    std::string m_mark; // of the register as the rows are held against it
    std::vector<NewRow> m_new;
    std::vector<ChangedRow> m_changed;
    std::vector<people::PreparedPerson> m_prepared_new;     // in the order of m_new
    std::vector<people::PreparedPerson> m_prepared_changes; // in the order of m_changed
};

} // namespace

std::unique_ptr<RowTarget> make_person_target(db::Reader& reader, TargetSettings settings)
{
    return std::make_unique<PersonTarget>(reader, std::move(settings));
}

} // namespace dorfnetz::transfer
