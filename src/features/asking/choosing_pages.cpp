#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/kept_people.hpp"
#include "features/signups/asking_api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>
#include <array>
#include <ranges>

// "Wen fragen?": who of the register fits a place that is free, with the reasons, to be asked in turn.
namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::size_t shown_first = 12; // as many as somebody reads on a phone
constexpr std::int64_t most_at_once_offered = 20;
constexpr std::int64_t usual_at_once = 5;
constexpr std::array<std::int64_t, 5> wait_choices{6, 24, 48, 96, 168}; // hours

// Only what is done then.
std::vector<std::int64_t> at_once_choices(const OpenShift& open)
{
    const auto most = std::min(most_at_once_offered, most_for(open));
    std::vector<std::int64_t> numbers;
    for (const std::int64_t number : {1, 2, 3, 5, 10, 20})
        if (number < most)
            numbers.push_back(number);
    numbers.push_back(most);
    return numbers;
}

std::int64_t usual_wait(const Context& context, const OpenShift& open)
{
    using namespace std::chrono_literals;
    const auto left = open.shift.starts_at - context.now();
    return left < 48h ? 6 : left < 120h ? 24 : 48;
}

std::string wait_text(const Context& context, std::int64_t hours)
{
    if (hours < 24)
        return context.t("{1} Stunden"_de, {std::to_string(hours)});
    return i18n::translate_count(context.language, "einen Tag"_de, "{1} Tage"_de, hours / 24);
}

// Whoever would rather do other things is shown, too.
bool is_topic_no_matter(const Context& context)
{
    return !context.query.text("egal").empty();
}

// What was chosen in the address, or what the shift says.
Wanted wanted_of(const Context& context, const OpenShift& open)
{
    auto wanted = wanted_for(open);
    if (is_topic_no_matter(context))
        return any_topic(open);
    const auto chosen = context.query.all("aufgabe");
    if (!chosen.empty())
        wanted.tasks.assign(chosen.begin(), chosen.end());
    return wanted;
}

// How many are ticked at first: enough for a few who say no.
std::size_t ticked_first(const OpenShift& open)
{
    return static_cast<std::size_t>(std::max<std::int64_t>(usual_at_once, 3 * open.shift.free_places()));
}

// All that can be chosen at once where somebody wants to see them, or may have chosen among them.
std::size_t how_many(const Context& context, const OpenShift& open)
{
    const bool wants_all = !context.query.text("alle").empty() || !context.form.all("person").empty();
    return wants_all ? most_chosen : std::clamp(ticked_first(open), shown_first, most_chosen);
}

// The same list, and with `more`: "alle" shows all of them, "egal" also those who would rather do other
// things.
std::string path_with(const Context& context, const OpenShift& open, std::string_view more = {})
{
    auto path = path_of(open.shift.id);
    const auto add = [&](std::string_view name, std::string_view value) {
        path += path.find('?') == std::string::npos ? '?' : '&';
        path += std::string(name) + '=' + http::percent_encode(value);
    };
    for (const std::string_view name : {"mehr", "alle", "egal"})
        if (name == more || !context.query.text(name).empty())
            add(name, "1");
    for (const auto& task : context.query.all("aufgabe"))
        add("aufgabe", task);
    return path;
}

void show_tasks(html::Page& page, const Context& context, const Wanted& wanted)
{
    for (const auto& task : vocabularies::entries("tasks")) {
        auto row = page.add("TASK");
        row.set("VALUE", task.key)
            .set("LABEL", task.label(context.language))
            .show_if(std::count(wanted.tasks.begin(), wanted.tasks.end(), task.key) > 0, "CHOSEN");
    }
    page.show_if(wanted.tasks.empty() && !is_topic_no_matter(context), "NO_TASKS");
}

void show_choices(html::Values& form, const Context& context, const OpenShift& open)
{
    const auto at_once = context.form.text("auf_einmal");
    const auto numbers = at_once_choices(open);
    for (const auto number : numbers) {
        const auto text = std::to_string(number);
        form.add("AT_ONCE")
            .set("VALUE", text)
            .show_if(at_once.empty() ? number == std::min(usual_at_once, numbers.back()) : text == at_once,
                     "CHOSEN");
    }
    form.show_if(numbers.back() < most_at_once_offered, "FEW_PLACES");
    const auto wait = context.form.text("warten");
    for (const auto hours : wait_choices) {
        const auto text = std::to_string(hours);
        form.add("WAIT")
            .set("VALUE", text)
            .set("LABEL", wait_text(context, hours))
            .show_if(wait.empty() ? hours == usual_wait(context, open) : text == wait, "CHOSEN");
    }
    form.set("MESSAGE", context.form.text("nachricht"));
}

void show_people(html::Page& page, const Context& context, const OpenShift& open,
                 const Suggestions& suggestions, std::size_t most)
{
    if (suggestions.best.empty()) {
        page.add("NOBODY").show_if(!context.actor.is_coordinator(), "ASK_OTHERS");
        return;
    }
    auto form = page.add("SOME");
    form.set("ACTION_URL", context.url(path_with(context, open)))
        .set("TOKEN", web::form_token(context, search_pattern));
    const auto chosen = context.form.all("person");
    std::size_t shown = 0;
    for (const auto& [person, channel, points, why] : suggestions.best) {
        const bool is_ticked =
            chosen.empty() ? shown < ticked_first(open)
                           : std::find(chosen.begin(), chosen.end(), person.id.text()) != chosen.end();
        form.add("PERSON")
            .set("VALUE", person.id.text())
            .set("NAME", person.data.name())
            .set("CHANNEL", channel_text(context, channel))
            .set("WHY", why)
            .show_if(is_ticked, "CHOSEN");
        ++shown;
    }
    if (suggestions.best.size() == most && most < most_chosen)
        form.add("OTHERS").set("ALL_URL", context.url(path_with(context, open, "alle")));
    show_choices(form, context, open);
}

void show_left_out(html::Page& page, const Context& context, const OpenShift& open,
                   const Suggestions& suggestions)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < suggestions.left_out.size(); ++i)
        if (suggestions.left_out[i] > 0)
            texts.push_back(left_out_text(context, static_cast<matching::Hard>(i), suggestions.left_out[i]));
    if (suggestions.not_reachable > 0)
        texts.push_back(i18n::translate_count(
            context.language, "eine Person ist weder mit Mail noch Telefon noch Brief zu erreichen"_de,
            "{1} sind weder mit Mail noch Telefon noch Brief zu erreichen"_de, suggestions.not_reachable));
    if (texts.empty())
        return;
    auto block = page.add("LEFT_OUT");
    block.show_if(suggestions.best.empty(), "ALONE");
    for (const auto& text : texts)
        block.add("WHY_NOT").set("REASON_TEXT", text);
    if (suggestions.left_out[static_cast<std::size_t>(matching::Hard::topic)] > 0)
        block.add("ANYWAY").set("ANYWAY_URL", context.url(path_with(context, open, "egal")));
}

// In German, as those write to each other who live there.
std::string question_to_organisations(const Context& context, const OpenShift& open)
{
    const auto german = context.in(i18n::Language::de);
    return german.t("Für „{1}“ ({2}) suchen wir noch Leute. Könnt ihr helfen? Mehr dazu: {3}"_de,
                    {signups::title_of(open), activities::shift_when_text(german, open.shift),
                     german.absolute_url(activities::path_of(open.listed.date))});
}

void show_organisations(html::Page& page, const Context& context, const OpenShift& open,
                        const Suggestions& suggestions)
{
    if (suggestions.organisations.empty())
        return;
    auto block = page.add("ORGANISATIONS");
    block.show_if(suggestions.best.empty(), "ALONE");
    const auto message = "/nachricht?text=" + http::percent_encode(question_to_organisations(context, open));
    for (const auto& [entry, why] : suggestions.organisations)
        block.add("ORGANISATION")
            .set("ORGANISATION_URL", context.url(organisations::path_of(entry.kind, entry.slug)))
            .set("MESSAGE_URL", context.url(organisations::path_of(entry.kind, entry.slug) + message))
            .set("MESSAGE_TEXT", context.t("Nachricht an {1}"_de, {entry.name}))
            .set("NAME", entry.name)
            .set("WHY", why);
}

http::Response choosing_page(KeptPeople& kept, const Context& context, db::Reader& reader,
                             const OpenShift& open, const std::optional<Error>& refused)
{
    if (is_over(context, open)) {
        html::Page page;
        page.set("TITLE", signups::title_of(open))
            .set("WHEN", activities::shift_when_text(context, open.shift))
            .set("BACK_URL", context.url(promises_path(open)));
        return web::page(
            context,
            {.title = context.t("Wen fragen?"_de), .crumbs = crumbs_of(context, open), .index = false},
            context.render("asking_over", page), refused ? web::status_of(refused->kind) : 200);
    }
    const auto wanted = wanted_of(context, open);
    const auto most = how_many(context, open);
    const auto suggestions = kept.suggestions_for(reader, context, open, wanted, most);
    html::Page page;
    show_shift(page, context, reader, open);
    show_tasks(page, context, wanted);
    page.set("FILTER_URL", context.url(path_of(open.shift.id)))
        .set("BACK_URL", context.url(promises_path(open)))
        .show_if(!context.query.text("mehr").empty(), "MORE");
    page.add("ENTER").set("ENTER_URL", context.url("/redaktion/termine/" + open.listed.date.activity.text() +
                                                   "/zusagen/neu?tag=" + open.listed.date.id.text() +
                                                   "&schicht=" + open.shift.id.text()));
    page.set("PLAN_URL", context.url("/redaktion/termine/" + open.listed.date.activity.text() + "/plan"));
    show_people(page, context, open, suggestions, most);
    show_organisations(page, context, open, suggestions);
    show_left_out(page, context, open, suggestions);
    web::show_refused(page, context, refused);
    return web::page(
        context, {.title = context.t("Wen fragen?"_de), .crumbs = crumbs_of(context, open), .index = false},
        context.render("asking_choose", page), refused ? web::status_of(refused->kind) : 200);
}

bool is_running(db::Reader& reader, const Context& context, const OpenShift& open)
{
    return store::search_of(reader, context.network.id, open.shift.id).has_value();
}

Result<http::Response> show_choice(KeptPeople& kept, Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto open = TRY(searched_shift(context, reader));
        if (is_running(reader, context, open) && context.query.text("mehr").empty())
            return web::redirect(context, path_of(open.shift.id, "/stand"));
        return choosing_page(kept, context, reader, open, {});
    });
}

Start start_from(const Context& context, const OpenShift& open)
{
    Start start{.shift = open.shift.id, .message = std::string(context.form.text("nachricht"))};
    for (const auto& id : context.form.all("person"))
        if (is_uuid(id) && start.people.size() < most_chosen)
            start.people.emplace_back(id);
    const auto one_of = [&](std::string_view name, const auto& choices, std::int64_t otherwise) {
        const auto text = context.form.text(name);
        const auto found = std::ranges::find_if(
            choices, [&](std::int64_t choice) { return std::to_string(choice) == text; });
        return found == choices.end() ? otherwise : *found;
    };
    // Any number that was offered when the page was drawn: places may have been taken since.
    start.at_once =
        one_of("auf_einmal", std::views::iota(std::int64_t{1}, most_at_once_offered + 1), usual_at_once);
    start.wait = std::chrono::hours(one_of("warten", wait_choices, usual_wait(context, open)));
    return start;
}

Result<http::Response> post_start(KeptPeople& kept, Context& context)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return searched_shift(context, reader); }));
    constexpr std::size_t longest_message = 1000;
    auto wanted = start_from(context, open);
    wanted.message.resize(std::min(wanted.message.size(), 4 * longest_message));
    const auto done = context.pool().write(
        context.scope(), [&](db::Tx& tx) -> Result<Done> { return start(tx, context, wanted); });
    if (done)
        return web::redirect_with_notice(context, path_of(open.shift.id, "/stand"),
                                         "Die Ersten sind dran."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    return context.pool().read(
        [&](db::Reader& reader) { return choosing_page(kept, context, reader, open, done.error()); });
}

} // namespace

void add_choosing_pages(web::Site& site)
{
    const auto kept = std::make_shared<KeptPeople>();
    site.get(
        std::string(search_pattern), web::Access::entry_editors(),
        [kept](Context& context) { return show_choice(*kept, context); }, search_examples());
    site.post(std::string(search_pattern), web::Access::entry_editors(),
              [kept](Context& context) { return post_start(*kept, context); });
}

} // namespace dorfnetz::asking
