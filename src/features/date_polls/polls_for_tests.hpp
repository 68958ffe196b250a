#pragma once

#include "accounts/accounts_store.hpp"
#include "features/date_polls/feature.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "features/meetings/meetings_for_tests.hpp"

#include <string>
#include <vector>

namespace dorfnetz::date_polls {

// A meeting of four villages without a date, three of them with a voice, and a poll for three evenings.
class WithPoll : public meetings::WithMeetings
{
protected:
    WithPoll() : WithMeetings({register_feature})
    {
        site.environment().public_address = "https://heide.example";
        auto draft = advent();
        draft.when.reset();
        meeting = given(draft);
        const auto here = context();
        site.given([&](db::Tx& tx) -> Result<Done> {
            poll = TRY(start(tx, here, stored(meeting), "Etwa zwei Stunden.", day("2026-12-01")));
            return add_options(tx, here, poll,
                               {evening("2026-12-05"), evening("2026-12-07"), evening("2026-12-12")});
        });
        options = read([&](db::Reader& reader) { return store::options_of(reader, network.id, poll); });
        desk = "/redaktion/treffen/" + meeting.text() + "/terminsuche";
        link = path_with(token_of(site.environment(), network.id, poll));
    }

    static Date day(std::string_view iso) { return *date_from_iso(iso); }

    static LocalSpan evening(const std::string& day)
    {
        return {local(day + "T18:00"), local(day + "T20:00")};
    }

    using Fields = std::vector<std::pair<std::string, std::string>>;

    // "jwn": yes, if needed, no; "-": nothing.
    Fields form(const std::string& name, const std::string& village, const std::string& said)
    {
        Fields fields{{"name", name}, {"dorf", village}};
        for (std::size_t i = 0; i < said.size(); ++i)
            if (said[i] != '-')
                fields.emplace_back("termin_" + options[i].id.text(), said[i] == 'j'   ? "yes"
                                                                      : said[i] == 'w' ? "if_needed"
                                                                                       : "no");
        return fields;
    }

    support::Answer answer(const std::string& at, const std::string& name, const VillageId& village,
                           const std::string& said)
    {
        return site.submit(at, at, form(name, village.text(), said));
    }

    // Where an answer leads, without the notice.
    static std::string path_of(const support::Answer& sent)
    {
        return sent.location().substr(0, sent.location().find('?'));
    }

    // The link that was mailed to whoever it is.
    std::string link_for(const groups::Who& who)
    {
        return path_with(token_of(site.environment(), network.id, Invitation{.poll = poll, .who = who}));
    }

    // As everybody reads it.
    std::string when_text(std::size_t number)
    {
        return option_text(context(), stored(meeting), options.at(number));
    }

    std::vector<Reply> replies()
    {
        return read([&](db::Reader& reader) { return store::replies_of(reader, network.id, poll); });
    }

    std::vector<Standing> standings()
    {
        return read([&](db::Reader& reader) {
            const auto voices = voices_of(reader, network, stored(meeting), context().today());
            return standings_of(candidates_of(options, context().region()),
                                ballots_of(store::replies_of(reader, network.id, poll), voices),
                                voices.needed);
        });
    }

    Poll stored_poll()
    {
        return read([&](db::Reader& reader) { return store::poll_by_id(reader, network.id, poll); }).value();
    }

    web::UserId lead_editor(const std::string& name, const VillageId& village)
    {
        const auto id = new_id<web::UserId>(site.clock, site.random);
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::insert_user(tx, network.id, {.id = id, .login = name + "@example.org", .name = name},
                                  site.clock.now());
            accounts::set_password_hash(tx, network.id, id, "hash");
            accounts::insert_grant(tx, network.id,
                                   {.id = new_uuid_v7(site.clock, site.random),
                                    .user = id,
                                    .grant = {web::Role::lead_editor, village.text()}},
                                   {}, site.clock.now());
            return Done{};
        });
        return id;
    }

    // Addresses of all mails so far, in their order.
    std::vector<std::string> mailed()
    {
        return read([&](db::Reader& reader) {
            return reader.list(R"sql(SELECT to_address FROM outbox ORDER BY to_address)sql", {},
                               [](db::Row& row) { return row.take<std::string>(); });
        });
    }

    MeetingId meeting;
    PollId poll;
    std::vector<Option> options;
    std::string desk;
    std::string link;
};

} // namespace dorfnetz::date_polls
