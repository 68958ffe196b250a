#include "features/exchange/asking.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace dorfnetz::exchange {

namespace {

constexpr std::size_t longest_question = 300; // bytes
constexpr std::int64_t farthest = 500;        // kilometres

// Folded, German and English in one row.
constexpr std::array<std::array<std::string_view, 4>, 12> months{{{"januar", "january", "jan", "janner"},
                                                                  {"februar", "february", "feb", "feber"},
                                                                  {"marz", "march", "mrz", "mar"},
                                                                  {"april", "apr", "", ""},
                                                                  {"mai", "may", "", ""},
                                                                  {"juni", "june", "jun", ""},
                                                                  {"juli", "july", "jul", ""},
                                                                  {"august", "aug", "", ""},
                                                                  {"september", "sept", "sep", ""},
                                                                  {"oktober", "october", "okt", "oct"},
                                                                  {"november", "nov", "", ""},
                                                                  {"dezember", "december", "dez", "dec"}}};

constexpr std::string_view fillers[] = {
    "wer", "hat",     "habt",     "ein",    "eine",  "einen",  "einem", "einer",   "im",  "in",
    "am",  "an",      "vom",      "von",    "bis",   "bei",    "um",    "umkreis", "fur", "den",
    "der", "die",     "das",      "dem",    "suche", "suchen", "sucht", "gibt",    "es",  "ich",
    "wir", "brauche", "brauchen", "leihen", "zum",   "zur",    "who",   "has",     "a",   "within",
    "of",  "near",    "from",     "to",     "the",   "for",    "on",    "und"};

struct Word
{
    std::string typed;
    std::string folded;
    bool is_used = false;
};

std::optional<std::int64_t> number_from(std::string_view text)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<unsigned> month_from(std::string_view folded)
{
    for (std::size_t month = 0; month < months.size(); ++month)
        if (!folded.empty() &&
            std::find(months[month].begin(), months[month].end(), folded) != months[month].end())
            return static_cast<unsigned>(month) + 1;
    return std::nullopt;
}

class Understanding
{
public:
    Understanding(std::string_view text, const std::vector<villages::Village>& villages, Date today)
        : m_villages(villages), m_today(today)
    {
        for (auto& typed : split_list(text.substr(0, longest_question), " \t\n?!"))
            m_words.push_back({.typed = typed, .folded = search::fold(typed)});
    }

    Asked result()
    {
        read_radius();
        read_village();
        read_days();
        std::vector<std::string> left;
        for (const auto& word : m_words)
            if (!word.is_used &&
                std::find(std::begin(fillers), std::end(fillers), word.folded) == std::end(fillers))
                left.push_back(word.typed);
        m_asked.words = join(left, " ");
        return std::move(m_asked);
    }

private:
    std::string folded(std::size_t place) const
    {
        return place < m_words.size() ? m_words[place].folded : std::string();
    }

    void use(std::size_t first, std::size_t count = 1)
    {
        for (auto place = first; place < first + count; ++place)
            m_words[place].is_used = true;
    }

    // "10 km", "10km"
    void read_radius()
    {
        for (std::size_t place = 0; place < m_words.size(); ++place) {
            auto digits = folded(place);
            const bool is_one = digits.ends_with("km") && digits.size() > 2;
            if (is_one)
                digits.resize(digits.size() - 2);
            else if (folded(place + 1) != "km")
                continue;
            const auto number = number_from(trim(digits));
            if (!number || *number < 1 || *number > farthest)
                continue;
            m_asked.radius_km = number;
            use(place, is_one ? 1 : 2);
        }
    }

    // The longest name first: "Berg" and "Klein Berg".
    void read_village()
    {
        constexpr std::size_t longest_name = 3; // words
        for (std::size_t length = longest_name; length > 0; --length)
            for (std::size_t place = 0; place + length <= m_words.size(); ++place) {
                std::string name;
                for (auto part = place; part < place + length; ++part)
                    name += (name.empty() ? "" : " ") + folded(part);
                const auto found =
                    std::find_if(m_villages.begin(), m_villages.end(),
                                 [&](const auto& village) { return search::fold(village.name) == name; });
                if (found == m_villages.end())
                    continue;
                m_asked.village = found->id;
                use(place, length);
                return;
            }
    }

    void read_days()
    {
        for (std::size_t place = 0; place < m_words.size(); ++place) {
            if (m_words[place].is_used)
                continue;
            if (!read_day(place) && !read_month(place))
                read_day_in_words(place);
        }
        if (m_asked.days && m_asked.days->last < m_asked.days->first)
            m_asked.days->last = m_asked.days->first;
    }

    // A second day is the end of what the first one began.
    void add(const Days& days)
    {
        if (!m_asked.days)
            m_asked.days = days;
        else
            m_asked.days->last = days.last;
    }

    Date in_the_future(Date day) const
    {
        return day < m_today ? Date{(day.year() + std::chrono::years(1)) / day.month() / day.day()} : day;
    }

    // "12.6.", "12.6.2027", "12. Juni"
    bool read_day(std::size_t place)
    {
        const auto& typed = m_words[place].typed;
        if (typed.find('.') == std::string::npos)
            return false;
        if (const auto month = month_from(folded(place + 1)); month && number_from(folded(place))) {
            const auto day = static_cast<unsigned>(*number_from(folded(place)));
            const auto named =
                in_the_future(m_today.year() / std::chrono::month(*month) / std::chrono::day(day));
            if (!named.ok())
                return false;
            add({named, named});
            use(place, 2);
            return true;
        }
        const auto day = web::day_from_typed(typed, m_today);
        if (!day)
            return false;
        const bool has_year = split_list(typed, ".").size() > 2;
        const auto named = has_year ? *day : in_the_future(*day);
        if (!named.ok())
            return false;
        add({named, named});
        use(place);
        return true;
    }

    // "Juni", "Juni 2027"
    bool read_month(std::size_t place)
    {
        const auto month = month_from(folded(place));
        if (!month)
            return false;
        constexpr std::int64_t first_year = 2000;
        constexpr std::int64_t last_year = 2200;
        const auto typed_year = number_from(folded(place + 1));
        const bool has_year = typed_year && *typed_year > first_year && *typed_year < last_year;
        auto year = has_year ? std::chrono::year(static_cast<int>(*typed_year)) : m_today.year();
        const auto last_day = [&] { return Date{year / std::chrono::month(*month) / std::chrono::last}; };
        if (!has_year && last_day() < m_today)
            year += std::chrono::years(1);
        add({std::max(m_today, Date{year / std::chrono::month(*month) / std::chrono::day(1)}), last_day()});
        use(place, has_year ? 2 : 1);
        return true;
    }

    void read_day_in_words(std::size_t place)
    {
        const auto& word = folded(place);
        if (word == "heute" || word == "today") {
            add({m_today, m_today});
        } else if (word == "morgen" || word == "tomorrow") {
            add({add_days(m_today, 1), add_days(m_today, 1)});
        } else if (word == "wochenende" || word == "weekend") {
            const std::chrono::sys_days today(m_today);
            const auto until_saturday = std::chrono::Saturday - std::chrono::weekday(today);
            const auto saturday = add_days(m_today, static_cast<int>(until_saturday.count()));
            add({saturday, add_days(saturday, 1)});
        } else {
            return;
        }
        use(place);
    }

    const std::vector<villages::Village>& m_villages;
    Date m_today;
    std::vector<Word> m_words;
    Asked m_asked;
};

} // namespace

Asked understand(std::string_view text, const std::vector<villages::Village>& villages, Date today)
{
    return Understanding(text, villages, today).result();
}

} // namespace dorfnetz::exchange
