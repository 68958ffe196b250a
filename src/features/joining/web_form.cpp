#include "features/joining/joining_pages.hpp"

#include <algorithm>

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;
using web::Input;

// The fields of the paper in the order of the web page. What one needs to be asked stands open; the rest is
// folded away, so that two minutes are enough.
class Arrangement
{
public:
    explicit Arrangement(std::vector<Field> fields) : m_fields(std::move(fields)) {}

    void part(Input input, std::string label)
    {
        m_arranged.push_back({.name = {}, .label = std::move(label), .input = input});
    }

    Field& field(std::string_view name)
    {
        const auto found = std::find_if(m_fields.begin(), m_fields.end(),
                                        [&](const Field& field) { return field.name == name; });
        if (found == m_fields.end())
            throw std::logic_error("no such field in the form: " + std::string(name));
        m_arranged.push_back(std::move(*found));
        m_fields.erase(found);
        return m_arranged.back();
    }

    void fields(std::initializer_list<std::string_view> names)
    {
        for (const auto name : names)
            field(name);
    }

    // Everything; a field that nobody placed would not be asked for.
    std::vector<Field> all() &&
    {
        for (const auto& field : m_fields)
            if (field.input != Input::heading)
                throw std::logic_error("the form has no place for: " + field.name);
        return std::move(m_arranged);
    }

private:
    std::vector<Field> m_fields;
    std::vector<Field> m_arranged;
};

void arrange_essentials(Arrangement& form, const Context& context)
{
    form.part(Input::heading, context.t("Wer bist du?"_de));
    form.fields({"vorname", "nachname", "dorf"});
    form.part(Input::heading, context.t("Wie erreichen wir dich?"_de));
    form.part(Input::note, context.t("Telefon oder E-Mail: Eins von beiden genügt."_de));
    auto& phone = form.field("telefon");
    phone.help = context.t("Festnetz oder Handy. Dein Netzwerkverein oder die Koordination ruft dich an."_de);
    phone.mark_optional = false;
    auto& mail = form.field("mail");
    mail.help = context.t("Wir schicken dir einen Link, mit dem du bestätigst."_de);
    mail.mark_optional = false;
    form.part(Input::heading, context.t("Was machst du gern?"_de));
    form.field("aufgaben").label = context.t("Tipp an, was dir liegt"_de);
}

void arrange_the_rest(Arrangement& form, const Context& context)
{
    form.part(Input::heading, context.t("Noch mehr, wenn du magst"_de));
    form.part(Input::fold, context.t("Was du besonders gut kannst"_de));
    form.fields({"koennen", "felder", "ja_special_fields", "notiz"});
    form.part(Input::fold, context.t("Wo und wann du helfen willst"_de));
    form.fields({"gebiet_doerfer", "umkreis_km", "ueberall", "unterwegs", "zeiten", "stunden"});
    form.part(Input::fold, context.t("Anschrift, zweite Nummer, Sprachen"_de));
    form.fields({"weg", "mobil", "strasse", "plz", "ort", "sprachen"});
}

} // namespace

std::vector<Field> web_fields(const Context& context)
{
    Arrangement form(shared_fields(context, people::Audience::stranger));
    arrange_essentials(form, context);
    arrange_the_rest(form, context);
    auto fields = std::move(form).all();
    fields.push_back({.name = "zum_schluss", .label = context.t("Zum Schluss"_de), .input = Input::heading});
    auto age = age_field(context);
    age.help = context.t("Bist du jünger als 16, füll ganz unten auch den Teil für deine Eltern aus."_de);
    fields.push_back(std::move(age));
    fields.push_back(
        {.name = "kaestchen",
         .label =
             context.t("Ohne das erste Ja dürfen wir nichts aufheben. Über alles andere entscheidest du."_de),
         .input = Input::note});
    fields.push_back(people::consent_box(context, people::Purpose::register_));
    fields.push_back(people::consent_box(context, people::Purpose::lead_contact));
    fields.push_back(
        {.name = "mehr", .label = context.t("Was du sonst erlauben magst"_de), .input = Input::fold});
    for (const auto purpose : people::offered_purposes)
        if (purpose != people::Purpose::lead_contact)
            fields.push_back(people::consent_box(context, purpose));
    fields.push_back(
        {.name = "eltern", .label = context.t("Nur, wenn du jünger als 16 bist"_de), .input = Input::fold});
    for (auto& field : people::parent_fields(context))
        fields.push_back(std::move(field));
    return fields;
}

Field age_field(const Context& context)
{
    return {.name = "alter",
            .label = context.t("Wie alt bist du?"_de),
            .input = Input::one_of,
            .required = true,
            .choices = {{"16", context.t("16 oder älter"_de)},
                        {std::string(under_age_value), context.t("jünger als 16"_de)}}};
}

} // namespace dorfnetz::joining
