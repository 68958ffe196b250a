#pragma once

#include "accounts/accounts_store.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/feature.hpp"
#include "features/asking/links.hpp"
#include "features/asking/running.hpp"
#include "features/asking/suggestions.hpp"
#include "features/signups/signups_for_tests.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dorfnetz::asking {

// The festival of signups::WithShifts needs people for its grill in the morning, and the lead editor of
// Birkenau asks.
class WithPeopleToAsk : public signups::WithShifts
{
protected:
    explicit WithPeopleToAsk(std::vector<support::TestSite::Register> more = {})
        : WithShifts(with_asking(std::move(more)))
    {
        site.environment().public_address = "https://heide.example";
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::insert_user(tx, site.network(),
                                  {.id = lead.user, .login = "lena@example.org", .name = lead.name},
                                  site.clock.now());
            accounts::insert_grant(tx, site.network(),
                                   {.id = "grant-of-lena", .user = lead.user, .grant = lead.grants.front()},
                                   {}, site.clock.now());
            return Done{};
        });
        site.sign_in(lead);
        grill = shift(festival, {.title = "Kochen am Grill"}, 2, hours(0, 2));
    }

    people::PersonDraft draft(const std::string& name)
    {
        auto draft = given.draft(given.birkenau, "Muster");
        draft.given_name = name;
        draft.reach = people::ContactWay::any;
        draft.email = to_lower_ascii(name) + "@example.org";
        draft.tasks = {"cooking"};
        return draft;
    }

    PersonId person(const std::string& name) { return given.person(draft(name)); }

    web::Context as_lead()
    {
        auto context = this->context();
        context.actor = lead;
        return context;
    }

    OpenShift open(const ShiftId& shift)
    {
        return read(
            [&](db::Reader& reader) { return activities::shift_by_id(reader, network.id, shift).value(); });
    }

    Suggestions suggested(const ShiftId& shift)
    {
        const auto wanted = wanted_for(open(shift));
        return read(
            [&](db::Reader& reader) { return suggestions_for(reader, as_lead(), open(shift), wanted, 50); });
    }

    std::vector<std::string> suggested_names(const ShiftId& shift)
    {
        std::vector<std::string> names;
        for (const auto& suggestion : suggested(shift).best)
            names.push_back(suggestion.person.data.given_name);
        return names;
    }

    std::int64_t left_out(const ShiftId& shift, matching::Hard hard)
    {
        return suggested(shift).left_out[static_cast<std::size_t>(hard)];
    }

    Result<Done> try_ask(const std::vector<PersonId>& people, std::int64_t at_once = 5)
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) {
            return start(tx, context, {.shift = grill, .people = people, .at_once = at_once});
        });
    }

    void ask(const std::vector<PersonId>& people, std::int64_t at_once = 5)
    {
        ASSERT_TRUE(try_ask(people, at_once));
    }

    // What the program does every few minutes; nobody is signed in then.
    void go_on_by_itself()
    {
        keep_all_going(web::context_of_a_job(site.environment(), site.site(), network));
    }

    Search search()
    {
        return read([&](db::Reader& reader) { return store::search_of(reader, network.id, grill).value(); });
    }

    Asked asked(const PersonId& person)
    {
        for (const auto& each :
             read([&](db::Reader& reader) { return store::asked_for(reader, network.id, grill); }))
            if (each.person == person)
                return each;
        throw std::runtime_error("was not chosen");
    }

    Answer answer_of(const PersonId& person) { return asked(person).answer; }

    std::string link_of(const PersonId& person)
    {
        return answer_path(token_of(site.environment(), network.id, grill, person));
    }

    // To whom, and what, since it was last asked: "asking", "asking_thanks". At whatever hour it will go out.
    std::vector<std::pair<std::string, std::string>> mailed()
    {
        auto all = read([&](db::Reader& reader) {
            return reader.list(R"sql(SELECT to_address, purpose FROM outbox ORDER BY created_at, id)sql", {},
                               [](db::Row& row) {
                                   auto address = row.take<std::string>();
                                   return std::pair(std::move(address), row.take<std::string>());
                               });
        });
        const auto before = std::exchange(m_mailed, all.size());
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(before));
        std::sort(all.begin(), all.end());
        return all;
    }

    std::vector<std::string> mailed(const std::string& purpose)
    {
        std::vector<std::string> addresses;
        for (const auto& [address, why] : mailed())
            if (why == purpose)
                addresses.push_back(address);
        return addresses;
    }

    // The form as it stood there when somebody first looked.
    support::Answer say(const PersonId& person, const std::string& answer)
    {
        site.sign_out();
        const auto link = link_of(person);
        if (!m_tokens.contains(link))
            m_tokens[link] = site.token_in(site.get(link).body, link);
        site.clock.advance(std::chrono::seconds(3));
        auto done = site.post(link, "_token=" + http::percent_encode(m_tokens[link]) + "&antwort=" + answer);
        site.sign_in(lead);
        return done;
    }

    web::Actor lead{.user = web::UserId{"00000000-0000-7000-8000-000000000002"},
                    .name = "Lena Leitung",
                    .session = "session",
                    .grants = {{web::Role::lead_editor, given.birkenau.text()}}};
    ShiftId grill;

private:
    static std::vector<support::TestSite::Register> with_asking(std::vector<support::TestSite::Register> more)
    {
        more.emplace_back(register_feature);
        return more;
    }

    std::size_t m_mailed = 0;
    std::map<std::string, std::string> m_tokens; // of links
};

} // namespace dorfnetz::asking
