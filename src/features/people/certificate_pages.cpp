#include "features/people/certificates.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

std::string certificate_pattern(std::string_view action)
{
    return fmt::format("{}/{{id}}/fuehrungszeugnis{}", list_path, action);
}

std::string certificate_path(const PersonId& id, std::string_view action)
{
    return fmt::format("{}/fuehrungszeugnis{}", person_path(id), action);
}

struct Holder
{
    Person person;
    std::optional<Certificate> certificate;
};

Result<Holder> holder_here(db::Reader& reader, const Context& context)
{
    auto person = TRY(visible_person(reader, context, PersonId(context.parameter("id"))));
    auto certificate = certificate_of(reader, context.network.id, person.id);
    return Holder{std::move(person), certificate};
}

std::vector<Field> certificate_fields(const Context& context)
{
    return {{.name = "eingesehen_am",
             .label = context.t("Wann hast du es gesehen?"_de),
             .input = Input::date,
             .required = true},
            {.name = "ausgestellt_am",
             .label = context.t("Datum des Zeugnisses"_de),
             .input = Input::date,
             .required = true},
            {.name = "eintrag",
             .label = context.t("Steht ein Eintrag nach § 72a SGB VIII darin?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{"nein", context.t("nein"_de)}, {"ja", context.t("ja"_de)}}},
            {.name = "taetig",
             .label = context.t("Ist die Person schon mit Kindern oder Jugendlichen tätig?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{"ja", context.t("ja"_de)},
                         {"noch_nicht",
                          context.t("Noch nicht: Fängt sie nicht an, wird es nach {1} Tagen gelöscht"_de,
                                    {std::to_string(days_until_activity)})}}}};
}

http::Response certificate_page(const Context& context, const Holder& holder, const FormValues& values,
                                const std::vector<FieldError>& errors)
{
    const auto& id = holder.person.id;
    html::Page page;
    page.set("NAME", holder.person.data.name())
        .set("FORM", web::draw_form(context,
                                    {.action = certificate_path(id, ""),
                                     .pattern = certificate_pattern(""),
                                     .submit = context.t("Eintragen"_de),
                                     .cancel = person_path(id)},
                                    certificate_fields(context), values, errors));
    if (const auto& known = holder.certificate) {
        auto values_of = page.add("KNOWN");
        const auto fact = [&](German label, const std::string& text) {
            values_of.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
        };
        const auto day = [&](Date date) {
            return i18n::format_date(context.region(), date, i18n::DateStyle::plain);
        };
        fact("Eingesehen am"_de, day(known->seen_on));
        fact("Datum des Zeugnisses"_de, day(known->issued_on));
        fact("Einschlägiger Eintrag"_de, context.t(known->has_relevant_entry ? "ja"_de : "nein"_de));
        fact(known->is_active ? "Wird gelöscht am"_de : "Wird gelöscht, wenn nichts beginnt, am"_de,
             day(known->deleted_on()));
        values_of
            .set("ACTIVE_BUTTON",
                 web::draw_button(context, {.action = certificate_path(id, "/taetig"),
                                            .pattern = certificate_pattern("/taetig"),
                                            .submit = context.t(known->is_active ? "Ist weiter tätig"_de
                                                                                 : "Ist jetzt tätig"_de)}))
            .set("DELETE_BUTTON", web::draw_button(context, {.action = certificate_path(id, "/loeschen"),
                                                             .pattern = certificate_pattern("/loeschen"),
                                                             .submit = context.t("Jetzt löschen"_de),
                                                             .danger = true}));
    }
    return web::page(context,
                     {.title = context.t("Führungszeugnis"_de), .crumbs = crumbs_of(context), .index = false},
                     context.render("certificate", page), errors.empty() ? 200 : 422);
}

Result<http::Response> show_certificate(Context& context)
{
    const auto holder =
        TRY(context.pool().read([&](db::Reader& reader) { return holder_here(reader, context); }));
    return certificate_page(context, holder, {}, {});
}

Result<http::Response> save_certificate(Context& context)
{
    const auto holder =
        TRY(context.pool().read([&](db::Reader& reader) { return holder_here(reader, context); }));
    const auto sent = web::read_form(context, certificate_fields(context));
    if (!sent.ok())
        return certificate_page(context, holder, sent.values, sent.errors);
    const auto saved = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
        const auto seen_on = *sent.values.date("eingesehen_am");
        return record_certificate(tx, context.network.id, holder.person.id,
                                  {.seen_on = seen_on,
                                   .issued_on = *sent.values.date("ausgestellt_am"),
                                   .has_relevant_entry = sent.values.text("eintrag") == "ja",
                                   .is_active = sent.values.text("taetig") == "ja",
                                   .last_active_on = seen_on},
                                  author_of(context));
    });
    if (!saved && saved.error().kind == Err::invalid)
        return certificate_page(context, holder, sent.values, saved.error().fields);
    TRY(saved);
    return web::redirect_with_notice(context, certificate_path(holder.person.id, ""), "Eingetragen."_de);
}

Result<http::Response> confirm_activity(Context& context)
{
    const auto done = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(holder_here(tx, context)).person;
        return still_active(tx, context.network.id, person.id, author_of(context));
    });
    TRY(done);
    return web::redirect_with_notice(context, certificate_path(PersonId(context.parameter("id")), ""),
                                     "Eingetragen. Sechs Monate lang bleibt es stehen."_de);
}

Result<http::Response> remove_certificate(Context& context)
{
    const auto done = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(holder_here(tx, context)).person;
        delete_certificate(tx, context.network.id, person.id, author_of(context));
        return Done{};
    });
    TRY(done);
    return web::redirect_with_notice(context, certificate_path(PersonId(context.parameter("id")), ""),
                                     "Gelöscht."_de);
}

} // namespace

void add_certificate_pages(web::Site& site)
{
    const auto coordinator = web::Access::coordinator();
    site.get(certificate_pattern(""), coordinator, show_certificate);
    site.post(certificate_pattern(""), coordinator, save_certificate);
    site.post(certificate_pattern("/taetig"), coordinator, confirm_activity);
    site.post(certificate_pattern("/loeschen"), coordinator, remove_certificate);
}

} // namespace dorfnetz::people
