#include "accounts/desk.hpp"
#include "accounts/pages.hpp"
#include "accounts/weekly_mail.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::accounts {

namespace {

using web::Context;

constexpr std::string_view mail_path = "/redaktion/wochenmail";

std::string greeting(const Context& context)
{
    const auto first_name = context.actor.name.substr(0, context.actor.name.find(' '));
    const auto midnight = i18n::local_time(context.region(), context.today(), std::chrono::minutes(0));
    const auto hour = std::chrono::floor<std::chrono::hours>(context.now() - midnight).count();
    if (hour < 11)
        return context.t("Guten Morgen, {1}"_de, {first_name});
    return hour < 18 ? context.t("Guten Tag, {1}"_de, {first_name})
                     : context.t("Guten Abend, {1}"_de, {first_name});
}

// Everything this person may open here, by name: the menu above is folded.
void show_ways(html::Page& values, const Context& context)
{
    for (const auto& [heading, entries] : context.site.desk_groups(context.actor)) {
        if (heading.empty()) // this page itself
            continue;
        auto group = values.add("WAYS");
        group.set("GROUP_NAME", context.t(heading));
        for (const auto& entry : entries)
            group.add("WAY").set("WAY_URL", context.url(entry.path)).set("LABEL", context.t(entry.label));
    }
}

std::string_view class_of(web::Waiting::State state)
{
    switch (state) {
    case web::Waiting::State::late:
        return "late";
    case web::Waiting::State::done:
        return "done";
    case web::Waiting::State::open:
        break;
    }
    return "new";
}

void show_waiting(html::Values& values, const Context& context, const web::Waiting& waiting)
{
    auto item = values.add("ITEM");
    item.set("STATE", class_of(waiting.state))
        .set("COUNT", i18n::format_number(context.language, waiting.count))
        .set("HEADING", waiting.heading)
        .set("TEXT", waiting.text)
        .set("ITEM_URL", context.url(waiting.path))
        .set("LINK", waiting.link);
    if (waiting.oldest)
        item.add("AGE").set("AGE_TEXT", age_text(context.language, *waiting.oldest, context.now()));
}

// For those who get the mail on Mondays, or have said that they do not want it.
html::Safe mail_switch(const Context& context, bool wants_mail)
{
    if (!web::Access::editors().allows(context.actor))
        return {};
    return web::draw_button(context,
                            {.action = std::string(mail_path),
                             .submit = wants_mail ? context.t("Wochenmail abbestellen"_de)
                                                  : context.t("Wochenmail bestellen"_de)},
                            {{"will", wants_mail ? "nein" : "ja"}});
}

Result<http::Response> switch_mail(Context& context)
{
    const auto wanted = context.form.text("will") == "ja" ? Wanted::yes : Wanted::no;
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        set_weekly_mail(tx, context.network.id, context.actor.user, wanted);
        return Done{};
    }));
    return web::redirect_with_notice(context, "/redaktion",
                                     wanted == Wanted::yes ? "Die Mail kommt montags, wenn etwas wartet."_de
                                                           : "Die Wochenmail ist abbestellt."_de);
}

Result<http::Response> show_desk(Context& context)
{
    bool wants_mail = true;
    const auto waiting = context.pool().read([&](db::Reader& reader) {
        wants_mail = wants_weekly_mail(reader, context.network.id, context.actor.user);
        return context.site.waiting(context, reader);
    });
    html::Page values;
    values.set("GREETING", greeting(context))
        .set("MAIL_SWITCH", mail_switch(context, wants_mail))
        .set("SIGN_OUT",
             web::draw_button(context, {.action = "/abmelden", .submit = context.t("Abmelden"_de)}));
    show_ways(values, context);
    if (waiting.empty()) {
        values.show("NOTHING");
    } else {
        auto list = values.add("WAITING");
        for (const auto& each : waiting)
            show_waiting(list, context, each);
    }
    return web::page(context, {.title = context.t("Schreibtisch"_de), .index = false},
                     context.render("desk", values));
}

} // namespace

std::string age_text(i18n::Language language, Timestamp since, Timestamp now)
{
    const auto days = std::chrono::floor<std::chrono::days>(now - since).count();
    return days < 1 ? i18n::translate(language, "Seit heute."_de)
                    : i18n::translate_count(language, "Seit einem Tag."_de, "Am längsten seit {1} Tagen."_de,
                                            days);
}

void register_desk_page(web::Site& site)
{
    site.get("/redaktion", web::Access::signed_in(), show_desk);
    site.post(std::string(mail_path), web::Access::editors(), switch_mail);
}

} // namespace dorfnetz::accounts
