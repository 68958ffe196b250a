#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// SQL text. It is known when the program is compiled or put together from such parts; text that comes from
// elsewhere cannot become SQL, because the constructors run only in the compiler.
namespace dorfnetz::db {

namespace detail {

consteval bool begins_with_word(std::string_view text, std::string_view word)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n'))
        text.remove_prefix(1);
    return text.starts_with(word);
}

// Called, and so refused by the compiler, when a query is not one.
inline void a_query_begins_with_SELECT_or_WITH() {}

} // namespace detail

// Any statement or part of one. Parameters are named, `:like_this`.
class Sql
{
public:
    template <std::size_t N>
    consteval Sql(const char (&text)[N]) : m_text(text, N - 1)
    {
    }

    constexpr std::string_view text() const { return m_text; }

private:
    std::string_view m_text;
};

class BuiltQuery;

// A statement that only reads.
class Query
{
public:
    template <std::size_t N>
    consteval Query(const char (&text)[N]) : m_text(text, N - 1)
    {
        if (!detail::begins_with_word(m_text, "SELECT") && !detail::begins_with_word(m_text, "WITH"))
            detail::a_query_begins_with_SELECT_or_WITH();
    }

    Query(const BuiltQuery& built);

    constexpr std::string_view text() const { return m_text; }

private:
    std::string_view m_text;
};

// A query put together from parts, for lists with filters. Must live until the query has run.
class BuiltQuery
{
public:
    explicit BuiltQuery(Query start) : m_text(start.text()) {}

    BuiltQuery& add(Sql part)
    {
        m_text += ' ';
        m_text += part.text();
        return *this;
    }

    std::string_view text() const { return m_text; }

private:
    std::string m_text;
};

inline Query::Query(const BuiltQuery& built) : m_text(built.text()) {}

} // namespace dorfnetz::db
