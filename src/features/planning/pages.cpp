#include "features/planning/planning_pages.hpp"

// What pages of this feature share.
namespace dorfnetz::planning {

using web::Context;

ActivityId asked_activity(const Context& context)
{
    return ActivityId(context.parameter("id"));
}

std::string path_of(const ActivityId& activity, std::string_view end)
{
    return "/redaktion/termine/" + activity.text() + "/plan" + std::string(end);
}

std::vector<web::Crumb> crumbs_of(const Context& context, const Hosted& hosted)
{
    const auto path = "/redaktion/termine/" + hosted.activity.text();
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Termine"_de), "/redaktion/termine"},
            {hosted.title, path},
            {context.t("Zusagen"_de), path + "/zusagen"}};
}

std::vector<web::Crumb> crumbs_below(const Context& context, const Hosted& hosted)
{
    auto crumbs = crumbs_of(context, hosted);
    crumbs.push_back({context.t("Wer macht was?"_de), path_of(hosted.activity)});
    return crumbs;
}

std::string shift_text(const Context& context, const OpenShift& open)
{
    return open.need.draft.title + ", " + activities::shift_when_text(context, open.shift);
}

Result<http::Response> change_plan(Context& context, German notice,
                                   const std::function<Result<Done>(db::Tx&)>& change)
{
    const auto done = context.pool().write(context.scope(), change);
    if (done)
        return web::redirect_with_notice(context, path_of(asked_activity(context)), notice);
    if (done.error().kind == Err::missing)
        return done.error();
    return plan_page(context, done.error());
}

std::vector<std::string> broken_by(const Context& context, const PlanWish& wish, const OpenShift& here)
{
    std::vector<std::string> parts;
    if (wish.most_shifts == 0)
        parts.push_back(context.t("wollte diesmal gar nicht"_de));
    if (is_too_late(context, wish, here))
        parts.push_back(context.t("wollte nicht länger als bis {1}"_de, {clock_text(*wish.not_after)}));
    return parts;
}

web::Examples plan_examples(std::string end)
{
    return
        [end = std::move(end)](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
            const auto open = activities::open_shifts(
                reader, network.id, {.places = activities::ShiftFilter::Places::all, .most = 1});
            if (open.empty())
                return {};
            return {path_of(open.front().listed.date.activity, end)};
        };
}

} // namespace dorfnetz::planning
