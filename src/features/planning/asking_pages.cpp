#include "features/asking/fits_api.hpp"
#include "features/planning/planning_pages.hpp"
#include "features/planning/planning_store.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>

// The last look before those who are planned are asked.
namespace dorfnetz::planning {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view asking_pattern = "/redaktion/termine/{id}/plan/fragen";
constexpr std::size_t longest_message = 1000;

std::vector<Field> message_fields(const Context& context)
{
    return {{.name = "nachricht",
             .label = context.t("Was du dazu sagen möchtest"_de),
             .input = Input::long_text,
             .help = context.t("Steht so in jeder Mail und in jedem Brief."_de),
             .longest = longest_message},
            {.name = "gesehen", .label = {}, .input = Input::hidden}};
}

struct Question
{
    const OpenShift* open = nullptr;
    std::optional<std::string> left_out = {}; // why it is not put, empty without a reason to tell
};

// Whom, and what each of them is asked for.
using Questions = std::map<std::size_t, std::vector<Question>>;

Questions questions_for(const Context& context, const asking::Fits& fits, const std::vector<Roster>& rosters,
                        const ToAsk& all)
{
    Questions questions;
    const auto add = [&](const ShiftId& shift, const PersonId& person,
                         const std::optional<std::string>& left_out) {
        if (const auto number = fits.number_of(person))
            questions[*number].push_back({.open = &roster_of(rosters, shift)->open, .left_out = left_out});
    };
    for (const auto& invitation : all.now)
        for (const auto& person : invitation.people)
            add(invitation.shift, person, std::nullopt);
    for (const auto& out : all.left_out)
        add(out.shift, out.person, out.why);
    for (const auto& place : all.beyond)
        add(place.shift, place.person,
            context.t("es ist kein Platz mehr frei: Setz sie oder ihn im Plan woanders hin"_de));
    return questions;
}

bool is_asked(const Questions::value_type& person)
{
    return std::ranges::any_of(person.second, [](const Question& question) { return !question.left_out; });
}

void show_questions(html::Page& page, const Context& context, const asking::Fits& fits,
                    const Questions& questions)
{
    for (const auto& [number, some] : questions) {
        auto row = page.add("PERSON");
        row.set("NAME", fits.people()[number].data.name()).set("CHANNEL", fits.channel_text(number));
        for (const auto& question : some) {
            auto line = row.add("FOR");
            line.set("WHAT", shift_text(context, *question.open));
            if (question.left_out)
                line.add("LEFT_OUT")
                    .set("WHY_NOT", question.left_out->empty()
                                        ? context.t("kann dafür gerade nicht gefragt werden"_de)
                                        : *question.left_out);
        }
    }
}

Result<http::Response> asking_page(const Context& context, web::FormValues values,
                                   const std::vector<FieldError>& errors, const std::optional<Error>& refused)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto hosted = TRY(hosted_activity(reader, context, asked_activity(context)));
        const auto plan = store::plan_of(reader, context.network.id, hosted.activity);
        if (!plan || is_working(reader, context.network.id, *plan))
            return web::redirect(context, path_of(hosted.activity));
        const auto rosters = rosters_of(reader, context, hosted.activity);
        const auto all = to_be_asked(reader, context, hosted.activity, rosters);
        html::Page page;
        page.set("ACTIVITY", hosted.title).set("BACK_URL", context.url(path_of(hosted.activity)));
        page.show_if(all.now.empty(), "NOBODY");
        Questions questions;
        if (!all.now.empty() || !all.left_out.empty() || !all.beyond.empty()) {
            const asking::Fits fits(reader, context, shifts_of(rosters));
            questions = questions_for(context, fits, rosters, all);
            show_questions(page, context, fits, questions);
        }
        if (!all.now.empty()) {
            values.set("gesehen", mark_of(all.now));
            page.add("COUNT").set("COUNT_TEXT",
                                  i18n::translate_count(context.language, "Eine Person wird gefragt."_de,
                                                        "{1} Personen werden gefragt."_de,
                                                        std::ranges::count_if(questions, is_asked)));
            page.add("SOME").set("FORM", web::draw_form(context,
                                                        {.action = path_of(hosted.activity, "/fragen"),
                                                         .pattern = std::string(asking_pattern),
                                                         .submit = context.t("Jetzt alle fragen"_de)},
                                                        message_fields(context), values, errors));
        }
        web::show_refused(page, context, refused);
        return web::page(
            context,
            {.title = context.t("Jetzt fragen"_de), .crumbs = crumbs_below(context, hosted), .index = false},
            context.render("planning_asking", page), web::form_status(errors, refused));
    });
}

// What to say after that.
German told(const asking::Asking& asking)
{
    const bool is_by_hand = asking.by_phone + asking.by_letter > 0;
    if (asking.left_out > 0)
        return is_by_hand
                   ? "Gefragt ist, wer gerade gefragt werden darf. Wen ihr anrufen sollt und für wen ein "
                     "Brief zu drucken ist, steht hier."_de
                   : "Gefragt ist, wer gerade gefragt werden darf. Die Antworten kommen hier an."_de;
    return is_by_hand ? "Gefragt ist, wer eine E-Mail-Adresse hat. Wen ihr anrufen sollt und für wen ein "
                        "Brief zu drucken ist, steht hier."_de
                      : "Alle sind gefragt. Die Antworten kommen hier an."_de;
}

Result<http::Response> show_asking(Context& context)
{
    return asking_page(context, {}, {}, {});
}

Result<http::Response> post_asking(Context& context)
{
    const auto sent = web::read_form(context, message_fields(context));
    if (!sent.ok())
        return asking_page(context, sent.values, sent.errors, {});
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return ask(tx, context, asked_activity(context), sent.values.text("nachricht"),
                   sent.values.text("gesehen"));
    });
    if (!done && done.error().kind == Err::missing)
        return done.error();
    if (!done)
        return asking_page(context, sent.values, {}, done.error());
    return web::redirect_with_notice(context, path_of(asked_activity(context)), told(*done));
}

} // namespace

void add_asking_pages(web::Site& site)
{
    const auto hosts = web::Access::entry_editors();
    site.get(std::string(asking_pattern), hosts, show_asking);
    site.post(std::string(asking_pattern), hosts, post_asking);
}

} // namespace dorfnetz::planning
