#include "features/signups/words.hpp"

#include "foundation/core/text.hpp"

namespace dorfnetz::signups {

using activities::NeedKind;
using web::Context;

std::string status_text(const Context& context, const Signup& signup)
{
    switch (signup.status) {
    case Status::requested:
        return context.t(signup.is_choice() ? "hat zu dieser Zeit schon etwas anderes zugesagt"_de
                                            : "wartet auf euer Ja"_de);
    case Status::confirmed:
        return context.t("zugesagt"_de);
    case Status::waitlisted:
        return context.t("auf der Warteliste"_de);
    case Status::declined:
        return context.t("nicht gebraucht"_de);
    case Status::cancelled:
        return context.t("abgesagt"_de);
    case Status::attended:
        return context.t("war da"_de);
    case Status::absent:
        return context.t("kam nicht"_de);
    }
    return {};
}

std::string word_text(const Context& context, Word word)
{
    switch (word) {
    case Word::none:
        return {};
    case Word::late:
        return context.t("kommt später"_de);
    case Word::ill:
        return context.t("ist krank"_de);
    case Word::on_the_way:
        return context.t("ist unterwegs"_de);
    }
    return {};
}

std::string places_text(const Context& context, const activities::Shift& shift, const activities::Need& need)
{
    const auto free_places = shift.free_places();
    if (need.draft.kind == NeedKind::thing)
        return free_places > 0 ? context.t("{1} von {2} sind zugesagt"_de,
                                           {i18n::format_number(context.language, shift.taken),
                                            i18n::format_number(context.language, shift.most)})
                               : context.t("alles zugesagt"_de);
    return free_places > 0 ? i18n::translate_count(context.language, "noch ein Platz frei"_de,
                                                   "noch {1} Plätze frei"_de, free_places)
                           : context.t("alle Plätze vergeben"_de);
}

std::string conditions_text(const Context& context, const activities::Need& need)
{
    return join(activities::conditions_of(context, need.draft), " · ");
}

} // namespace dorfnetz::signups
