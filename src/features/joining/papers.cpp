#include "features/joining/papers.hpp"

#include <fmt/format.h>

namespace dorfnetz::joining {

namespace {

// The signature, the box above it, and the one below the fields of a special category. One sheet holds no
// more.
constexpr std::array purposes_on_paper{people::Purpose::register_, people::Purpose::lead_contact,
                                       people::Purpose::special_fields};

using villages::Village;
using villages::VillageId;

std::string letters_of(const Village& village)
{
    std::string letters;
    for (const char c : village.slug)
        if (c >= 'a' && c <= 'z' && letters.size() < 2)
            letters += static_cast<char>(c - 'a' + 'A');
    letters.resize(2, 'X');
    return letters;
}

// "kr 2026 42" and "KR20260042" become "KR-2026-0042"; what is none stays something that no form has.
std::string canonical(std::string_view typed)
{
    constexpr std::size_t longest = 40;
    std::string letters;
    std::string digits;
    for (const char c : typed.substr(0, longest)) {
        if (c >= 'a' && c <= 'z')
            letters += static_cast<char>(c - 'a' + 'A');
        else if (c >= 'A' && c <= 'Z')
            letters += c;
        else if (c >= '0' && c <= '9')
            digits += c;
    }
    constexpr std::size_t year_digits = 4;
    if (digits.size() <= year_digits)
        return {};
    auto count = digits.substr(year_digits);
    if (count.size() < 4)
        count.insert(0, 4 - count.size(), '0');
    return fmt::format("{}-{}-{}", letters, digits.substr(0, year_digits), count);
}

} // namespace

PaperForm allocate_paper(db::Tx& tx, const web::Context& context, const Village& village)
{
    const auto prefix = fmt::format("{}-{}", letters_of(village), static_cast<int>(context.today().year()));
    const auto count = tx.returning(R"sql(
        INSERT INTO paper_counters (network_id, prefix, last) VALUES (:network, :prefix, 1)
        ON CONFLICT (network_id, prefix) DO UPDATE SET last = paper_counters.last + 1 RETURNING last)sql",
                                    {{"network", context.network.id}, {"prefix", prefix}},
                                    [](db::Row& row) { return row.take<std::int64_t>(); });
    PaperForm paper;
    paper.number = fmt::format("{}-{:04}", prefix, count.value());
    paper.village = village.id;
    paper.printed_at = context.now();
    paper.agreed = people::remember_consent_texts(tx, people::wordings_of(context), purposes_on_paper);
    tx.exec(R"sql(
        INSERT INTO paper_forms (network_id, number, village_id, printed_at)
        VALUES (:network, :number, :village, :now))sql",
            {{"network", context.network.id},
             {"number", paper.number},
             {"village", paper.village},
             {"now", paper.printed_at}});
    for (const auto& [purpose, hash] : paper.agreed)
        tx.exec(R"sql(
            INSERT INTO paper_form_consents (network_id, number, purpose, text_hash)
            VALUES (:network, :number, :purpose, :hash))sql",
                {{"network", context.network.id},
                 {"number", paper.number},
                 {"purpose", people::to_text(purpose)},
                 {"hash", hash}});
    return paper;
}

std::optional<PaperForm> paper_by_number(db::Reader& reader, const NetworkId& network, std::string_view typed)
{
    auto found = reader.first(R"sql(
        SELECT number, village_id, printed_at, typed_in_at FROM paper_forms
        WHERE network_id = :network AND number = :number)sql",
                              {{"network", network}, {"number", canonical(typed)}}, [](db::Row& row) {
                                  PaperForm paper;
                                  paper.number = row.take<std::string>();
                                  paper.village = row.take<VillageId>();
                                  paper.printed_at = row.take<Timestamp>();
                                  paper.typed_in_at = row.take<std::optional<Timestamp>>();
                                  return paper;
                              });
    if (found)
        found->agreed = reader.list(
            R"sql(
            SELECT purpose, text_hash FROM paper_form_consents
            WHERE network_id = :network AND number = :number ORDER BY purpose)sql",
            {{"network", network}, {"number", found->number}}, [](db::Row& row) {
                const auto purpose = people::purpose_from_text(row.take<std::string>());
                return people::AgreedText{purpose.value_or(people::Purpose::register_),
                                          row.take<std::string>()};
            });
    return found;
}

Result<Done> mark_typed_in(db::Tx& tx, const NetworkId& network, std::string_view number, Timestamp now)
{
    const auto marked = tx.exec(R"sql(
        UPDATE paper_forms SET typed_in_at = :now
        WHERE network_id = :network AND number = :number AND typed_in_at IS NULL)sql",
                                {{"network", network}, {"number", number}, {"now", now}});
    if (marked == 0)
        return Error{.kind = Err::conflict};
    return Done{};
}

} // namespace dorfnetz::joining
