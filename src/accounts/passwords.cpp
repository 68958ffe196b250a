#include "accounts/passwords.hpp"

#include "foundation/core/text.hpp"

#include "embedded/common_passwords.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <sodium.h>
#include <stdexcept>
#include <unordered_set>

namespace dorfnetz::accounts {

namespace {

std::string argon2id(std::string_view password, const PasswordCost& cost)
{
    std::array<char, crypto_pwhash_STRBYTES> text{};
    // Fails only if the memory cannot be had.
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();
    return text.data();
}

Error too_many_at_once()
{
    return {Err::unavailable,
            "Gerade melden sich sehr viele Leute an. Versuch es in einer Minute noch einmal."_de};
}

const std::unordered_set<std::string_view>& common_passwords()
{
    static const auto words = [] {
        std::unordered_set<std::string_view> set;
        for (const auto& file : embedded::common_passwords::files())
            for (const auto line : split(file.data.view, '\n'))
                if (!line.empty() && !line.starts_with('#'))
                    set.insert(line);
        return set;
    }();
    return words;
}

bool is_letter(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code >= 0x80 || (code >= 'a' && code <= 'z');
}

// "Sommer2024!" is as easily guessed as "sommer": a few digits and signs at the ends do not count.
std::string_view without_decoration(std::string_view lower)
{
    constexpr std::size_t most = 5;
    const auto first = std::find_if(lower.begin(), lower.end(), is_letter);
    if (first == lower.end())
        return lower;
    const auto last = std::find_if(lower.rbegin(), lower.rend(), is_letter).base();
    const std::string_view core(&*first, static_cast<std::size_t>(last - first));
    return lower.size() - core.size() <= most ? core : lower;
}

// "ababababab" and "passwortpasswort" are as easily guessed as what they repeat.
bool repeats(std::string_view text, std::size_t length)
{
    return text.size() % length == 0 && text.substr(length) == text.substr(0, text.size() - length);
}

bool is_common(std::string_view password)
{
    const auto lower = to_lower_ascii(password);
    const auto& words = common_passwords();
    if (words.contains(lower) || words.contains(without_decoration(lower)))
        return true;
    for (std::size_t length = 1; length <= lower.size() / 2; ++length)
        if (repeats(lower, length) && (length <= 4 || words.contains(lower.substr(0, length))))
            return true;
    return false;
}

} // namespace

// A caller's place among those who hash; waits for it, or is sent away if too many wait already.
class PasswordHasher::Turn
{
public:
    explicit Turn(PasswordHasher& hasher) : m_hasher(hasher)
    {
        std::unique_lock lock(hasher.m_mutex);
        if (hasher.m_running >= most_at_once && hasher.m_waiting >= most_waiting)
            return;
        ++hasher.m_waiting;
        hasher.m_freed.wait(lock, [&] { return hasher.m_running < most_at_once; });
        --hasher.m_waiting;
        ++hasher.m_running;
        m_granted = true;
    }

    ~Turn()
    {
        if (!m_granted)
            return;
        {
            const std::lock_guard lock(m_hasher.m_mutex);
            --m_hasher.m_running;
        }
        m_hasher.m_freed.notify_one();
    }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    bool granted() const { return m_granted; }

private:
    PasswordHasher& m_hasher;
    bool m_granted = false;
};

PasswordHasher::PasswordHasher(PasswordCost cost) : m_cost(cost)
{
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium cannot start");
    std::array<unsigned char, 32> unknown{};
    randombytes_buf(unknown.data(), unknown.size());
    m_decoy = argon2id({reinterpret_cast<const char*>(unknown.data()), unknown.size()}, m_cost);
}

Result<std::string> PasswordHasher::hash(std::string_view password)
{
    const Turn turn(*this);
    if (!turn.granted())
        return too_many_at_once();
    ++m_computed;
    return argon2id(password, m_cost);
}

Result<bool> PasswordHasher::verify(const std::string& stored, std::string_view password)
{
    const Turn turn(*this);
    if (!turn.granted())
        return too_many_at_once();
    ++m_computed;
    const auto& against = stored.empty() ? m_decoy : stored;
    const bool fits = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return fits && !stored.empty();
}

bool PasswordHasher::is_outdated(const std::string& stored) const
{
    return crypto_pwhash_str_needs_rehash(stored.c_str(), m_cost.passes, m_cost.memory) != 0;
}

Result<Done> check_new_password(std::string_view password, std::string_view login)
{
    const auto refuse = [](German text, std::vector<std::string> values = {}) {
        return Error{
            .kind = Err::invalid, .text = text, .values = values, .fields = {{"kennwort", text, values}}};
    };
    const auto length = length_in_characters(password);
    if (length < shortest_password)
        return refuse("Das Kennwort ist zu kurz. Nimm mindestens {1} Zeichen, zum Beispiel drei Wörter "
                      "hintereinander."_de,
                      {std::to_string(shortest_password)});
    if (length > longest_password)
        return refuse("Das Kennwort ist zu lang. Höchstens {1} Zeichen gehen."_de,
                      {std::to_string(longest_password)});
    if (is_common(password))
        return refuse(
            "Dieses Kennwort nehmen viele, es ist leicht zu erraten. Nimm ein anderes, zum Beispiel "
            "drei Wörter hintereinander."_de);
    if (to_lower_ascii(password) == to_lower_ascii(login))
        return refuse("Nimm nicht deine E-Mail-Adresse als Kennwort."_de);
    return Done{};
}

} // namespace dorfnetz::accounts
