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
    if (need.draft.kind == NeedKind::thing) {
        if (free_places == 0)
            return context.t("alles zugesagt"_de);
        return shift.most == 1 ? context.t("noch gesucht"_de)
                               : context.t("{1} von {2} zugesagt"_de,
                                           {i18n::format_number(context.language, shift.taken),
                                            i18n::format_number(context.language, shift.most)});
    }
    return free_places > 0 ? i18n::translate_count(context.language, "noch ein Platz frei"_de,
                                                   "noch {1} Plätze frei"_de, free_places)
                           : context.t("alle Plätze vergeben"_de);
}

std::string promise_button(const Context& context, const activities::Shift& shift,
                           const activities::Need& need)
{
    if (shift.free_places() == 0)
        return context.t("Auf die Warteliste"_de);
    // Who only asks must not believe to be in.
    if (need.draft.admission == activities::Admission::by_host)
        return context.t("Ich frage an"_de);
    return need.draft.kind == NeedKind::thing ? context.t("Bring ich mit"_de) : context.t("Ich bin dabei"_de);
}

std::string conditions_text(const Context& context, const activities::Need& need)
{
    auto conditions = activities::conditions_of(context, need.draft);
    if (need.draft.admission == activities::Admission::by_host)
        conditions.push_back(context.t("der Gastgeber sagt Ja oder Nein"_de));
    return join(conditions, " · ");
}

} // namespace dorfnetz::signups
