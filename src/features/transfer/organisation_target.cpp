#include "features/transfer/judging_target.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <unordered_map>

namespace dorfnetz::transfer {

namespace {

using organisations::ContactDraft;
using organisations::Organisation;
using organisations::OrganisationDraft;
using organisations::OrganisationId;

// Two drafts that mean the same become equal.
OrganisationDraft comparable(OrganisationDraft draft)
{
    for (auto* list : {&draft.fields, &draft.strengths, &draft.purposes, &draft.support})
        sort_once(*list);
    for (auto* list : {&draft.villages, &draft.area.villages, &draft.support_area.villages})
        sort_once(*list);
    return draft;
}

// What finds an entry that is the same beyond doubt: name and one of its villages, or name alone where there
// is none.
std::vector<std::string> identities_of(const std::string& folded_name,
                                       const std::vector<villages::VillageId>& active_in)
{
    std::vector<std::string> keys;
    for (const auto& village : active_in)
        keys.push_back(folded_name + '|' + village.text());
    if (keys.empty())
        keys.push_back(folded_name + '|');
    return keys;
}

struct ContactChange
{
    enum class What { none, add, update } what = What::none;
    ContactDraft draft = {};
    organisations::ContactId id = {};
    std::int64_t version = 0;
};

struct Kept
{
    std::int64_t number = 0;
    organisations::NewOrganisation entry;
    std::optional<Organisation> before; // nothing: a new entry
    ContactChange contact;
};

class OrganisationTarget final : public JudgingTarget<OrganisationRow>
{
public:
    OrganisationTarget(db::Reader& reader, TargetSettings settings)
        : JudgingTarget(std::move(settings)),
          m_mark(organisations::register_mark(reader, m_settings.network)),
          m_register(organisations::load_register(reader, m_settings.network)),
          m_finder(m_register)
    {
        for (std::size_t i = 0; i < m_register.entries.size(); ++i) {
            const auto& entry = m_register.entries[i];
            for (const auto& key : identities_of(entry.folded_name, entry.villages))
                m_known.emplace(key, i);
        }
    }

    std::int64_t kept() const override { return static_cast<std::int64_t>(m_kept.size()); }

    Result<Done> prepare(const organisations::Author&) override { return Done{}; }

    bool is_overtaken(db::Reader& reader) const override
    {
        return organisations::register_mark(reader, m_settings.network) != m_mark;
    }

    Result<Done> write(db::Tx& tx, const organisations::Author& who,
                       const std::function<void(std::int64_t, const std::string&)>& written) override
    {
        auto author = who;
        author.places = &m_settings.rules.places;
        for (const auto& row : m_kept) {
            OrganisationId id;
            if (row.before) {
                id = row.before->id;
                TRY(organisations::update(tx, m_settings.network, id, row.before->version, row.entry.entry,
                                          author));
            } else {
                id = TRY(organisations::create(tx, m_settings.network, row.entry, author));
            }
            TRY(write_contact(tx, id, row.contact, author));
            written(row.number, id.text());
        }
        return Done{};
    }

    std::string name_of(db::Reader& reader, const std::string& id) const override
    {
        const auto found = organisations::organisation_by_id(reader, m_settings.network, OrganisationId{id});
        return found ? found->entry.name : std::string();
    }

protected:
    OrganisationRow read(const Cells& cells) const override
    {
        return read_organisation(m_settings.rules, cells);
    }

    std::vector<std::string> identities(const OrganisationRow& row) const override
    {
        return identities_of(search::fold(row.entry.name), row.entry.villages);
    }

    void find_match(db::Reader&, const OrganisationRow& row, Judgement& judged) override
    {
        for (const auto& key : identities(row))
            if (const auto known = m_known.find(key); known != m_known.end()) {
                judged.likeness = Likeness::likely;
                judged.match = m_register.entries[known->second].id.text();
                return;
            }
        const auto found =
            m_register.entries.empty() ? std::vector<organisations::Duplicate>{} : m_finder.find(row.entry);
        if (found.empty())
            return;
        judged.match = found.front().id.text();
        judged.likeness = likeness_from(found.front().likeness);
    }

    Outcome judge_update(db::Reader& reader, std::int64_t number, const Cells& cells,
                         const std::string& match, Keep keep) override
    {
        auto before = organisations::organisation_by_id(reader, m_settings.network, OrganisationId{match});
        if (!before || !is_in_own(m_settings.rules, before->entry.villages))
            return Outcome::left_out;
        auto row = read_organisation(m_settings.rules, cells, before->entry);
        // A list does not open what is there already: whoever brings it may not even see it.
        row.entry.phone.show_to(before->entry.phone.audience());
        row.entry.email.show_to(before->entry.email.audience());
        auto contact = contact_change(reader, *before, row.contact);
        const bool same =
            comparable(row.entry) == comparable(before->entry) && contact.what == ContactChange::What::none;
        const auto outcome = outcome_of_update(row.findings, same);
        if (keep == Keep::yes && outcome == Outcome::changed)
            m_kept.push_back({.number = number,
                              .entry = {.entry = std::move(row.entry)},
                              .before = std::move(*before),
                              .contact = std::move(contact)});
        return outcome;
    }

    void keep_new(std::int64_t number, OrganisationRow row) override
    {
        ContactChange contact;
        if (!row.contact.name.empty())
            contact = {.what = ContactChange::What::add, .draft = std::move(row.contact)};
        const auto status = m_settings.publish      ? organisations::Status::published
                            : row.last_confirmed_on ? organisations::Status::confirmed
                                                    : organisations::Status::reported;
        m_kept.push_back({.number = number,
                          .entry = {.entry = std::move(row.entry),
                                    .status = status,
                                    .last_confirmed_on = row.last_confirmed_on},
                          .before = {},
                          .contact = std::move(contact)});
    }

private:
    ContactChange contact_change(db::Reader& reader, const Organisation& organisation,
                                 const ContactDraft& read) const
    {
        if (read.name.empty())
            return {};
        const auto name = search::fold(read.name);
        const auto contacts =
            organisations::contacts_of(reader, m_settings.network, organisation.id, accounts::the_program());
        const bool has_responsible = std::any_of(contacts.begin(), contacts.end(),
                                                 [](const auto& known) { return known.data.is_responsible; });
        for (const auto& known : contacts) {
            if (search::fold(known.data.name) != name)
                continue;
            auto after = known.data;
            if (!read.duty.empty())
                after.duty = read.duty;
            // Whom they are meant for stays, as no list says it.
            if (!read.phone.empty())
                after.phone = read.phone.seen_by(accounts::the_program());
            if (!read.email.empty())
                after.email = read.email.seen_by(accounts::the_program());
            if (after == known.data)
                return {};
            return {ContactChange::What::update, std::move(after), known.id, known.version};
        }
        auto fresh = read;
        fresh.is_responsible = !has_responsible;
        return {.what = ContactChange::What::add, .draft = std::move(fresh)};
    }

    Result<Done> write_contact(db::Tx& tx, const OrganisationId& id, const ContactChange& change,
                               const organisations::Author& author) const
    {
        if (change.what == ContactChange::What::add)
            TRY(organisations::add_contact(tx, m_settings.network, id, change.draft, author));
        if (change.what == ContactChange::What::update)
            TRY(organisations::update_contact(tx, m_settings.network, change.id, change.version, change.draft,
                                              author));
        return Done{};
    }

    std::string m_mark; // of the register as the rows are held against it
    organisations::Register m_register;
    organisations::DuplicateFinder m_finder;
    std::unordered_map<std::string, std::size_t> m_known;
    std::vector<Kept> m_kept;
};

} // namespace

std::unique_ptr<RowTarget> make_organisation_target(db::Reader& reader, TargetSettings settings)
{
    return std::make_unique<OrganisationTarget>(reader, std::move(settings));
}

} // namespace dorfnetz::transfer
