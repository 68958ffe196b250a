#pragma once

#include "foundation/core/german.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dorfnetz {

// What kind of expected failure it is; decides the HTTP status and whether a form comes back.
enum class Err {
    invalid,     // what was typed cannot be taken (422); `fields` says where
    missing,     // no such thing, or not for this actor (404): the two are never told apart
    forbidden,   // signed in, but this action is for others (403)
    stale,       // somebody else was faster (409)
    conflict,    // contradicts something that exists (409)
    too_large,   // above a stated limit (413)
    too_often,   // rate limit (429)
    unavailable, // disk full, database busy, queue full (503); nothing was changed
};

// A refused field: its name in the form and the reason.
struct FieldError
{
    std::string field;
    German text;
    std::vector<std::string> values = {}; // fill {1}, {2} … in the text
};

// An expected failure as a value: what happened and what to do next, in words for the person who asked.
struct Error
{
    Err kind = Err::invalid;
    German text = {};
    std::vector<std::string> values = {}; // fill {1}, {2} … in the text
    std::vector<FieldError> fields = {};
};

struct Done
{
};

// Either a value or an Error, with the member names of std::expected (which g++ 12 does not have).
template <class T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}

    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }

    explicit operator bool() const noexcept { return has_value(); }

    T& value() & { return std::get<0>(m_state); }

    const T& value() const& { return std::get<0>(m_state); }

    T&& value() && { return std::get<0>(std::move(m_state)); }

    T& operator*() & { return value(); }

    const T& operator*() const& { return value(); }

    T&& operator*() && { return std::move(*this).value(); }

    T* operator->() { return &value(); }

    const T* operator->() const { return &value(); }

    Error& error() & { return std::get<1>(m_state); }

    const Error& error() const& { return std::get<1>(m_state); }

    Error&& error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<T, Error> m_state;
};

} // namespace dorfnetz

// Value of a Result, or return its error from the enclosing function.
#define TRY(expression)                                                                                      \
    __extension__({                                                                                          \
        auto try_result = (expression);                                                                      \
        if (!try_result.has_value())                                                                         \
            return std::move(try_result).error();                                                            \
        std::move(try_result).value();                                                                       \
    })
