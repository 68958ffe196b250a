#include "foundation/mail/bounce.hpp"

#include "foundation/core/id.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox_rows.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <vector>

namespace dorfnetz::mail {

namespace {

constexpr int deepest = 4;               // parts within parts
constexpr std::size_t most_parts = 20;   // of one message
constexpr std::size_t most_fields = 300; // of one head

struct Field
{
    std::string name; // in lower case
    std::string value;
};

// A head (of the message, a part, or a group of a report) and what stands below it.
struct Block
{
    std::vector<Field> fields;
    std::string_view body;

    std::string value(std::string_view name) const
    {
        const auto found = std::find_if(fields.begin(), fields.end(),
                                        [&](const Field& field) { return field.name == name; });
        return found == fields.end() ? std::string() : found->value;
    }
};

std::string_view next_line(std::string_view& rest)
{
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

Block read_block(std::string_view text)
{
    Block block;
    while (!text.empty() && block.fields.size() < most_fields) {
        const auto line = next_line(text);
        if (line.empty())
            break;
        const bool goes_on = line.front() == ' ' || line.front() == '\t';
        if (goes_on && !block.fields.empty()) {
            block.fields.back().value += ' ' + std::string(trim(line));
            continue;
        }
        if (const auto colon = line.find(':'); colon != std::string_view::npos)
            block.fields.push_back(
                {to_lower_ascii(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
    }
    block.body = text;
    return block;
}

// A parameter of a Content-Type, quoted or not.
std::string parameter(std::string_view header, std::string_view name)
{
    const auto lower = to_lower_ascii(header);
    const auto at = lower.find(fmt::format("{}=", name));
    if (at == std::string::npos)
        return {};
    auto value = header.substr(at + name.size() + 1);
    if (value.starts_with('"'))
        return std::string(value.substr(1, value.substr(1).find('"')));
    return std::string(value.substr(0, value.find_first_of("; \t")));
}

std::string type_of(const Block& block)
{
    const auto header = block.value("content-type");
    return to_lower_ascii(trim(std::string_view(header).substr(0, header.find(';'))));
}

std::vector<std::string_view> parts_of(std::string_view body, const std::string& boundary)
{
    std::vector<std::string_view> parts;
    if (boundary.empty())
        return parts;
    const auto separator = "--" + boundary;
    const char* begin = nullptr;
    while (!body.empty() && parts.size() < most_parts) {
        const char* const here = body.data();
        const auto line = next_line(body);
        if (!line.starts_with(separator))
            continue;
        if (begin != nullptr)
            parts.emplace_back(begin, static_cast<std::size_t>(here - begin));
        begin = body.data();
        if (line.substr(separator.size()).starts_with("--"))
            return parts;
    }
    if (begin != nullptr && parts.size() < most_parts) // cut off at the end
        parts.emplace_back(begin, static_cast<std::size_t>(body.data() + body.size() - begin));
    return parts;
}

// The number of a mail in a text, between what stands before and behind it there.
MailId number_between(std::string_view text, std::string_view before, std::string_view behind)
{
    constexpr std::size_t length = 36;
    for (auto at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
        const auto rest = text.substr(at + before.size());
        if (rest.size() >= length + behind.size() && is_uuid(rest.substr(0, length)) &&
            rest.substr(length).starts_with(behind))
            return MailId(rest.substr(0, length));
    }
    return {};
}

// "5.1.1" out of "5.1.1 (bad destination mailbox address)".
std::string enhanced_code(std::string_view text)
{
    const auto code = text.substr(0, text.find_first_not_of("0123456789."));
    return std::count(code.begin(), code.end(), '.') == 2 && code.size() <= 9 ? std::string(code)
                                                                              : std::string();
}

class Reading
{
public:
    Reading(std::string_view pattern, const AddressKey& key)
        : m_pattern(pattern), m_key(key), m_has_number(pattern.find('*') != std::string_view::npos)
    {
    }

    std::optional<Report> read(std::string_view message)
    {
        const auto head = read_block(message);
        for (const auto& field : head.fields)
            if (field.name == "to" || field.name == "delivered-to" || field.name == "x-original-to" ||
                field.name == "envelope-to")
                name_mail(number_in_address(field.value));
        walk(head, 0);
        if (!m_is_report || m_report.mail.empty())
            return std::nullopt;
        return m_report;
    }

private:
    MailId number_in_address(std::string_view text) const
    {
        if (!m_has_number)
            return {};
        const auto lower = to_lower_ascii(text);
        auto id = number_between(lower, to_lower_ascii(m_pattern.substr(0, m_pattern.find('*'))), ".");
        const bool is_ours =
            !id.empty() && lower.find(to_lower_ascii(return_path(m_pattern, id, m_key))) != std::string::npos;
        return is_ours ? id : MailId();
    }

    void name_mail(MailId id)
    {
        if (m_report.mail.empty())
            m_report.mail = std::move(id);
    }

    void walk(const Block& block, int depth)
    {
        const auto type = type_of(block);
        if (type.starts_with("multipart/") && depth < deepest) {
            for (const auto part : parts_of(block.body, parameter(block.value("content-type"), "boundary")))
                walk(read_block(part), depth + 1);
        } else if (type == "message/delivery-status" || type == "message/global-delivery-status") {
            read_delivery_status(block.body);
        } else if (type == "message/feedback-report") {
            read_feedback(block.body);
        } else if (type == "message/rfc822" || type == "text/rfc822-headers" || type == "message/global" ||
                   type == "message/global-headers") {
            const auto head = read_block(block.body);
            name_mail(number_in_address(head.value("return-path")));
            if (!m_has_number)
                name_mail(number_between(head.value("message-id"), "<", "@"));
        }
    }

    // One group about the message, then one for each recipient (RFC 3464 2.1). Ours have one recipient.
    void read_delivery_status(std::string_view body)
    {
        m_is_report = true;
        for (int groups = 0; !body.empty() && groups < 10; ++groups) {
            const auto group = read_block(body);
            body = group.body;
            const auto action = to_lower_ascii(group.value("action"));
            if (action != "failed")
                continue;
            m_report.kind = Report::Kind::failed;
            m_report.codes = enhanced_code(group.value("status"));
        }
    }

    void read_feedback(std::string_view body)
    {
        m_is_report = true;
        const auto report = read_block(body);
        name_mail(number_in_address(report.value("original-mail-from")));
        const auto kind = to_lower_ascii(report.value("feedback-type"));
        if (kind == "abuse" || kind == "fraud")
            m_report.kind = Report::Kind::complaint;
    }

    std::string_view m_pattern;
    const AddressKey& m_key;
    bool m_has_number;
    bool m_is_report = false;
    Report m_report;
};

constexpr db::Sql mark_bounced = R"sql(
    UPDATE outbox SET state = 'bounced', last_error = :codes
    WHERE network_id = :network AND id = :id AND (state = 'sent' OR state = 'uncertain'))sql";

} // namespace

std::string return_path(std::string_view pattern, const MailId& id, const AddressKey& key)
{
    constexpr std::size_t proof_length = 10; // each guess is a mail; servers take 64 characters before the @
    if (pattern.find('*') == std::string_view::npos)
        return std::string(pattern);
    const auto proof = key("return " + id.text()).substr(0, proof_length);
    return replace_all(std::string(pattern), "*", id.text() + '.' + proof);
}

std::optional<Report> read_report(std::string_view message, std::string_view pattern, const AddressKey& key)
{
    return Reading(pattern, key).read(message.substr(0, longest_report));
}

bool record_report(db::Tx& tx, const Report& report, const AddressKey& address_key, Timestamp now)
{
    const auto sent = recipient_of(tx, report.mail);
    if (!sent || report.kind == Report::Kind::other)
        return false;
    if (tx.exec(mark_bounced,
                {{"network", sent->network},
                 {"id", report.mail},
                 {"codes",
                  report.kind == Report::Kind::complaint ? "complaint" : "bounce " + report.codes}}) == 0)
        return false;
    const auto key = address_key(plain_address(sent->to_address));
    if (report.kind == Report::Kind::complaint)
        suppress(tx, sent->network, key, {Suppressed::complaint, "complaint", now});
    else
        note_fault(tx, sent->network, key, fault_in(report.codes), report.codes, now);
    return true;
}

} // namespace dorfnetz::mail
