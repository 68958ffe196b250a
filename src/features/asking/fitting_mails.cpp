#include "features/asking/fitting_mails.hpp"

#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/fitting.hpp"
#include "features/asking/mails.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/home.hpp"

#include <algorithm>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::size_t most_told = 5;
constexpr std::size_t most_remembered = 60; // of what they were told of

bool is_due(db::Reader& reader, const Context& context, const FittingPage& page)
{
    // A day of some hours' grace, so that a weekly mail stays on its weekday.
    if (page.mailed_at &&
        context.now() - *page.mailed_at < std::chrono::days(page.every_days) - std::chrono::hours(12))
        return false;
    const auto wish = store::wish_of(reader, context.network.id, page.person);
    return !wish || !wish->not_before || *wish->not_before <= context.today();
}

// Enough of a hash to know it again.
std::string mark_of(const Context& context, const Fit& fit)
{
    return web::keyed_hash(context.environment, "fitting-mail", fit.open.shift.id.text()).substr(0, 16);
}

// What they were told of, the latest first; nothing if there is nothing new.
std::optional<std::string> told_now(const Context& context, const FittingPage& page,
                                    const std::vector<Fit>& fits)
{
    auto marks = split_list(page.mailed_what, " ");
    const auto before = marks.size();
    for (const auto& fit : fits)
        if (auto mark = mark_of(context, fit); std::find(marks.begin(), marks.end(), mark) == marks.end())
            marks.insert(marks.begin(), std::move(mark));
    if (marks.size() == before)
        return std::nullopt;
    marks.resize(std::min(marks.size(), most_remembered));
    return join(marks, " ");
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
        if (!fit.but.empty())
            text += '\n' + fit.but;
        lines.push_back(std::move(text));
    }
    lines.push_back(german.t("Zusagen oder sagen, dass es nichts für dich ist:"_de) + '\n' +
                    german.absolute_url(path_of(german, page)));
    lines.push_back(german.t("Auf derselben Seite stellst du ein, ob und wie oft wir dir das schreiben."_de));
    return join(lines, "\n\n");
}

struct Letter
{
    std::string told; // of what, as it is to be kept
    std::string text;
};

// Of merged entries the page moves at night.
std::optional<people::Person> recipient_of(db::Reader& reader, const Context& german, const FittingPage& page)
{
    auto person = still_there(reader, german, page.person);
    if (!person || person->id != page.person || !is_of_mailbox(german, page, *person))
        return std::nullopt;
    return person;
}

std::optional<Letter> letter_for(db::Reader& reader, const Context& german, const FittingPage& page)
{
    const auto person = recipient_of(reader, german, page);
    if (!person || !is_due(reader, german, page))
        return std::nullopt;
    const auto fits = what_fits(reader, german, *person, most_told);
    const auto told = told_now(german, page, fits);
    if (!told)
        return std::nullopt;
    return Letter{*told, text_for(reader, german, page, *person, fits)};
}

void send_letter(db::Tx& tx, const Context& german, const FittingPage& page, const Letter& letter)
{
    // They may have withdrawn, got another address, or been written to by another process, since it was
    // worked out.
    const auto person = recipient_of(tx, german, page);
    if (!person || !store::note_mailed(tx, german.network.id, page, letter.told, german.now()))
        return;
    send_mail(tx, german, *person, german.t("Was zu dir passt"_de), letter.text, "fitting",
              path_of(german, page) + std::string(unsubscribe_end));
}

} // namespace

void mail_what_fits(const Context& context, const std::function<bool()>& may_go_on)
{
    const auto german = context.in(i18n::Language::de);
    const auto pages = german.pool().read([&](db::Reader& reader) {
        return web::is_at_home(german, reader) ? store::mailed_pages(reader, german.network.id)
                                               : std::vector<FittingPage>{};
    });
    for (const auto& page : pages) {
        if (!may_go_on())
            return;
        const auto letter =
            german.pool().read([&](db::Reader& reader) { return letter_for(reader, german, page); });
        if (letter)
            static_cast<void>(german.pool().write(german.scope(), [&](db::Tx& tx) -> Result<Done> {
                send_letter(tx, german, page, *letter);
                return Done{};
            }));
    }
}

} // namespace dorfnetz::asking
