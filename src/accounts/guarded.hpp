#pragma once

#include "accounts/policy.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Ways to reach somebody: telephone, mail address, street. Such a text goes in freely and comes out only for
// a Viewer, so that a list, an export or a mail that forgot to ask does not compile (docs/adr/0031).
namespace dorfnetz::accounts {

// Whom a text is meant for, from all to few. Each but the first is a right of the policy.
enum class Audience {
    public_,      // everybody
    network,      // the lead clubs of all villages
    village,      // the lead clubs of the villages in which an organisation is active
    organisation, // those who edit the entry for the organisation itself
    coordinator,
};

inline constexpr std::array all_audiences{Audience::public_, Audience::network, Audience::village,
                                          Audience::organisation, Audience::coordinator};

std::string_view to_text(Audience audience);
std::optional<Audience> audience_from_text(std::string_view text);

// What somebody may see of one record. Made by the functions below, by nobody else; where they are called
// stands under [contacts] in src/layers.toml, and tools/check_contacts.py holds it.
class Viewer
{
public:
    bool sees(Audience audience) const { return m_sees[static_cast<std::size_t>(audience)]; }

private:
    enum class Sees { what_is_public, everything };

    explicit Viewer(Sees sees)
    {
        m_sees.fill(sees == Sees::everything);
        m_sees[0] = true;
    }

    std::array<bool, all_audiences.size()> m_sees;

    friend Viewer anybody();
    friend Viewer viewer_of(const web::Actor& actor, const Subject& organisation);
    friend Viewer viewer_with(const web::Actor& actor, Right right, const Subject& subject);
    friend Viewer the_owner();
    friend Viewer the_program();
};

// A visitor.
Viewer anybody();
// Sees of an organisation what each text's audience says.
Viewer viewer_of(const web::Actor& actor, const Subject& organisation);
// Sees everything if the actor has the right, otherwise what is public. Whoever shows what it opens writes
// that to the audit log in the same transaction.
Viewer viewer_with(const web::Actor& actor, Right right, const Subject& subject);
// The one whom the data are about, on their own page.
Viewer the_owner();
// Stores, compares, checks and sends, and shows it to nobody.
Viewer the_program();

class GuardedText
{
public:
    bool empty() const { return m_text.empty(); }

    Audience audience() const { return m_audience; }

    void show_to(Audience audience) { m_audience = audience; }

    // Empty for whom it is not meant.
    const std::string& seen_by(const Viewer& viewer) const&;
    const std::string& seen_by(const Viewer& viewer) && = delete;

    bool operator==(const GuardedText&) const = default;

protected:
    GuardedText(std::string text, Audience audience) : m_text(std::move(text)), m_audience(audience) {}

    std::string m_text;
    Audience m_audience;
};

template <class T>
concept PlainText = std::convertible_to<T, std::string_view>;

// A text with the audience that it has until somebody chooses another one.
template <Audience at_first>
class Guarded : public GuardedText
{
public:
    Guarded() : GuardedText({}, at_first) {}

    template <PlainText T>
    Guarded(T&& text) : GuardedText(std::string(std::forward<T>(text)), at_first)
    {
    }

    // Whom it is meant for stays.
    template <PlainText T>
    Guarded& operator=(T&& text)
    {
        m_text = std::forward<T>(text);
        return *this;
    }

    bool operator==(const Guarded&) const = default;

    // For who knows the text already.
    template <PlainText T>
    bool operator==(const T& text) const
    {
        return m_text == text;
    }
};

} // namespace dorfnetz::accounts
