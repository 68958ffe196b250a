#include "accounts/api.hpp"
#include "features/meetings/attendance_sheet.hpp"
#include "features/meetings/meetings_service.hpp"

#include <algorithm>

// Who speaks and votes for one village.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Input;

constexpr std::string_view here_end = "/ich-bin-da";
constexpr std::string_view proxy_prefix = "proxy:";

struct VoterPage
{
    Sheet sheet;
    Voter voter;
    villages::Village village;
};

Result<VoterPage> voter_for(const Context& context, db::Reader& reader)
{
    auto sheet = TRY(sheet_for(context, reader));
    if (!sheet.meeting.began_at)
        return Error{.kind = Err::missing};
    for (const auto& voter : sheet.voters)
        if (const auto* village = sheet.entries->village(voter.village);
            village && village->slug == context.parameter("dorf")) {
            const auto found = voter;
            const auto where = *village;
            return VoterPage{std::move(sheet), found, where};
        }
    return Error{.kind = Err::missing};
}

// Whose delegates could vote for this village: those who are there and carry nobody else's vote.
std::vector<web::Choice> proxies_for(const Context& context, const VoterPage& page)
{
    std::vector<web::Choice> proxies;
    for (const auto& other : page.sheet.voters) {
        const bool is_free = std::ranges::none_of(page.sheet.voters, [&](const Voter& each) {
            return each.proxy == other.village && each.village != page.voter.village;
        });
        if (other.village != page.voter.village && other.presence == Presence::delegate && is_free)
            proxies.push_back(
                {std::string(proxy_prefix) + other.village.text(),
                 context.t("{1} stimmt mit ab (Vollmacht)"_de, {page.sheet.village_name(other.village)})});
    }
    return proxies;
}

FormPage voter_page(const Context& context, db::Reader& reader, const VoterPage& page)
{
    std::vector<web::Choice> who{{"none", context.t("niemand"_de)},
                                 {std::string(to_text(Presence::delegate)), context.t("jemand ist da"_de)}};
    for (auto& proxy : proxies_for(context, page))
        who.push_back(std::move(proxy));
    std::vector<web::Choice> names;
    for (const auto& account : accounts::accounts_with_role(
             reader, context.network.id, web::Role::lead_editor, page.village.id.text(), context.now()))
        names.push_back({account.name, account.name});
    web::FormValues values;
    values
        .set("wer", page.voter.presence == Presence::none ? std::string("none")
                    : page.voter.proxy ? std::string(proxy_prefix) + page.voter.proxy->text()
                                       : std::string(to_text(Presence::delegate)))
        .set("name", page.voter.represented_by);
    return {
        .heading = page.village.name,
        .lead = page.sheet.club_name(page.voter.organisation),
        .settings = {.action = voter_path(page.sheet.meeting, page.village),
                     .pattern = desk_pattern(voter_end),
                     .submit = context.t("Speichern"_de),
                     .cancel = path_on_desk(page.sheet.meeting, attendance_end)},
        .fields =
            {{.name = "wer",
              .label = context.t("Wer spricht und stimmt ab?"_de),
              .input = Input::one_of,
              .required = true,
              .help = context.t(
                  "Eine Vollmacht geht an ein Dorf, aus dem jemand da ist. Jedes trägt höchstens eine."_de),
              .choices = std::move(who)},
             {.name = "name",
              .label = context.t("Wie heißt die Person?"_de),
              .help = context.t(
                  "Den Namen sieht nur, wer teilnimmt. Im öffentlichen Protokoll steht der Verein."_de),
              .longest = 120,
              .choices = std::move(names)}},
        .values = std::move(values),
        .crumbs = crumbs_of(context, page.sheet.meeting)};
}

Result<http::Response> show_voter(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto page = TRY(voter_for(context, reader));
        return form_page(context, voter_page(context, reader, page));
    });
}

Representation wanted_from(const Context& context, const Voter& before)
{
    const auto who = context.form.text("wer");
    if (who.starts_with(proxy_prefix))
        return {.presence = Presence::proxy, .proxy = VillageId{who.substr(proxy_prefix.size())}};
    if (who != to_text(Presence::delegate))
        return {};
    // One tap on "is there" keeps the name that is known.
    const bool is_short = !context.form.text("kurz").empty();
    return {.presence = Presence::delegate,
            .represented_by = is_short ? before.represented_by : std::string(context.form.text("name"))};
}

Result<http::Response> post_voter(const Context& context, const Extensions& extensions)
{
    const auto page =
        TRY(context.pool().read([&](db::Reader& reader) { return voter_for(context, reader); }));
    const auto saved =
        write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& meeting) -> Result<Done> {
            const auto done =
                set_representation(tx, context, meeting.id, page.village.id, wanted_from(context, page.voter),
                                   extensions.before_representing);
            if (done)
                note(tx, context, Deed::took_attendance, meeting);
            return done;
        });
    if (saved)
        return back_to_sheet(context, page.sheet.meeting.id, "Gespeichert."_de);
    auto form = context.pool().read([&](db::Reader& reader) { return voter_page(context, reader, page); });
    form.values.set("wer", std::string(context.form.text("wer")))
        .set("name", std::string(context.form.text("name")));
    return refused_page(context, std::move(form), saved.error());
}

// That somebody is there is taken back by whoever is entered as it.
bool is_own_tap(const Context& context, const Voter& voter)
{
    return voter.presence == Presence::delegate && !context.actor.name.empty() &&
           voter.represented_by == context.actor.name;
}

Result<Done> checked_own_tap(const Context& context, db::Reader& reader, const Meeting& meeting,
                             const VillageId& village)
{
    for (const auto& voter : voters_of(reader, context.network.id, meeting.id))
        if (voter.village == village && is_own_tap(context, voter))
            return Done{};
    return Error{.kind = Err::stale,
                 .text = "Inzwischen hat sich etwas geändert. Schau, wie es jetzt steht."_de};
}

// Whoever writes for a village says on their own phone that they are there, and that it was a slip.
Result<http::Response> post_here(const Context& context, const Extensions& extensions)
{
    const VillageId village{context.form.text("dorf")};
    const bool takes_back = !context.form.text("doch_nicht").empty();
    const auto own = voting_villages(context.actor);
    if (std::ranges::find(own, village) == own.end())
        return Error{.kind = Err::missing};
    MeetingId id;
    TRY(write_for(context, Needs::taking_part, [&](db::Tx& tx, const Meeting& meeting) -> Result<Done> {
        id = meeting.id;
        if (const auto own_tap = checked_own_tap(context, tx, meeting, village); takes_back && !own_tap)
            return own_tap.error();
        const auto done = set_representation(
            tx, context, meeting.id, village,
            takes_back ? Representation{}
                       : Representation{.presence = Presence::delegate, .represented_by = context.actor.name},
            extensions.before_representing);
        if (done)
            note(tx, context, Deed::took_attendance, meeting);
        return done;
    }));
    return web::redirect_with_notice(context, fmt::format("{}/{}", desk_path, id.text()),
                                     takes_back ? "Zurückgenommen."_de : "Schön, dass du da bist."_de);
}

} // namespace

void add_voter_pages(web::Site& site, SharedExtensions extensions)
{
    const auto access = web::Access::signed_in();
    site.get(desk_pattern(voter_end), access, show_voter);
    site.post(desk_pattern(voter_end), access,
              [extensions](Context& context) { return post_voter(context, *extensions); });
    site.post(desk_pattern(here_end), access,
              [extensions](Context& context) { return post_here(context, *extensions); });
}

html::Safe draw_here_buttons(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    html::Safe buttons;
    if (!meeting.is_running())
        return buttons;
    const auto own = voting_villages(context.actor);
    for (const auto& voter : voters_of(reader, context.network.id, meeting.id)) {
        const bool takes_back = is_own_tap(context, voter);
        if (std::ranges::find(own, voter.village) == own.end() ||
            (voter.presence != Presence::none && !takes_back))
            continue;
        const auto village = villages::village_by_id(reader, context.network.id, voter.village);
        std::vector<std::pair<std::string, std::string>> typed{{"dorf", voter.village.text()}};
        if (takes_back)
            typed.emplace_back("doch_nicht", "1");
        buttons +=
            web::draw_button(context,
                             {.action = path_on_desk(meeting, here_end),
                              .pattern = desk_pattern(here_end),
                              .submit = context.t(takes_back ? "Doch nicht: Ich bin nicht da für {1}"_de
                                                             : "Ich bin da für {1}"_de,
                                                  {village ? village->name : std::string()}),
                              .plain = takes_back},
                             typed);
    }
    return buttons;
}

} // namespace dorfnetz::meetings
