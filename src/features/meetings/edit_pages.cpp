#include "features/meetings/meeting_form.hpp"
#include "features/meetings/meetings_service.hpp"

// A new meeting.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::FormValues;

constexpr std::string_view new_path = "/redaktion/treffen/neu";

Result<FormGround> ground_of_new(const Context& context)
{
    auto ground = context.pool().read([&](db::Reader& reader) { return form_ground(context, reader); });
    if (ground.kinds.empty())
        return Error{.kind = Err::missing};
    return ground;
}

http::Response new_page(const Context& context, const FormGround& ground, const FormValues& values,
                        const std::vector<FieldError>& errors)
{
    html::Page page;
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(new_path),
                                     .submit = context.t("Weiter"_de),
                                     .cancel = std::string(desk_path),
                                     .keeps_draft = true},
                                    fields_of_form(context, ground), values, errors));
    return web::page(
        context, {.title = context.t("Neues Treffen"_de), .crumbs = crumbs_of(context), .index = false},
        context.render("meeting_new", page), errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_new(Context& context)
{
    const auto ground = TRY(ground_of_new(context));
    auto values = values_of({.audience = rules_of(context.network).audience});
    values.set("art", ground.kinds.front().value);
    return new_page(context, ground, values, {});
}

Result<http::Response> post_new(Context& context)
{
    const auto ground = TRY(ground_of_new(context));
    auto sent = web::read_form(context, fields_of_form(context, ground));
    const auto draft = draft_from(sent.values, {}, sent.errors);
    if (!sent.ok())
        return new_page(context, ground, sent.values, sent.errors);
    const auto created = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<std::string> {
        const auto id = TRY(create(tx, context, draft));
        const auto meeting = meeting_by_id(tx, context.network.id, id).value();
        return desk_path_of(meeting);
    });
    if (created)
        return web::redirect_with_notice(context, *created, "Gespeichert. Jetzt die Tagesordnung."_de);
    if (created.error().kind != Err::invalid)
        return created.error();
    return new_page(context, ground, sent.values, created.error().fields);
}

} // namespace

void add_edit_pages(web::Site& site)
{
    site.get(std::string(new_path), web::Access::signed_in(), show_new);
    site.post(std::string(new_path), web::Access::signed_in(), post_new);
}

} // namespace dorfnetz::meetings
