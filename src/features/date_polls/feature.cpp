#include "features/date_polls/feature.hpp"

#include "features/date_polls/poll_pages.hpp"

namespace dorfnetz::date_polls {

void register_feature(web::Site& site)
{
    add_answer_pages(site);
    add_desk_pages(site);
    add_option_pages(site);
    add_entering_pages(site);
    add_inviting_pages(site);
    add_tidying_pages(site);
    add_print_pages(site);
    add_parts(site);
}

} // namespace dorfnetz::date_polls
