#pragma once

#include "features/asking/fitting_store.hpp"

#include <string>
#include <vector>

// What fits somebody of the register: where help is needed, the most fitting first, and why.
namespace dorfnetz::asking {

struct Fit
{
    OpenShift open;
    std::string why = {}; // "du hilfst gern bei: Kochen, 2 km von dir"; empty if nothing speaks for it
    int points = 0;
    std::size_t more_times = 0; // at which the same task could be taken
};

// One for each task. In the language of the context.
std::vector<Fit> what_fits(db::Reader& reader, const web::Context& context, const people::Person& person,
                           std::size_t most);

// "/passt/…"
std::string path_of(const web::Context& context, const FittingPage& page);
// Of the feed, which can change nothing and so may lie with others.
std::string feed_path_of(const web::Context& context, const FittingPage& page);
std::optional<FittingPage> fitting_page_at(db::Reader& reader, const web::Context& context,
                                           std::string_view key);
std::optional<FittingPage> fitting_feed_at(db::Reader& reader, const web::Context& context,
                                           std::string_view key);
// Their page, begun if there was none.
FittingPage fitting_page_for(db::Tx& tx, const web::Context& context, const PersonId& person);

} // namespace dorfnetz::asking
