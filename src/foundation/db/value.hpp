#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dorfnetz::db {

struct Blob
{
    std::string_view bytes;
};

// What a parameter is bound to. Views must live until the statement has run; a temporary in the call does.
class Value
{
public:
    using Content = std::variant<std::monostate, std::int64_t, double, std::string_view, std::string, Blob>;

    Value(std::nullopt_t) {}

    Value(std::string_view text) : m_content(text) {}

    Value(const std::string& text) : m_content(std::string_view(text)) {}

    Value(const char* text) : m_content(std::string_view(text)) {}

    Value(bool flag) : m_content(std::int64_t{flag ? 1 : 0}) {}

    Value(double number) : m_content(number) {}

    Value(Blob blob) : m_content(blob) {}

    Value(Date date) : m_content(to_iso(date)) {}

    Value(Timestamp moment) : m_content(to_iso(moment)) {}

    template <std::integral T>
    Value(T number) : m_content(static_cast<std::int64_t>(number))
    {
    }

    template <class Tag>
    Value(const Id<Tag>& id) : m_content(std::string_view(id.text()))
    {
    }

    template <class T>
    Value(const std::optional<T>& value)
    {
        if (value)
            m_content = Value(*value).content();
    }

    const Content& content() const { return m_content; }

private:
    Content m_content;
};

struct Param
{
    std::string_view name; // without the colon
    Value value;
};

// Parameters of one statement: a list in braces, or a vector put together with the query.
class Params
{
public:
    Params(std::initializer_list<Param> list) : m_params(list.begin(), list.size()) {}

    Params(const std::vector<Param>& list) : m_params(list) {}

    std::span<const Param> span() const { return m_params; }

private:
    std::span<const Param> m_params;
};

// Where a row comes from; implemented once for each engine.
class RowSource
{
public:
    virtual ~RowSource() = default;
    virtual int columns() const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0; // also for blobs
};

// One row, read from left to right in the order of the SELECT list: `row.take<std::string>()`.
// Valid only inside the function that it is passed to.
class Row
{
public:
    explicit Row(const RowSource& source) : m_source(source) {}

    template <class T>
    T take()
    {
        return Decode<T>::from(m_source, next());
    }

    // Whether every column was taken; a reader that forgets one would shift all that follow.
    bool finished() const { return m_next == m_source.columns(); }

private:
    template <class T>
    struct Decode;

    int next()
    {
        if (m_next >= m_source.columns())
            throw std::logic_error("a row has fewer columns than are taken from it");
        return m_next++;
    }

    const RowSource& m_source;
    int m_next = 0;
};

template <std::integral T>
struct Row::Decode<T>
{
    static T from(const RowSource& source, int column) { return static_cast<T>(source.integer(column)); }
};

template <>
struct Row::Decode<bool>
{
    static bool from(const RowSource& source, int column) { return source.integer(column) != 0; }
};

template <>
struct Row::Decode<double>
{
    static double from(const RowSource& source, int column) { return source.real(column); }
};

template <>
struct Row::Decode<std::string>
{
    static std::string from(const RowSource& source, int column) { return std::string(source.text(column)); }
};

template <class Tag>
struct Row::Decode<Id<Tag>>
{
    static Id<Tag> from(const RowSource& source, int column) { return Id<Tag>{source.text(column)}; }
};

template <>
struct Row::Decode<Date>
{
    static Date from(const RowSource& source, int column)
    {
        const auto date = date_from_iso(source.text(column));
        if (!date)
            throw std::logic_error("a stored date is none: " + std::string(source.text(column)));
        return *date;
    }
};

template <>
struct Row::Decode<Timestamp>
{
    static Timestamp from(const RowSource& source, int column)
    {
        const auto moment = timestamp_from_iso(source.text(column));
        if (!moment)
            throw std::logic_error("a stored moment is none: " + std::string(source.text(column)));
        return *moment;
    }
};

template <class T>
struct Row::Decode<std::optional<T>>
{
    static std::optional<T> from(const RowSource& source, int column)
    {
        if (source.is_null(column))
            return std::nullopt;
        return Decode<T>::from(source, column);
    }
};

} // namespace dorfnetz::db
