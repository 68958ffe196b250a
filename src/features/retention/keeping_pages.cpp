#include "features/retention/retention.hpp"
#include "features/retention/retention_pages.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

// Where somebody says, by a link in a mail and without an account, that the entry is to stay.
namespace dorfnetz::retention {

namespace {

using web::Context;

constexpr std::string_view pattern = "/behalten/{token}";
constexpr std::string_view done_path = "/behalten/danke";

http::Response plain_page(const Context& context, std::string_view heading, std::string_view text,
                          const html::Safe& button)
{
    html::Page page;
    page.set("HEADING", heading).set("TEXT", text).set("BUTTON", button);
    if (button.empty())
        page.add("DONE").set("START_URL", context.url("/"));
    return web::page(context, {.title = std::string(heading), .index = false},
                     context.render("retention_keep", page));
}

Error dead_link()
{
    return {.kind = Err::missing,
            .text = "Dieser Link gilt nicht mehr. Vielleicht hast du schon geantwortet."_de};
}

// A mail program may fetch the link by itself, so the page only asks.
Result<http::Response> ask(Context& context)
{
    const auto person = context.pool().read(
        [&](db::Reader& reader) { return person_of_link(reader, context, context.parameter("token")); });
    if (!person)
        return dead_link();
    return plain_page(
        context, context.t("Soll dein Eintrag bleiben?"_de),
        context.t("Dann fragen wir dich weiter, wenn Hilfe gebraucht wird."_de),
        web::draw_button(context, {.action = "/behalten/" + std::string(context.parameter("token")),
                                   .pattern = std::string(pattern),
                                   .submit = context.t("Ja, bitte behalten"_de)}));
}

Result<http::Response> answer(Context& context)
{
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = person_of_link(tx, context, context.parameter("token"));
        if (!person)
            return dead_link();
        return keep_entry(tx, context, *person);
    }));
    return web::redirect(context, done_path);
}

Result<http::Response> thank(Context& context)
{
    return plain_page(context, context.t("Danke, dein Eintrag bleibt."_de),
                      context.t("Du musst nichts weiter tun."_de), html::Safe());
}

} // namespace

void add_keeping_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.get(std::string(done_path), everyone, thank);
    site.get(std::string(pattern), everyone, ask,
             [](db::Reader&, const web::Network&) { return std::vector<std::string>{}; });
    site.post(std::string(pattern), everyone, answer);
}

} // namespace dorfnetz::retention
