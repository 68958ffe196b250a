#pragma once

#include "features/meetings/meetings_for_tests.hpp"
#include "features/minutes/approval.hpp"
#include "features/minutes/feature.hpp"

#include <string>
#include <vector>

namespace dorfnetz::minutes {

// A meeting that is going on, with two matters, and who writes there.
class WithMinutes : public meetings::WithMeetings
{
protected:
    WithMinutes() : WithMeetings({register_feature})
    {
        id = given(advent());
        const auto here = context();
        site.given([&](db::Tx& tx) -> Result<Done> {
            pond =
                TRY(meetings::add_item(tx, here, id, {.title = "Teich", .text = "Er ist voll **Schlamm**."},
                                       meetings::ItemStatus::on));
            bench = TRY(meetings::add_item(tx, here, id, {.title = "Bank"}, meetings::ItemStatus::on));
            return meetings::begin(tx, here, id);
        });
        as(web::Role::lead_editor, aue.text());
    }

    void as(web::Role role, const std::string& subject = {})
    {
        actor = {.user = web::UserId{"user-" + subject},
                 .name = "Erika",
                 .session = "s",
                 .grants = {{role, subject}}};
    }

    web::Context here()
    {
        auto context = this->context();
        context.actor = actor;
        return context;
    }

    // What a page sends that has seen `based_on`.
    Saved saved(const std::string& tab, std::int64_t number, std::int64_t based_on, const std::string& text,
                Then then = Then::go_on)
    {
        const auto context = here();
        const auto meeting = stored(id);
        return written([&](db::Tx& tx) {
                   return save(
                       tx, context, meeting, pond,
                       {.tab = tab, .number = number, .based_on = based_on, .text = text, .then = then});
               })
            .value();
    }

    Text text()
    {
        return read([&](db::Reader& reader) { return store::text_of(reader, network.id, id, pond); }).value();
    }

    std::vector<Beside> besides()
    {
        return read([&](db::Reader& reader) { return store::besides_of(reader, network.id, id); });
    }

    std::optional<Minutes> minutes()
    {
        return read([&](db::Reader& reader) { return store::minutes_of(reader, network.id, id); });
    }

    void close()
    {
        const auto context = here();
        site.given([&](db::Tx& tx) { return meetings::close(tx, context, id, {}); });
    }

    template <class F>
    Result<Done> done(F&& step)
    {
        const auto context = here();
        const auto meeting = stored(id);
        return written([&](db::Tx& tx) { return step(tx, context, meeting); });
    }

    Result<Done> sent()
    {
        return done([&](auto& tx, const auto& context, const auto& meeting) {
            return send_for_approval(tx, context, meeting, said);
        });
    }

    Result<Done> taken_back()
    {
        return done([](auto& tx, const auto& context, const auto& meeting) {
            return take_back(tx, context, meeting);
        });
    }

    // By somebody who has read what has this digest: nothing else was sent meanwhile, unless it is given.
    Result<Done> approved(std::optional<std::string> digest = {})
    {
        if (!digest)
            digest = minutes().value_or(Minutes{}).digest;
        return done([&](auto& tx, const auto& context, const auto& meeting) {
            return approve(tx, context, meeting, *digest);
        });
    }

    Paper paper()
    {
        const auto context = here();
        return read([&](db::Reader& reader) {
            return paper_now(context, reader, stored(id), store::minutes_of(reader, network.id, id), said);
        });
    }

    // As after a reform: whatever is drawn anew says so.
    void rename_aue()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            villages::put_place(tx, network.id, {.id = aue, .slug = "aue", .name = "Neu-Aue"},
                                site.clock.now());
            return Done{};
        });
    }

    // Something that another feature says below a matter.
    void others_say(const AgendaItemId& item, const std::string& line)
    {
        said = {{.lines = [item, line](auto&&...) {
            return std::map<AgendaItemId, std::vector<std::string>>{{item, {line}}};
        }}};
    }

    std::string desk_page() { return "/redaktion/treffen/" + id.text() + "/protokoll"; }

    std::string public_page() { return "/treffen/" + stored(id).slug + "/protokoll"; }

    meetings::MeetingId id;
    AgendaItemId pond, bench;
    web::Actor actor;
    std::vector<meetings::ItemLines> said;
};

} // namespace dorfnetz::minutes
