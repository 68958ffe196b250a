#include "accounts/desk.hpp"
#include "features/decisions/decisions_pages.hpp"

#include <algorithm>
#include <charconv>
#include <set>

// The register of decisions, and the page of each.
namespace dorfnetz::decisions {

namespace {

using web::Context;

constexpr std::string_view decision_pattern = "/beschluesse/{number}";
constexpr std::string_view review_pattern = "/redaktion/beschluesse/{id}/wiedervorlage";

// ---- All of them ----

struct Download
{
    std::string_view ending;
    German label;
};

constexpr Download downloads[] = {{"xlsx", "Für Excel"_de},
                                  {"ods", "Für LibreOffice"_de},
                                  {"csv", "Als CSV"_de},
                                  {"pdf", "Zum Drucken (PDF)"_de}};

void show_filters(html::Page& page, const Context& context, db::Reader& reader, const Asked& asked)
{
    std::set<std::int64_t, std::greater<>> years;
    std::set<std::string> villages;
    const auto entries = organisations::shared_register(context, reader);
    Meetings known(context, reader);
    for (const auto& motion : store::decisions(reader, context.network.id))
        if (const auto* meeting = known.visible(motion.meeting)) {
            years.insert(*motion.year);
            if (meeting->draft.village)
                villages.insert(meeting->draft.village->text());
        }
    for (const auto year : years)
        page.add("YEAR_OPTION").set("VALUE", year).set("LABEL", year).show_if(year == asked.year, "CHOSEN");
    if (!villages.empty()) {
        auto choice = page.add("VILLAGES");
        for (const auto& village : entries->villages)
            if (villages.contains(village.id.text()))
                choice.add("VILLAGE_OPTION")
                    .set("VALUE", village.slug)
                    .set("LABEL", village.name)
                    .show_if(village.slug == asked.village, "CHOSEN");
    }
    page.set("Q", asked.words)
        .show_if(asked.which == Asked::Which::adopted, "ADOPTED_CHOSEN")
        .show_if(asked.which == Asked::Which::to_review, "REVIEW_CHOSEN");
    for (const auto& download : downloads) {
        auto path = web::with_query(context, {});
        const auto query = path.find('?');
        page.add("EXPORT")
            .set("LABEL", context.t(download.label))
            .set("EXPORT_URL",
                 context.url(std::string(register_path) + "/liste." + std::string(download.ending) +
                             (query == std::string::npos ? std::string() : path.substr(query))));
    }
}

void show_row(html::Values row, const Context& context, const Motion& motion)
{
    row.set("NAME", name_of(motion))
        .set("TITLE", motion.draft.title)
        .set("DECISION_URL", context.url(path_of(motion)))
        .set("DAY", day_of(context, motion))
        .set("COUNTS", counts_text(context.language, *motion.counts))
        .show_if(motion.outcome == Outcome::adopted, "ADOPTED")
        .show_if(motion.outcome == Outcome::rejected, "REJECTED")
        .show_if(organisations::needs_example_tag(motion.draft.is_example, motion.draft.title), "EXAMPLE");
    if (motion.outcome == Outcome::adopted && motion.draft.review_on)
        row.add("REVIEW").set("REVIEW_TEXT",
                              context.t("wieder anschauen am {1}"_de,
                                        {i18n::format_date(context.region(), *motion.draft.review_on,
                                                           i18n::DateStyle::plain)}));
}

Result<http::Response> show_register(Context& context)
{
    const auto asked = asked_for(context);
    const auto paging = web::paging(context);
    html::Page page;
    page.set("LIST_URL", context.url(register_path)).set("SEARCH_ICON", web::icon("search"));
    page.set("DOWNLOAD_ICON", web::icon("download"));
    context.pool().read([&](db::Reader& reader) {
        show_filters(page, context, reader, asked);
        const auto motions = chosen(context, reader, asked);
        const auto begin = std::min(std::ssize(motions), static_cast<std::ptrdiff_t>(paging.offset()));
        const auto end = std::min(std::ssize(motions), begin + static_cast<std::ptrdiff_t>(paging.per_page));
        for (auto i = begin; i < end; ++i)
            show_row(page.add("DECISION"), context, motions[static_cast<std::size_t>(i)]);
        page.set("COUNT", i18n::format_number(context.language, std::ssize(motions)))
            .set("COUNT_LABEL", context.t(motions.size() == 1 ? "Beschluss"_de : "Beschlüsse"_de))
            .set("PAGES", web::paging_links(context, paging, std::ssize(motions)))
            .show_if(motions.empty(), "NOTHING");
    });
    return web::page(context,
                     {.title = context.t("Beschlüsse"_de),
                      .crumbs = {{context.t("Treffen und Beschlüsse"_de), "/treffen"}}},
                     context.render("decision_list", page));
}

// ---- One of them ----

Result<Motion> visible_decision(const Context& context, db::Reader& reader)
{
    const auto name = context.parameter("number");
    const auto dash = name.find('-');
    std::int64_t year = 0;
    std::int64_t number = 0;
    if (dash != std::string_view::npos) {
        std::from_chars(name.data(), name.data() + dash, year);
        std::from_chars(name.data() + dash + 1, name.data() + name.size(), number);
    }
    auto motion = store::decision(reader, context.network.id, year, number);
    // 2026-07 is no second address of 2026-7.
    if (!motion || name_of(*motion) != name || !Meetings(context, reader).visible(motion->meeting))
        return Error{.kind = Err::missing};
    return *std::move(motion);
}

std::vector<web::Field> review_fields(const Context& context)
{
    return {{.name = "ergebnis",
             .label = context.t("Was ist daraus geworden?"_de),
             .input = web::Input::long_text,
             .help = context.t("Steht dann beim Beschluss. Bitte keine Namen."_de),
             .longest = 1'000},
            {.name = "wieder",
             .label = context.t("Wann schaut ihr wieder darauf?"_de),
             .input = web::Input::date,
             .help = context.t("Leer lassen, wenn es damit gut ist."_de)}};
}

void show_villages(html::Page& page, const Context& context, db::Reader& reader,
                   const organisations::Register& entries, const Motion& motion)
{
    const auto votes = store::votes_of(reader, context.network.id, motion.id);
    if (votes.empty())
        return;
    auto block = page.add("VILLAGES");
    for (const auto& village : entries.villages) // in their order
        if (const auto vote = std::ranges::find(votes, village.id, &store::Vote::village);
            vote != votes.end())
            block.add("VILLAGE").set("NAME", village.name).set("CHOICE", context.t(label(vote->choice)));
}

void show_review(html::Page& page, const Context& context, const Motion& motion)
{
    if (motion.outcome == Outcome::adopted && motion.draft.review_on)
        page.add("REVIEW")
            .set("REVIEW_TEXT",
                 i18n::format_date(context.region(), *motion.draft.review_on, i18n::DateStyle::plain))
            .show_if(*motion.draft.review_on <= context.today(), "DUE");
    if (motion.reviewed_at)
        page.add("REVIEWED")
            .set("RESULT", motion.review_result.empty() ? context.t("Angesehen."_de) : motion.review_result)
            .set("DAY", i18n::format_date(context.region(), *motion.reviewed_at, i18n::DateStyle::plain));
}

http::Response decision_page(const Context& context, db::Reader& reader, const Motion& motion,
                             const web::FormValues& values, const std::vector<FieldError>& errors)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto meeting = meetings::meeting_by_id(reader, context.network.id, motion.meeting).value();
    const auto record = lineage_record(motion.id);
    html::Page page;
    page.set("NAME", context.t("Beschluss {1}"_de, {name_of(motion)}))
        .set("TITLE", motion.draft.title)
        .set("WORDING", motion.draft.wording)
        .set("OUTCOME", context.t(label(motion.outcome)))
        .set("COUNTS", counts_text(context.language, *motion.counts))
        .set("HOW", context.t("{1}, {2}"_de,
                              {context.t(label(motion.draft.way)), context.t(label(motion.draft.majority))}))
        .set("DAY", day_of(context, motion))
        .set("MEETING", meeting.draft.title)
        .set("MEETING_URL", context.url(meetings::path_of(meeting)))
        .set("LINEAGE", lineage::draw(context, reader, record))
        .set("MAKING", lineage::draw_making(context, reader, record, {"termin", "aufgabe", "gesuch"},
                                            "punkt=" + motion.item.text()))
        .show_if(motion.outcome == Outcome::adopted, "ADOPTED")
        .show_if(motion.outcome == Outcome::rejected, "REJECTED")
        .show_if(organisations::needs_example_tag(motion.draft.is_example, motion.draft.title), "EXAMPLE");
    if (const auto proposer = proposer_of(context, *entries, motion); !proposer.empty())
        page.add("PROPOSER").set("PROPOSER_NAME", proposer);
    if (const auto quorum = quorum_text(context.language, motion); !quorum.empty())
        page.add("QUORUM").set("QUORUM_TEXT", quorum);
    show_villages(page, context, reader, *entries, motion);
    show_review(page, context, motion);
    if (motion.outcome == Outcome::adopted && meetings::may_lead(context, reader, meeting))
        page.add("LOOK_AGAIN")
            .set("FORM",
                 web::draw_form(context,
                                {.action = "/redaktion/beschluesse/" + motion.id.text() + "/wiedervorlage",
                                 .pattern = std::string(review_pattern),
                                 .submit = context.t("Eintragen"_de)},
                                review_fields(context), values, errors));
    return web::page(context,
                     {.title = motion.draft.title,
                      .description = result_text(context.language, motion),
                      .crumbs = {{context.t("Beschlüsse"_de), std::string(register_path)}},
                      .index = meeting.draft.audience == meetings::Audience::public_},
                     context.render("decision_show", page),
                     errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_decision(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto motion = TRY(visible_decision(context, reader));
        return decision_page(context, reader, motion, {}, {});
    });
}

// Whether the actor leads the meeting in which it was decided.
Result<Done> led_decision(const Context& context, const MotionId& id)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Done> {
        const auto motion = motion_by_id(reader, context.network.id, id);
        const auto meeting = motion && motion->is_decision()
                                 ? meetings::meeting_by_id(reader, context.network.id, motion->meeting)
                                 : std::nullopt;
        if (!meeting || !meetings::may_lead(context, reader, *meeting))
            return Error{.kind = Err::missing};
        return Done{};
    });
}

Result<http::Response> post_review(Context& context)
{
    const MotionId id{context.parameter("id")};
    TRY(led_decision(context, id));
    const auto sent = web::read_form(context, review_fields(context));
    auto done = sent.ok()
                    ? context.pool().write(context.scope(),
                                           [&](db::Tx& tx) {
                                               return review(tx, context, id, sent.values.text("ergebnis"),
                                                             sent.values.date("wieder"));
                                           })
                    : Result<Done>(sent.error());
    if (!done && done.error().kind != Err::invalid)
        return done.error();
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto motion = motion_by_id(reader, context.network.id, id).value();
        if (done)
            return web::redirect_with_notice(context, path_of(motion), "Eingetragen."_de);
        return decision_page(context, reader, motion, sent.values, done.error().fields);
    });
}

std::vector<std::string> examples(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& motion : store::decisions(reader, network.id))
        if (paths.empty())
            paths.push_back(path_of(motion));
    return paths;
}

} // namespace

void add_register_pages(web::Site& site)
{
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 115, std::string(register_path),
                                  "Beschlüsse"_de, web::Access::signed_in(), accounts::desk_group::together});
    site.page(std::string(register_path), show_register);
    site.page(std::string(decision_pattern), show_decision, examples);
    site.post(std::string(review_pattern), web::Access::signed_in(), post_review);
}

} // namespace dorfnetz::decisions
