#pragma once

#include "features/asking/fitting_store.hpp"

#include <string>
#include <string_view>
#include <vector>

// What fits somebody of the register: where help is needed, the most fitting first, and why.
namespace dorfnetz::asking {

struct Fit
{
    OpenShift open;
    std::string why = {}; // "du hilfst gern bei: Kochen · 2 km von dir"; empty if nothing speaks for it
    std::string but = {}; // "Du bräuchtest eine Mitfahrt."; empty if nothing speaks against it
    int points = 0;
    std::size_t more_times = 0; // at which the same task could be taken
};

// One for each task, and no things to bring along. In the language of the context.
std::vector<Fit> what_fits(db::Reader& reader, const web::Context& context, const people::Person& person,
                           std::size_t most);

inline constexpr std::string_view unsubscribe_end = "/abbestellen"; // of the page's path

// "/passt/…"
std::string path_of(const web::Context& context, const FittingPage& page);
// Of the feed, which can change nothing and so may lie with others.
std::string feed_path_of(const web::Context& context, const FittingPage& page);
std::optional<FittingPage> fitting_page_at(db::Reader& reader, const web::Context& context,
                                           std::string_view key);
std::optional<FittingPage> fitting_feed_at(db::Reader& reader, const web::Context& context,
                                           std::string_view key);
// Whether it was begun from the mailbox that they have now.
bool is_of_mailbox(const web::Context& context, const FittingPage& page, const people::Person& person);
// Their page, begun if there was none, or one of another mailbox.
FittingPage fitting_page_for(db::Tx& tx, const web::Context& context, const people::Person& person);

} // namespace dorfnetz::asking
