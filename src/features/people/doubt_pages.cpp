#include "features/people/doubts.hpp"
#include "features/people/people_pages.hpp"

// What is perhaps of people who were erased: the coordinator decides.
namespace dorfnetz::people {

namespace {

using web::Context;

html::Safe decision_button(const Context& context, const Doubt& doubt, German label, std::string_view what)
{
    return web::draw_button(
        context,
        {.action = std::string(doubts_path), .submit = context.t(label), .danger = what == "loeschen"},
        {{"ort", doubt.place}, {"was_dort", doubt.key}, {"was", std::string(what)}});
}

Result<http::Response> show_doubts(Context& context, const Elsewheres& elsewhere)
{
    const auto doubts =
        context.pool().read([&](db::Reader& reader) { return open_doubts(reader, context, elsewhere); });
    html::Page page;
    page.show_if(doubts.empty(), "NOTHING");
    for (const auto& doubt : doubts) {
        auto side = page.add("DOUBT");
        for (const auto& [label, text] : doubt.facts)
            if (!text.empty())
                side.add("FACT").set("LABEL", label).set("TEXT", text);
        side.set("ERASE_BUTTON", decision_button(context, doubt, "Ja, löschen"_de, "loeschen"))
            .set("KEEP_BUTTON", decision_button(context, doubt, "Nein, jemand anders"_de, "behalten"));
    }
    return web::page(context,
                     {.title = context.t("Auch gelöscht?"_de), .crumbs = crumbs_of(context), .index = false},
                     context.render("erasure_doubts", page));
}

Result<http::Response> decide_doubt(Context& context, const Elsewheres& elsewhere)
{
    const auto what = context.form.text("was");
    if (what != "loeschen" && what != "behalten")
        return Error{.kind = Err::invalid, .text = "Wähl eines von beiden."_de};
    const auto decision = what == "loeschen" ? Decision::erase : Decision::keep;
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) {
        return decide(tx, context, elsewhere, context.form.text("ort"), context.form.text("was_dort"),
                      decision);
    }));
    return web::redirect_with_notice(context, doubts_path,
                                     decision == Decision::erase ? "Das ist auch gelöscht."_de
                                                                 : "Gemerkt: Das bleibt."_de);
}

} // namespace

void add_doubt_pages(web::Site& site, const Elsewheres& elsewhere)
{
    site.get(std::string(doubts_path), web::Access::coordinator(),
             [elsewhere](Context& context) { return show_doubts(context, elsewhere); });
    site.post(std::string(doubts_path), web::Access::coordinator(),
              [elsewhere](Context& context) { return decide_doubt(context, elsewhere); });
}

} // namespace dorfnetz::people
