#include "foundation/foreign/wire.hpp"

#include "foundation/foreign/refusals.hpp"

#include <bit>

namespace dorfnetz::foreign {

namespace {

constexpr std::string_view reply_mark = "DNR1";
constexpr std::size_t longest_error_value = 200;
constexpr std::size_t most_error_values = 10;

template <class Number>
void append_little_endian(std::string& bytes, Number value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes.push_back(static_cast<char>(static_cast<unsigned char>(value >> (8 * i))));
}

template <class Number>
Number from_little_endian(std::string_view bytes)
{
    Number value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value |= static_cast<Number>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return value;
}

} // namespace

void WireWriter::byte(std::uint8_t value)
{
    m_bytes.push_back(static_cast<char>(value));
}

void WireWriter::number(std::uint32_t value)
{
    append_little_endian(m_bytes, value);
}

void WireWriter::real(double value)
{
    append_little_endian(m_bytes, std::bit_cast<std::uint64_t>(value));
}

void WireWriter::text(std::string_view value)
{
    number(static_cast<std::uint32_t>(value.size()));
    m_bytes.append(value);
}

std::string_view WireReader::take(std::size_t length)
{
    if (!m_ok || length > m_rest.size()) {
        m_ok = false;
        return {};
    }
    const auto taken = m_rest.substr(0, length);
    m_rest.remove_prefix(length);
    return taken;
}

std::uint8_t WireReader::byte()
{
    const auto bytes = take(1);
    return bytes.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes.front());
}

std::uint32_t WireReader::number()
{
    return from_little_endian<std::uint32_t>(take(4));
}

double WireReader::real()
{
    return std::bit_cast<double>(from_little_endian<std::uint64_t>(take(8)));
}

std::string_view WireReader::text()
{
    return take(number());
}

std::uint32_t WireReader::count(std::size_t bytes_each)
{
    const auto count = number();
    if (bytes_each != 0 && count > m_rest.size() / bytes_each)
        m_ok = false;
    return m_ok ? count : 0;
}

std::string success_reply(std::string_view payload)
{
    std::string reply{reply_mark};
    reply.push_back('\0');
    reply.append(payload);
    return reply;
}

std::string failure_reply(const Error& error)
{
    const auto number = number_of(error);
    WireWriter writer;
    writer.byte(1);
    writer.byte(number.value_or(*number_of(damaged_file())));
    writer.number(number ? static_cast<std::uint32_t>(error.values.size()) : 0);
    if (number)
        for (const auto& value : error.values)
            writer.text(value);
    return std::string{reply_mark} + writer.take();
}

Result<std::string> open_reply(std::string_view reply)
{
    if (!reply.starts_with(reply_mark))
        return damaged_file();
    WireReader reader{reply.substr(reply_mark.size())};
    const auto state = reader.byte();
    if (reader.ok() && state == 0)
        return std::string{reply.substr(reply_mark.size() + 1)};

    auto error = refusal_of(reader.byte());
    const auto values = reader.count(4);
    if (!reader.ok() || state != 1 || !error || values > most_error_values)
        return damaged_file();
    for (std::uint32_t i = 0; i < values; ++i)
        error->values.emplace_back(reader.text().substr(0, longest_error_value));
    return reader.ok() ? *std::move(error) : damaged_file();
}

} // namespace dorfnetz::foreign
