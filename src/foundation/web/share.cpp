#include "foundation/web/share.hpp"

#include "foundation/http/codec.hpp"

namespace dorfnetz::web {

namespace {

html::Url mail_with(const std::string& subject, const std::string& text)
{
    return html::Url::mailto("?subject=" + http::percent_encode(subject) +
                             "&body=" + http::percent_encode(text));
}

// As people read it from paper: without the scheme.
std::string spoken_address(const std::string& address)
{
    const auto start = address.find("://");
    return start == std::string::npos ? address : address.substr(start + 3);
}

} // namespace

html::Safe share_row(const Context& context, const Shared& shared)
{
    const auto address = context.absolute_url(shared.path);
    html::Page page;
    page.set("COPY_URL", context.url(shared.path))
        .set("COPY_ICON", icon("copy"))
        .set("MAIL_URL", mail_with(shared.title + " – " + context.network.name, address))
        .set("MAIL_ICON", icon("mail"))
        .set("WHATSAPP_URL", *html::Url::foreign("https://wa.me/?text=" +
                                                 http::percent_encode(shared.title + ": " + address)))
        .set("SHARE_ICON", icon("share"))
        .set("POSTER_URL", context.url(shared.path + std::string(poster_end)))
        .set("PRINT_ICON", icon("print"));
    return context.render("share", page);
}

html::Safe calendar_address(const Context& context, const std::string& path, const html::Safe& end_button,
                            bool is_main)
{
    const auto address = context.absolute_url(path);
    html::Page page;
    page.set("ADDRESS", address)
        .set("COPY_URL", context.url(path))
        .set("COPY_ICON", icon("copy"))
        .set("SUBSCRIBE_URL", html::Url::webcal(address))
        .set("SUBSCRIBE_ICON", icon("calendar"))
        .set("END_BUTTON", end_button)
        .show_if(!is_main, "QUIET");
    return context.render("calendar_address", page);
}

http::Response poster_page(const Context& context, const Shared& shared, std::vector<Crumb> crumbs)
{
    const auto address = context.absolute_url(shared.path);
    html::Page page;
    page.set("TITLE", shared.title)
        .set("LEAD", shared.lead)
        .set("NETWORK", context.network.name)
        .set("CODE", html::qr_code(address, context.t("QR-Code: {1}"_de, {address})))
        .set("ADDRESS", spoken_address(address))
        .set("PRINT_ICON", icon("print"));
    for (const auto& line : shared.more)
        page.add("MORE").set("LINE", line);
    crumbs.push_back({shared.title, shared.path});
    return web::page(context, {.title = context.t("Aushang"_de), .crumbs = std::move(crumbs), .index = false},
                     context.render("poster", page));
}

} // namespace dorfnetz::web
