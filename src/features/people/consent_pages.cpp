#include "features/people/consents.hpp"
#include "features/people/merged.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"

namespace dorfnetz::people {

namespace {

using web::Context;

constexpr std::string_view withdraw_pattern = "/einwilligung/{token}";
constexpr std::string_view answer_pattern = "/einwilligung/antwort/{number}";
constexpr std::string_view parent_pattern = "/einwilligung/eltern/{number}";
constexpr std::string_view withdrawn_path = "/einwilligung/zurueckgenommen";
constexpr std::string_view given_path = "/einwilligung/gegeben";
constexpr std::string_view allowed_path = "/einwilligung/erlaubt"; // by a parent

http::Response public_page(const Context& context, German heading, const html::Safe& content)
{
    return web::page(context, {.title = context.t(heading), .index = false}, content);
}

// A page without a form: whoever follows the link of a mail by machine changes nothing.
Result<http::Response> show_withdrawal(Context& context)
{
    const auto id = person_of_withdrawal(context.environment, context.network.id, context.parameter("token"));
    if (!id)
        return Error{.kind = Err::missing};
    html::Page page;
    page.set("BUTTON",
             web::draw_button(context, {.action = "/einwilligung/" + std::string(context.parameter("token")),
                                        .pattern = std::string(withdraw_pattern),
                                        .submit = context.t("Ja, zurücknehmen"_de),
                                        .danger = true}));
    return public_page(context, "Einwilligung zurücknehmen"_de, context.render("consent_withdraw", page));
}

Result<http::Response> withdraw(Context& context)
{
    const auto id = person_of_withdrawal(context.environment, context.network.id, context.parameter("token"));
    if (!id)
        return Error{.kind = Err::missing};
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        // Whoever is erased already is told the same: nothing of them is left.
        if (was_erased(tx, context.network.id, *id))
            return Done{};
        auto withdrawn = withdraw_consent(tx, context.network.id, entry_now(tx, context.network.id, *id), {},
                                          the_person(context));
        if (!withdrawn && withdrawn.error().kind == Err::missing)
            return Error{.kind = Err::missing,
                         .text =
                             "Zu diesem Link gibt es keinen Eintrag mehr. Bekommst du noch Mails von uns, "
                             "dann nimm den Link aus der neuesten oder sag der Koordination Bescheid."_de};
        return withdrawn;
    }));
    return web::redirect(context, withdrawn_path);
}

std::optional<PersonId> asked_person(db::Reader& reader, const Context& context)
{
    return person_of_request(reader, context.network.id, context.parameter("number"));
}

Result<http::Response> show_answer(Context& context)
{
    const auto person =
        context.pool().read([&](db::Reader& reader) { return asked_person(reader, context); });
    if (!person)
        return Error{.kind = Err::missing};
    const auto button = [&](German text, const std::string& answer) {
        return web::draw_button(
            context,
            {.action = "/einwilligung/antwort/" + std::string(context.parameter("number")),
             .pattern = std::string(answer_pattern),
             .submit = context.t(text)},
            {{"antwort", answer}});
    };
    html::Page page;
    page.set("CONSENT_TEXT", asking_text(context.network.name, context.language))
        .set("YES_BUTTON", button("Ja, ihr dürft mich fragen"_de, "ja"))
        .set("NO_BUTTON", button("Nein, löscht meine Angaben"_de, "nein"));
    return public_page(context, "Dürfen wir dich fragen, wenn Hilfe gebraucht wird?"_de,
                       context.render("consent_answer", page));
}

Result<http::Response> take_answer(Context& context, const Elsewheres& elsewhere)
{
    const bool yes = context.form.text("antwort") == "ja";
    const auto taken = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = asked_person(tx, context);
        if (!person)
            return Error{.kind = Err::missing};
        if (!yes) {
            erase(tx, context.network.id, *person, elsewhere);
            return Done{};
        }
        return record_consent(tx, context.network.id, *person,
                              {.way = ConsentWay::web,
                               .given_on = context.today(),
                               .to = remember_asking_text(tx, wordings_of(context)),
                               .paper_number = std::string(context.parameter("number"))},
                              the_person(context));
    });
    TRY(taken);
    return web::redirect(context, yes ? given_path : erased_path);
}

// ---- The parent of somebody under 16 ----

Author the_parent(const Context& context)
{
    return {.clock = context.environment.clock,
            .random = context.environment.random,
            .name = i18n::translate(i18n::Language::de, "die Eltern"_de)};
}

std::optional<KnownParent> asked_parent(db::Reader& reader, const Context& context)
{
    return parent_by_number(reader, context.network.id, context.parameter("number"));
}

Result<http::Response> show_parent(Context& context)
{
    struct Asked
    {
        std::string name;
        std::vector<Consent> consents;
    };

    const auto asked = context.pool().read([&](db::Reader& reader) -> std::optional<Asked> {
        const auto parent = asked_parent(reader, context);
        const auto child = parent ? store::by_id(reader, context.network.id, parent->child) : std::nullopt;
        if (!child)
            return std::nullopt;
        return Asked{child->data.name(), consents_of(reader, context.network.id, child->id)};
    });
    if (!asked)
        return Error{.kind = Err::missing};
    const auto button = [&](German text, const std::string& answer) {
        return web::draw_button(context,
                                {.action = "/einwilligung/eltern/" + std::string(context.parameter("number")),
                                 .pattern = std::string(parent_pattern),
                                 .submit = context.t(text)},
                                {{"antwort", answer}});
    };
    html::Page page;
    page.set("HEADING", context.t("Darf {1} mitmachen?"_de, {asked->name}))
        .set("YES_BUTTON", button("Ja, einverstanden"_de, "ja"))
        .set("NO_BUTTON", button("Nein, löscht die Angaben"_de, "nein"));
    for (const auto& consent : asked->consents)
        if (!consent.withdrawn_at)
            page.add("CONSENT").set("CONSENT_TEXT", consent.text);
    return public_page(context, "Mitmachen unter 16"_de, context.render("consent_parent", page));
}

Result<http::Response> take_parents_answer(Context& context, const Elsewheres& elsewhere)
{
    const bool yes = context.form.text("antwort") == "ja";
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto parent = asked_parent(tx, context);
        if (!parent)
            return Error{.kind = Err::missing};
        if (yes)
            return parent_agrees(tx, context.network.id, parent->child, {}, the_parent(context));
        erase(tx, context.network.id, parent->child, elsewhere);
        return Done{};
    }));
    return web::redirect(context, yes ? allowed_path : erased_path);
}

web::Handler saying(German heading, German text)
{
    return [heading, text](Context& context) -> Result<http::Response> {
        html::Page page;
        page.set("HEADING", context.t(heading))
            .set("ICON", web::icon("check"))
            .set("TEXT", context.t(text))
            .set("START_URL", context.url("/"))
            .set("CONTACT_URL", context.url("/kontakt"));
        return public_page(context, heading, context.render("consent_done", page));
    };
}

} // namespace

void add_consent_pages(web::Site& site, const Elsewheres& elsewhere)
{
    const auto everyone = web::Access::everyone();
    site.get(std::string(withdraw_pattern), everyone, show_withdrawal);
    site.add(web::Route{.method = http::Method::post,
                        .pattern = std::string(withdraw_pattern),
                        .access = everyone,
                        .handler = withdraw,
                        .one_click = true});
    site.get(std::string(answer_pattern), everyone, show_answer);
    site.post(std::string(answer_pattern), everyone,
              [elsewhere](Context& context) { return take_answer(context, elsewhere); });
    site.get(std::string(parent_pattern), everyone, show_parent);
    site.post(std::string(parent_pattern), everyone,
              [elsewhere](Context& context) { return take_parents_answer(context, elsewhere); });
    site.get(std::string(withdrawn_path), everyone,
             saying("Das ist zurückgenommen"_de,
                    "Ab jetzt sieht deine Angaben niemand mehr außer der Koordination. In 30 Tagen sind sie "
                    "gelöscht. Danke, dass du dabei warst."_de));
    site.get(std::string(given_path), everyone,
             saying("Danke, schön, dass du dabei bist"_de,
                    "Wir melden uns, wenn es passt. Du gehst keine Verpflichtung ein."_de));
    site.get(
        std::string(allowed_path), everyone,
        saying(
            "Danke für euer Ja"_de,
            "Jetzt melden wir uns, wenn es passt. Wollt ihr es zurücknehmen, schreibt uns oder ruft an."_de));
    site.get(std::string(erased_path), everyone,
             saying("Die Angaben sind gelöscht"_de, "Mehr ist nicht zu tun."_de));
}

} // namespace dorfnetz::people
