#include "features/date_polls/option_form.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::date_polls {

namespace {

// "5.12., 7.12. und 9.12."
std::vector<std::string> days_in(const std::string& text)
{
    return split_list(replace_all(text, " und ", ","), ",;\n");
}

} // namespace

std::vector<web::Field> option_fields(const web::Context& context)
{
    return {{.name = "tage",
             .label = context.t("Welche Tage?"_de),
             .required = true,
             .help = context.t("Mehrere mit Komma: 5.12., 7.12., 12.12."_de),
             .longest = 300},
            {.name = "beginn", .label = context.t("Beginn"_de), .input = web::Input::time, .required = true},
            {.name = "ende", .label = context.t("Ende"_de), .input = web::Input::time, .required = true}};
}

std::vector<LocalSpan> spans_from(const web::Context& context, web::SentForm& sent)
{
    const auto begin = sent.values.time("beginn");
    const auto end = sent.values.time("ende");
    std::vector<LocalSpan> spans;
    if (!begin || !end)
        return spans;
    const auto days = days_in(sent.values.text("tage"));
    if (days.size() > most_options) {
        sent.errors.push_back({"tage", "Es sind höchstens {1} Termine."_de, {std::to_string(most_options)}});
        return spans;
    }
    for (const auto& text : days) {
        const auto day = web::day_from_typed(text, context.today());
        if (!day) {
            sent.errors.push_back({"tage", "Diesen Tag verstehen wir nicht: {1}"_de, {text}});
            return {};
        }
        LocalSpan span{.begin = calendar::at(*day, *begin), .end = calendar::at(*day, *end)};
        if (span.end <= span.begin)
            span.end += std::chrono::days(1); // in the night after
        spans.push_back(span);
    }
    return spans;
}

} // namespace dorfnetz::date_polls
