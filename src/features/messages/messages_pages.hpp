#pragma once

#include "features/messages/messages.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::messages {

inline constexpr std::string_view log_path = "/redaktion/nachrichten";
inline constexpr std::string_view sending_job = "message_send";

void add_compose_pages(web::Site& site);
void add_message_pages(web::Site& site);

std::string message_path(const MessageId& id);
// "31 per Mail, 5 per Brief, 4 anrufen"
std::string ways_text(i18n::Language language, std::int64_t mails, std::int64_t letters, std::int64_t calls);

// The mail to one recipient, without its address.
struct Written
{
    std::string subject;
    std::string text;
};

// What the sender wrote, with what stands below every message: who writes, and how it ends.
Written written_to(const web::Context& context, const Message& message, const std::string& sender,
                   const PersonalWords& words, const std::string& leave_path);

} // namespace dorfnetz::messages
