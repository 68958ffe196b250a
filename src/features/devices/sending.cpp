#include "features/devices/sending.hpp"

#include "features/devices/devices_store.hpp"
#include "foundation/core/log.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::devices {

namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::chrono::seconds longest_run{20}; // once a minute

enum class What { sent, gone, later, refused };

What outcome_of(const Result<fetch::Reply>& reply)
{
    if (!reply)
        return reply.error().kind == Err::forbidden ? What::gone : What::later;
    if (reply->status >= 200 && reply->status < 300)
        return What::sent;
    if (reply->status == 404 || reply->status == 410) // RFC 8030 7.3
        return What::gone;
    return reply->status == 429 || reply->status >= 500 ? What::later : What::refused;
}

std::string payload_of(const Reminder& reminder)
{
    return fmt::format(R"({{"title":{},"text":{},"path":{}}})", html::json_text(reminder.title),
                       html::json_text(reminder.text), html::json_text(reminder.path));
}

Result<fetch::Reply> send(const Sending& sending, const store::Message& message)
{
    std::string salt(salt_bytes, '\0');
    sending.random.fill({reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
    const auto now = sending.clock.now();
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(message.reminder.until - now).count();
    return sending.client.ask(
        {.address = message.to.endpoint,
         .body = push::encrypt(payload_of(message.reminder), message.to, push::Key::make(), salt),
         .fields = {"Content-Type: application/octet-stream", "Content-Encoding: aes128gcm",
                    fmt::format("TTL: {}", seconds), "Urgency: normal",
                    "Authorization: " +
                        push::authorisation(sending.key, message.to.endpoint, sending.subject, now)}});
}

void settle(db::Tx& tx, const store::Message& message, What what, Timestamp now)
{
    if (what == What::gone)
        return store::delete_device(tx, message.network, message.device);
    if (what != What::later)
        return store::delete_message(tx, message);
    store::postpone(tx, message,
                    now + std::chrono::minutes(std::min(60, 1 << std::min(message.attempts, 6))));
}

// A device whose key is none is as good as gone.
What try_to_send(const Sending& sending, const store::Message& message)
{
    try {
        const auto reply = send(sending, message);
        const auto what = outcome_of(reply);
        if (what == What::refused)
            log::warning(fmt::format("push: the service answers {}", reply->status));
        return what;
    } catch (const std::runtime_error& problem) {
        log::warning(std::string("push: ") + problem.what());
        return What::gone;
    }
}

} // namespace

std::int64_t send_reminders(const Sending& sending)
{
    const auto write = [&](auto&& work) { return sending.pool.write(db::Scope::nothing(), work).value(); };
    write([&](db::Tx& tx) -> Result<Done> {
        store::delete_lost(tx, sending.clock.now());
        return Done{};
    });
    std::int64_t sent = 0;
    // Whoever adds a device says which service is asked, and may have chosen one that never answers. Others
    // wait for the thread in which this runs.
    const auto until = sending.clock.now() + longest_run;
    while (sending.may_go_on() && sending.clock.now() < until) {
        const auto message = write([&](db::Tx& tx) -> Result<std::optional<store::Message>> {
            return store::claim(tx, sending.clock.now());
        });
        if (!message)
            break;
        const auto what = try_to_send(sending, *message);
        sent += what == What::sent ? 1 : 0;
        write([&](db::Tx& tx) -> Result<Done> {
            settle(tx, *message, what, sending.clock.now());
            return Done{};
        });
    }
    return sent;
}

} // namespace dorfnetz::devices
