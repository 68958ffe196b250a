#include "features/asking/fitting_mails.hpp"

#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/fitting.hpp"
#include "features/asking/mails.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/home.hpp"

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::size_t most_told = 5;

bool is_due(db::Reader& reader, const Context& context, const FittingPage& page)
{
    // A day of some hours' grace, so that a weekly mail stays on its weekday.
    if (page.mailed_at &&
        context.now() - *page.mailed_at < std::chrono::days(page.every_days) - std::chrono::hours(12))
        return false;
    const auto wish = store::wish_of(reader, context.network.id, page.person);
    return !wish || !wish->not_before || *wish->not_before <= context.today();
}

std::string hash_of(const Context& context, const std::vector<Fit>& fits)
{
    std::string text;
    for (const auto& fit : fits)
        text += fit.open.shift.id.text() + '\n';
    return web::keyed_hash(context.environment, "fitting-mail", text);
}

std::string text_for(db::Reader& reader, const Context& german, const FittingPage& page,
                     const people::Person& person, const std::vector<Fit>& fits)
{
    std::vector<std::string> lines{
        german.t("Hallo {1},"_de, {person.data.name()}),
        german.t(
            "hier wird gerade jemand gebraucht, und es passt zu dem, was du uns über dich gesagt hast:"_de)};
    for (const auto& fit : fits) {
        auto text = signups::title_of(fit.open) + '\n' + activities::shift_when_text(german, fit.open.shift);
        if (const auto place = signups::place_of(reader, german, fit.open.listed); !place.empty())
            text += '\n' + place;
        if (!fit.why.empty())
            text += '\n' + german.t("Passt, weil: {1}"_de, {fit.why});
        lines.push_back(std::move(text));
    }
    lines.push_back(german.t("Zusagen oder sagen, dass es nichts für dich ist:"_de) + '\n' +
                    german.absolute_url(path_of(german, page)));
    lines.push_back(german.t("Auf derselben Seite stellst du ein, ob und wie oft wir dir das schreiben."_de));
    return join(lines, "\n\n");
}

void tell(db::Tx& tx, const Context& german, const FittingPage& page)
{
    const auto person = still_there(tx, german, page.person);
    if (!person || person->data.email.empty() || !is_due(tx, german, page))
        return;
    const auto fits = what_fits(tx, german, *person, most_told);
    const auto what = hash_of(german, fits);
    if (fits.empty() || what == page.mailed_what ||
        !store::note_mailed(tx, german.network.id, page, what, german.now()))
        return;
    send_mail(tx, german, *person, german.t("Was zu dir passt"_de), text_for(tx, german, page, *person, fits),
              "fitting");
}

} // namespace

void mail_what_fits(const Context& context)
{
    const auto german = context.in(i18n::Language::de);
    const auto pages = german.pool().read([&](db::Reader& reader) {
        return web::is_at_home(german, reader) ? store::mailed_pages(reader, german.network.id)
                                               : std::vector<FittingPage>{};
    });
    for (const auto& page : pages)
        static_cast<void>(german.pool().write(german.scope(), [&](db::Tx& tx) -> Result<Done> {
            tell(tx, german, page);
            return Done{};
        }));
}

} // namespace dorfnetz::asking
