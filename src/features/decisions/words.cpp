#include "features/decisions/words.hpp"

#include "foundation/core/text.hpp"

namespace dorfnetz::decisions {

German label(Way way)
{
    switch (way) {
    case Way::open:
        return "offen"_de;
    case Way::secret:
        return "geheim"_de;
    case Way::counted:
        return "ausgezählt"_de;
    }
    return {};
}

German label(Majority majority)
{
    switch (majority) {
    case Majority::simple:
        return "einfache Mehrheit"_de;
    case Majority::absolute:
        return "absolute Mehrheit"_de;
    case Majority::two_thirds:
        return "zwei Drittel"_de;
    case Majority::unanimous:
        return "einstimmig"_de;
    }
    return {};
}

German meaning(Majority majority)
{
    switch (majority) {
    case Majority::simple:
        return "mehr Ja als Nein"_de;
    case Majority::absolute:
        return "Ja von mehr als der Hälfte aller Stimmen, die da sind"_de;
    case Majority::two_thirds:
        return "mindestens doppelt so viele Ja wie Nein"_de;
    case Majority::unanimous:
        return "niemand stimmt mit Nein"_de;
    }
    return {};
}

German label(Choice choice)
{
    switch (choice) {
    case Choice::yes:
        return "Ja"_de;
    case Choice::no:
        return "Nein"_de;
    case Choice::abstain:
        return "Enthaltung"_de;
    }
    return {};
}

German label(Outcome outcome)
{
    switch (outcome) {
    case Outcome::adopted:
        return "Angenommen"_de;
    case Outcome::rejected:
        return "Abgelehnt"_de;
    case Outcome::no_quorum:
        return "Nicht beschlussfähig"_de;
    case Outcome::none:
        return {};
    }
    return {};
}

std::string counts_text(i18n::Language language, const Counts& counts)
{
    return i18n::translate(language, "{1} Ja, {2} Nein, {3} enthalten"_de,
                           {i18n::format_number(language, counts.yes),
                            i18n::format_number(language, counts.no),
                            i18n::format_number(language, counts.abstained)});
}

std::string result_text(i18n::Language language, const Motion& motion)
{
    if (!motion.counts)
        return {};
    return i18n::translate(
        language, "{1}: {2}"_de,
        {i18n::translate(language, label(motion.outcome)), counts_text(language, *motion.counts)});
}

std::string quorum_text(i18n::Language language, const Motion& motion)
{
    if (!motion.quorum)
        return {};
    return i18n::translate(language, "{1} von {2} Dörfern waren da, {3} mussten es sein."_de,
                           {i18n::format_number(language, motion.quorum->present),
                            i18n::format_number(language, motion.quorum->votes),
                            i18n::format_number(language, motion.quorum->needed())});
}

std::vector<std::string> minutes_lines(i18n::Language language, const Motion& motion,
                                       std::string_view proposer)
{
    std::vector<std::string> lines;
    const auto wording = squeeze(motion.draft.wording);
    lines.push_back(proposer.empty()
                        ? i18n::translate(language, "Antrag „{1}“: {2}"_de, {motion.draft.title, wording})
                        : i18n::translate(language, "Antrag von {1}, „{2}“: {3}"_de,
                                          {std::string(proposer), motion.draft.title, wording}));
    if (motion.state != State::closed)
        return lines;
    auto result = result_text(language, motion);
    result += " (" + i18n::translate(language, label(motion.draft.way)) + ", " +
              i18n::translate(language, label(motion.draft.majority)) + ')';
    if (motion.is_decision())
        result = i18n::translate(language, "Beschluss {1}. {2}"_de, {name_of(motion), result});
    lines.push_back(std::move(result));
    return lines;
}

} // namespace dorfnetz::decisions
