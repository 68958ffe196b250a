#pragma once

#include "foundation/core/result.hpp"
#include "foundation/html/html.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/http/message.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace dorfnetz::web {

class Site;

// One request, as a handler sees it.
struct Context
{
    Environment& environment;
    const Site& site;
    const http::Request& request;
    Network network;
    std::uint64_t generation = 0;                // of the network, counted before anything of it was read
    std::shared_ptr<const html::Safe> mark = {}; // the network's drawn sign
    Actor actor = {};
    i18n::Language language = i18n::Language::de;
    std::string path = {}; // without the language's prefix: "/doerfer"
    http::Form query = {};
    http::Form form = {};                                            // of a POST
    std::map<std::string, std::string, std::less<>> parameters = {}; // of the route: {slug}

    i18n::Region region() const { return {language, network.time_zone}; }

    db::Scope scope() const { return db::Scope::of(network.id); }

    std::string_view parameter(std::string_view name) const;

    db::Pool& pool() const { return environment.pool; }

    Timestamp now() const { return environment.clock.now(); }

    // The same, said in another language: for mail to somebody else.
    Context in(i18n::Language other) const
    {
        auto theirs = *this;
        theirs.language = other;
        return theirs;
    }

    Date today() const { return i18n::local_date(region(), now()); }

    std::string t(German text) const { return i18n::translate(language, text); }

    std::string t(German text, const std::vector<std::string>& values) const
    {
        return i18n::translate(language, text, values);
    }

    // A path of this network in the request's language: "/doerfer" or "/en/doerfer".
    html::Url url(std::string_view own_path) const;
    // With scheme and host, for feeds, mails, QR codes and canonical links.
    std::string absolute_url(std::string_view own_path) const;

    html::Safe render(std::string_view template_name, const html::Page& values) const
    {
        return html::render(template_name, language, values);
    }
};

// For work outside of a request: a page or a mail as a job draws it, in German unless told otherwise. Nobody
// is asking, and links need the installation's public address.
Context context_of_a_job(Environment& environment, const Site& site, const Network& network);

} // namespace dorfnetz::web
