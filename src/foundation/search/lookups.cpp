#include "foundation/search/lookups.hpp"

#include "foundation/search/words.hpp"

namespace dorfnetz::search {

namespace {

constexpr std::size_t shortest_sound = 3;
constexpr int any_length = 1'000;

Meaning read_meaning(db::Row& row)
{
    Meaning meaning;
    meaning.word = row.take<std::string>();
    meaning.postings = row.take<std::string>();
    meaning.shown = row.take<std::string>();
    return meaning;
}

Meaning read_longer(db::Row& row)
{
    Meaning meaning;
    meaning.word = row.take<std::string>();
    meaning.postings = row.take<std::string>();
    return meaning;
}

// Behind everything that begins with these letters, in the order of bytes.
std::string end_of_range(std::string_view beginning)
{
    return std::string(beginning) + "\U0010FFFF";
}

} // namespace

std::optional<Meaning> Words::exactly(const std::string& word)
{
    return m_reader.first(R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND word = :word)sql",
                          {{"network", m_network}, {"word", word}}, read_meaning);
}

// Two lookups: with OR, SQLite would read all words of the network.
Meanings Words::with_stem(const std::string& word)
{
    return m_reader.list(
        R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND word = :word
        UNION ALL
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND stem IN (:german, :english) AND word <> :word)sql",
        {{"network", m_network}, {"word", word}, {"german", stem(word, "de")}, {"english", stem(word, "en")}},
        read_meaning);
}

Meanings Words::beginning_with(const std::string& letters)
{
    return m_reader.list(R"sql(
        SELECT word, postings FROM search_words
        WHERE network_id = :network AND word >= :letters AND word < :behind LIMIT 1000)sql",
                         {{"network", m_network}, {"letters", letters}, {"behind", end_of_range(letters)}},
                         read_longer);
}

// The range begins with the words that end in these letters, the compounds whose kind they name
// ("Heimatverein" for "verein"), so these stay if there are too many. The inner SELECT instead of a join:
// PostgreSQL would read all words of all networks to join a thousand.
Meanings Words::containing(const std::string& letters, const std::string& without)
{
    return m_reader.list(
        R"sql(
        SELECT p.word, (SELECT w.postings FROM search_words w WHERE w.network_id = :network AND w.word = p.word)
        FROM (SELECT DISTINCT word FROM (
                SELECT word FROM search_parts
                WHERE network_id = :network AND part >= :letters AND part < :behind AND word <> :without
                ORDER BY part LIMIT 1000) AS first_parts) AS p)sql",
        {{"network", m_network},
         {"letters", letters},
         {"behind", end_of_range(letters)},
         {"without", without}},
        read_longer);
}

Meanings Words::ending_with(const std::string& letters)
{
    return m_reader.list(R"sql(
        SELECT p.word, (SELECT w.postings FROM search_words w WHERE w.network_id = :network AND w.word = p.word)
        FROM search_parts p WHERE p.network_id = :network AND p.part = :letters LIMIT 1000)sql",
                         {{"network", m_network}, {"letters", letters}}, read_longer);
}

Meanings Words::sounding(const std::string& key)
{
    if (key.size() < shortest_sound)
        return {};
    return m_reader.list(R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND sound = :key LIMIT 100)sql",
                         {{"network", m_network}, {"key", key}}, read_meaning);
}

Meanings Words::sounding_at_first(const std::string& key)
{
    return m_reader.list(R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND sound > :key AND sound < :behind LIMIT 1000)sql",
                         {{"network", m_network}, {"key", key}, {"behind", end_of_range(key)}}, read_meaning);
}

Meanings Words::sounding_as_beginning_of(const std::string& key)
{
    if (key.size() <= shortest_sound)
        return {};
    const auto first = key.substr(0, shortest_sound);
    return m_reader.list(R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND sound >= :first AND sound < :key
          AND substr(CAST(:key AS TEXT), 1, length(sound)) = sound LIMIT 100)sql",
                         {{"network", m_network}, {"first", first}, {"key", key}}, read_meaning);
}

std::vector<std::string> Words::with_piece(std::string_view typed, const Piece& piece, int errors,
                                           Extent extent)
{
    const auto take_word = [](db::Row& row) { return row.take<std::string>(); };
    const auto letters = std::string(piece.letters);
    const auto behind = end_of_range(letters);
    const auto begin = static_cast<int>(piece.begin);
    const auto rest = static_cast<int>(typed.size()) - begin;
    const auto longest = extent == Extent::whole ? rest + errors : any_length;
    if (begin == 0)
        return m_reader.list(R"sql(
            SELECT word FROM search_words
            WHERE network_id = :network AND word >= :letters AND word < :behind
              AND length(word) BETWEEN :shortest AND :longest LIMIT 2000)sql",
                             {{"network", m_network},
                              {"letters", letters},
                              {"behind", behind},
                              {"shortest", rest - errors},
                              {"longest", longest}},
                             take_word);
    if (letters.size() < 3) // in too many words to be of any help
        return {};
    return m_reader.list(R"sql(
        SELECT word FROM search_parts
        WHERE network_id = :network AND part >= :letters AND part < :behind
          AND length(part) BETWEEN :shortest AND :longest
          AND length(word) - length(part) BETWEEN :leftmost AND :rightmost LIMIT 2000)sql",
                         {{"network", m_network},
                          {"letters", letters},
                          {"behind", behind},
                          {"shortest", rest - errors},
                          {"longest", longest},
                          {"leftmost", begin - errors},
                          {"rightmost", begin + errors}},
                         take_word);
}

std::vector<Words::Ending> Words::endings_with_piece(std::string_view typed, const Piece& piece, int errors)
{
    const auto letters = std::string(piece.letters);
    if (letters.size() < 3)
        return {};
    const auto rest = static_cast<int>(typed.size() - piece.begin);
    return m_reader.list(R"sql(
        SELECT part, word FROM search_parts
        WHERE network_id = :network AND part >= :letters AND part < :behind
          AND length(part) BETWEEN :shortest AND :longest LIMIT 2000)sql",
                         {{"network", m_network},
                          {"letters", letters},
                          {"behind", end_of_range(letters)},
                          {"shortest", rest - errors},
                          {"longest", rest + errors}},
                         [](db::Row& row) {
                             auto part = row.take<std::string>();
                             return Ending{std::move(part), row.take<std::string>()};
                         });
}

} // namespace dorfnetz::search
