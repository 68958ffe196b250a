#include "accounts/desk.hpp"
#include "features/joining/joining_pages.hpp"
#include "features/joining/offers.hpp"
#include "features/joining/papers.hpp"
#include "foundation/http/codec.hpp"

#include <algorithm>

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view number_path = "/redaktion/papier";
constexpr std::string_view typing_pattern = "/redaktion/papier/{number}";

std::string typing_path(std::string_view number)
{
    return std::string(number_path) + '/' + http::percent_encode(number);
}

std::vector<web::Crumb> crumbs(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"}};
}

std::vector<web::Crumb> crumbs_below(const Context& context)
{
    auto path = crumbs(context);
    path.push_back({context.t("Papier eintippen"_de), std::string(number_path)});
    return path;
}

// ---- Which form ----

std::vector<Field> number_fields(const Context& context)
{
    return {{.name = "nummer",
             .label = context.t("Formular-Nr."_de),
             .required = true,
             .help = context.t("Sie steht oben auf dem Blatt, zum Beispiel KR-2026-0042."_de),
             .longest = 40,
             .autocomplete = "off"}};
}

http::Response number_page(const Context& context, const web::FormValues& values,
                           const std::vector<FieldError>& errors, int status = 200)
{
    const auto form = web::draw_form(context,
                                     {.action = std::string(number_path),
                                      .submit = context.t("Weiter"_de),
                                      .cancel = "/redaktion",
                                      .other_label = context.t("Leere Blätter drucken"_de),
                                      .other_path = "/mitmachen/papier"},
                                     number_fields(context), values, errors);
    return web::page(
        context, {.title = context.t("Papier eintippen"_de), .crumbs = crumbs(context), .index = false},
        simple_content(context, context.t("Papier eintippen"_de),
                       context.t("Tipp ab, was jemand mit der Hand ausgefüllt hat. Es fängt mit der "
                                 "Nummer des Blatts an."_de),
                       form),
        status);
}

// The form, if it was printed for a village in which the actor enters people.
Result<PaperForm> visible_paper(db::Reader& reader, const Context& context, std::string_view number)
{
    auto paper = paper_by_number(reader, context.network.id, number);
    if (!paper || !people::may_record(context.actor, paper->village))
        return Error{.kind = Err::missing,
                     .text = "Diese Nummer kennen wir nicht. Vergleich sie mit dem Blatt."_de};
    return std::move(*paper);
}

Result<http::Response> show_number(Context& context)
{
    return number_page(context, {}, {});
}

Result<http::Response> take_number(Context& context)
{
    const auto sent = web::read_form(context, number_fields(context));
    if (!sent.ok())
        return number_page(context, sent.values, sent.errors, 422);
    const auto paper = context.pool().read(
        [&](db::Reader& reader) { return visible_paper(reader, context, sent.values.text("nummer")); });
    if (!paper)
        return number_page(context, sent.values, {{"nummer", paper.error().text}}, 422);
    return web::redirect(context, typing_path(paper->number));
}

// ---- The mask ----

// What the signature stands for, whatever was ticked: the wording of the register, which in former times
// asked for more than one thing at once.
std::vector<people::AgreedText> agreed_on(const PaperForm& paper, const std::vector<people::Purpose>& ticked)
{
    const auto signed_text =
        std::find_if(paper.agreed.begin(), paper.agreed.end(), [](const people::AgreedText& text) {
            return text.purpose == people::Purpose::register_;
        });
    std::vector<people::AgreedText> agreed;
    for (const auto& text : paper.agreed)
        if ((signed_text != paper.agreed.end() && text.hash == signed_text->hash) ||
            std::find(ticked.begin(), ticked.end(), text.purpose) != ticked.end())
            agreed.push_back(text);
    return agreed;
}

std::vector<Field> typing_fields(const Context& context, const PaperForm& paper)
{
    auto fields = shared_fields(context, people::Audience::editor);
    fields.push_back(
        {.name = "unterschrieben", .label = context.t("Unterschrift"_de), .input = Input::heading});
    const auto signed_for = agreed_on(paper, {});
    for (const auto& text : paper.agreed)
        if (std::find(signed_for.begin(), signed_for.end(), text) == signed_for.end()) {
            auto box = people::consent_box(context, text.purpose);
            box.label =
                context.t("Angekreuzt: {1}"_de, {people::purpose_label(text.purpose, context.language)});
            fields.push_back(std::move(box));
        }
    auto age = age_field(context);
    age.label = context.t("Alter"_de);
    fields.push_back(std::move(age));
    fields.push_back({.name = "unterschrift",
                      .label = context.t("Unterschrift liegt vor"_de),
                      .input = Input::yes,
                      .required = true,
                      .help = context.t("Heb das Blatt auf: Es ist der Nachweis der Einwilligung."_de)});
    fields.push_back({.name = "unterschrieben_am",
                      .label = context.t("Datum der Unterschrift"_de),
                      .input = Input::date,
                      .required = true});
    fields.push_back(
        {.name = "eltern", .label = context.t("Nur unter 16: die Eltern"_de), .input = Input::fold});
    fields.push_back({.name = "eltern_unterschrift",
                      .label = context.t("Unterschrift der Eltern liegt vor"_de),
                      .input = Input::yes});
    for (auto& field : people::parent_fields(context))
        fields.push_back(std::move(field));
    return fields;
}

struct Typed
{
    web::FormValues values = {};
    std::vector<FieldError> errors = {};
    std::vector<people::Duplicate> alike = {}; // whom the actor may see
};

http::Response typing_page(const Context& context, const PaperForm& paper, const Typed& typed,
                           int status = 200)
{
    auto fields = typing_fields(context, paper);
    html::Safe content;
    if (!typed.alike.empty()) {
        content += people::alike_list(context, typed.alike);
        fields.push_back({.name = "trotzdem",
                          .label = context.t("Das ist jemand anderes. Trotzdem eintragen."_de),
                          .input = Input::yes});
    }
    content += web::draw_form(context,
                              {.action = typing_path(paper.number),
                               .pattern = std::string(typing_pattern),
                               .submit = context.t("Eintragen"_de),
                               .cancel = std::string(number_path),
                               .keeps_draft = true},
                              fields, typed.values, typed.errors);
    return web::page(context, {.title = paper.number, .crumbs = crumbs_below(context), .index = false},
                     simple_content(context, context.t("Blatt {1} abtippen"_de, {paper.number}),
                                    context.t("Was auf dem Blatt leer ist, bleibt auch hier leer."_de),
                                    content),
                     status);
}

Result<PaperForm> asked_paper(const Context& context)
{
    return context.pool().read(
        [&](db::Reader& reader) { return visible_paper(reader, context, context.parameter("number")); });
}

// Somebody was faster, or the sheet was copied; either way the work goes on with another one.
http::Response already_typed_in(const Context& context, const PaperForm& paper)
{
    html::Page page;
    page.set("HEADING", paper.number)
        .set("NUMBER_URL", context.url(number_path))
        .set("PEOPLE_URL", context.url("/redaktion/engagierte"))
        .set("DESK_URL", context.url("/redaktion"));
    return web::page(context, {.title = paper.number, .crumbs = crumbs_below(context), .index = false},
                     context.render("joining_typed_in", page), web::status_of(Err::conflict));
}

Result<http::Response> show_mask(Context& context)
{
    const auto paper = TRY(asked_paper(context));
    if (paper.typed_in_at)
        return already_typed_in(context, paper);
    web::FormValues values;
    values.set("dorf", paper.village.text());
    return typing_page(context, paper, {.values = std::move(values)});
}

void check_typed(const Context& context, web::SentForm& sent)
{
    for (auto& problem : people::special_fields_problems(sent.values))
        sent.errors.push_back(std::move(problem));
    if (is_under_age(sent.values))
        for (auto& problem : people::parent_problems(sent.values))
            if (problem.field == "eltern_name" || !sent.values.has("eltern_unterschrift"))
                sent.errors.push_back(std::move(problem));
    say_instead(
        sent.errors, "unterschrift",
        "Ohne Unterschrift dürfen wir nichts aufheben. Bitte die Person, das Blatt zu unterschreiben."_de);
    if (const auto day = sent.values.date("unterschrieben_am"); day && *day > context.today())
        sent.errors.push_back({"unterschrieben_am", "Dieser Tag kommt erst noch."_de});
}

Result<http::Response> take_mask(Context& context)
{
    const auto paper = TRY(asked_paper(context));
    if (paper.typed_in_at)
        return already_typed_in(context, paper);
    auto sent = web::read_form(context, typing_fields(context, paper));
    check_typed(context, sent);
    if (!sent.ok())
        return typing_page(context, paper, {.values = sent.values, .errors = sent.errors}, 422);
    const auto draft = people::entry_from(sent.values, {});
    std::optional<people::Parent> parent;
    if (is_under_age(sent.values)) {
        parent = people::parent_from(sent.values);
        parent->has_agreed = sent.values.has("eltern_unterschrift");
    }
    if (context.form.text("trotzdem").empty())
        if (auto alike = people::visible_duplicates(context, draft); !alike.empty())
            return typing_page(context, paper, {.values = sent.values, .alike = std::move(alike)}, 409);
    const auto entered = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(mark_typed_in(tx, context.network.id, paper.number, context.now()));
        const auto id = TRY(people::create_and_compare_later(
            tx, context.network.id,
            {.data = draft,
             .origin = people::Origin::paper,
             .consent = people::ConsentDraft{.way = people::ConsentWay::paper,
                                             .given_on = *sent.values.date("unterschrieben_am"),
                                             .to = agreed_on(paper, people::ticked_purposes(sent.values)),
                                             .paper_number = paper.number,
                                             .parent_name = parent && parent->has_agreed ? parent->name : ""},
             .parent = parent},
            people::author_of(context)));
        return people::ask_parent(tx, context, id);
    });
    if (!entered && entered.error().kind == Err::invalid)
        return typing_page(context, paper, {.values = sent.values, .errors = entered.error().fields}, 422);
    if (!entered && entered.error().kind == Err::conflict)
        return already_typed_in(context, paper);
    TRY(entered);
    return web::redirect_with_notice(context, number_path, "Eingetragen. Das nächste Blatt?"_de);
}

} // namespace

void add_typing_pages(web::Site& site)
{
    const auto editors = web::Access::editors();
    site.get(std::string(number_path), editors, show_number);
    site.post(std::string(number_path), editors, take_number);
    site.get(std::string(typing_pattern), editors, show_mask);
    site.post(std::string(typing_pattern), editors, take_mask);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 32,
                                  .path = std::string(number_path),
                                  .label = "Papier eintippen"_de,
                                  .access = editors,
                                  .group = accounts::desk_group::people});
}

} // namespace dorfnetz::joining
