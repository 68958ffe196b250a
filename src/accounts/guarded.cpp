#include "accounts/guarded.hpp"

namespace dorfnetz::accounts {

namespace {

constexpr std::array<std::pair<Audience, std::string_view>, all_audiences.size()> names{{
    {Audience::public_, "public"},
    {Audience::network, "network"},
    {Audience::village, "village"},
    {Audience::organisation, "organisation"},
    {Audience::coordinator, "coordinator"},
}};

Right right_for(Audience audience)
{
    switch (audience) {
    case Audience::network:
        return Right::see_for_network;
    case Audience::village:
        return Right::see_for_village;
    case Audience::organisation:
        return Right::see_for_organisation;
    case Audience::public_: // asks nobody
    case Audience::coordinator:
        break;
    }
    return Right::see_for_coordination;
}

} // namespace

std::string_view to_text(Audience audience)
{
    return names[static_cast<std::size_t>(audience)].second;
}

std::optional<Audience> audience_from_text(std::string_view text)
{
    for (const auto& [audience, name] : names)
        if (name == text)
            return audience;
    return std::nullopt;
}

Viewer anybody()
{
    return Viewer(Viewer::Sees::what_is_public);
}

Viewer viewer_of(const web::Actor& actor, const Subject& organisation)
{
    auto viewer = anybody();
    for (const auto audience : all_audiences)
        if (audience != Audience::public_)
            viewer.m_sees[static_cast<std::size_t>(audience)] = may(actor, right_for(audience), organisation);
    return viewer;
}

Viewer viewer_with(const web::Actor& actor, Right right, const Subject& subject)
{
    return Viewer(may(actor, right, subject) ? Viewer::Sees::everything : Viewer::Sees::what_is_public);
}

Viewer the_owner()
{
    return Viewer(Viewer::Sees::everything);
}

Viewer the_program()
{
    return Viewer(Viewer::Sees::everything);
}

const std::string& GuardedText::seen_by(const Viewer& viewer) const&
{
    static const std::string nothing;
    return viewer.sees(m_audience) ? m_text : nothing;
}

} // namespace dorfnetz::accounts
