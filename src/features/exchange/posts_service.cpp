#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/notices.hpp"
#include "features/exchange/revocations.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::exchange {

namespace {

constexpr int longest_shown = 12; // months

PostDraft tidied(PostDraft draft)
{
    draft.title = squeeze(draft.title);
    return draft;
}

std::string free_post_slug(db::Reader& reader, const NetworkId& network, std::string_view title)
{
    auto wanted = search::slug(title);
    if (wanted.empty())
        wanted = "eintrag";
    auto slug = wanted;
    for (int number = 2; !store::post_slug_is_free(reader, network, slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    return slug;
}

Result<Done> checked_post(const PostDraft& draft, Date today)
{
    auto problems = problems_of(draft, today);
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

// A tent is found once; hands and advice may come from several.
bool is_found_once(Category category)
{
    return category == Category::thing || category == Category::room || category == Category::transport;
}

Result<Done> checked_thing_of_answer(db::Reader& reader, const web::Context& context, const Post& post,
                                     const AnswerDraft& draft)
{
    const auto thing = thing_by_id(reader, context.network.id, *draft.thing);
    if (!thing || thing->draft.owner != draft.organisation || thing->status != ThingStatus::offered ||
        post.draft.kind != PostKind::need)
        return Error{.kind = Err::invalid, .fields = {{"sache", "Such eine eurer Sachen aus."_de}}};
    if (!draft.when)
        return Error{.kind = Err::invalid, .fields = {{"von", "Für wann? Trag den ersten Tag ein."_de}}};
    if (draft.when->last < draft.when->first || draft.when->length() > longest_booking)
        return Error{.kind = Err::invalid, .fields = {{"bis", "Das liegt vor dem Anfang."_de}}};
    if (draft.when->first < half_day_at(context.region(), context.now()))
        return Error{.kind = Err::invalid, .fields = {{"von", "Das ist schon vorbei."_de}}};
    if (!store::taken(reader, context.network.id, thing->id, widened(*draft.when, thing->draft.around))
             .empty())
        return Error{.kind = Err::conflict,
                     .text = "„{1}“ ist in dieser Zeit schon verliehen."_de,
                     .values = {thing->draft.title}};
    return Done{};
}

struct Answered
{
    Post post;
    Answer answer;
};

Result<Answered> open_answer(db::Reader& reader, const web::Context& context, const AnswerId& id,
                             std::optional<std::int64_t> version = {})
{
    auto answer = answer_by_id(reader, context.network.id, id);
    auto post = answer ? post_by_id(reader, context.network.id, answer->post) : std::nullopt;
    if (!post)
        return Error{.kind = Err::missing};
    if (answer->status != AnswerStatus::open || post->status != PostStatus::open)
        return Error{.kind = Err::stale,
                     .text = "Das ist inzwischen schon geklärt. Schau, wie es jetzt steht."_de};
    if (version && answer->version != *version)
        return Error{.kind = Err::stale,
                     .text = "Diese Antwort wurde inzwischen geändert. Lies sie noch einmal."_de};
    return Answered{*std::move(post), *std::move(answer)};
}

Result<Done> settle_as(db::Tx& tx, const web::Context& context, Answer answer, AnswerStatus status,
                       const std::optional<VillageId>& helper = {},
                       const std::optional<VillageId>& helped = {})
{
    answer.status = status;
    if (!store::settle(tx, context.network.id, answer, helper, helped, context.now()))
        return Error{.kind = Err::stale};
    return Done{};
}

// The owner has offered it for these days, so nobody has to be asked again.
Result<BookingId> book(db::Tx& tx, const web::Context& context, const Post& post, const Answer& answer)
{
    const auto thing = store::lock_thing(tx, context.network.id, *answer.thing);
    if (!thing || thing->status != ThingStatus::offered || thing->draft.owner != answer.organisation)
        return Error{.kind = Err::conflict, .text = "Das wird inzwischen nicht mehr verliehen."_de};
    if (answer.when->last < half_day_at(context.region(), context.now()))
        return Error{.kind = Err::conflict, .text = "Diese Zeit ist schon vorbei."_de};
    const Booking booking{.id = new_id<BookingId>(context.environment.clock, context.environment.random),
                          .thing = thing->id,
                          .borrower = post.draft.organisation,
                          .owner = thing->draft.owner,
                          .owner_village = thing->draft.village,
                          .borrower_village = post.draft.village,
                          .status = BookingStatus::agreed,
                          .used = *answer.when,
                          .blocked = widened(*answer.when, thing->draft.around),
                          .wish = context.t("Zum Gesuch „{1}“"_de, {post.draft.title}),
                          .requested_at = context.now()};
    store::insert(tx, context.network.id, booking);
    if (!store::keep(tx, context.network.id, booking)) {
        const auto near_it = free_near_text(tx, context, *thing, booking.used);
        return Error{.kind = Err::conflict,
                     .text = "„{1}“ ist in dieser Zeit inzwischen vergeben. {2}"_de,
                     .values = {thing->draft.title, near_it.empty()
                                                        ? std::string()
                                                        : context.t("Frei wäre es: {1}."_de, {near_it})}};
    }
    return booking.id;
}

// Nobody waits for a weekend that is over.
bool is_still_to_come(const web::Context& context, const Post& post, const Answer& answer)
{
    if (answer.when)
        return answer.when->last >= half_day_at(context.region(), context.now());
    return (post.draft.days ? post.draft.days->last : post.draft.expires_on) >= context.today();
}

// What stands there already, word for word.
bool says_the_same(const Answer& known, const Answer& given)
{
    return known.organisation == given.organisation && known.status == AnswerStatus::open &&
           known.thing == given.thing && known.when == given.when && known.words == given.words;
}

bool put_status(db::Tx& tx, const NetworkId& network, const PostId& id, PostStatus status, Timestamp now)
{
    if (!store::close(tx, network, id, status, now))
        return false;
    accounts::note_revocation(
        tx, post_status_kind,
        {.network = network, .id = id.text(), .word = std::string(to_text(status)), .at = now});
    index_post(tx, network, id);
    return true;
}

Result<Done> turn_down_the_others(db::Tx& tx, const web::Context& context, const Post& post)
{
    for (const auto& other : answers_to(tx, context.network.id, post.id)) {
        if (other.status != AnswerStatus::open)
            continue;
        TRY(settle_as(tx, context, other, AnswerStatus::declined));
        if (is_still_to_come(context, post, other))
            tell(tx, context, post, other, AnswerOccasion::found_already);
    }
    return Done{};
}

} // namespace

std::vector<FieldError> problems_of(const PostDraft& draft, Date today)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Worum geht es?"_de});
    if (draft.organisation.empty())
        problems.push_back({"verein", "Für wen schreibst du?"_de});
    if (draft.village.empty())
        problems.push_back({"dorf", "In welchem Dorf?"_de});
    if (draft.days && draft.days->last < draft.days->first)
        problems.push_back({"bis", "Das liegt vor dem Anfang."_de});
    if (draft.expires_on < today)
        problems.push_back({"zeigen_bis", "Dieser Tag ist schon vorbei."_de});
    else if (draft.expires_on > add_months(today, longest_shown))
        problems.push_back({"zeigen_bis", "Höchstens ein Jahr. Danach könnt ihr es neu einstellen."_de});
    return problems;
}

Result<Post> add_post(db::Tx& tx, const web::Network& network, const PostDraft& draft, const Author& author,
                      const std::string& form_key)
{
    const auto now = author.clock.now();
    const i18n::Region here{.time_zone = network.time_zone};
    TRY(checked_post(draft, i18n::local_date(here, now)));
    if (auto known = form_key.empty() ? std::nullopt : store::post_by_form(tx, network.id, form_key))
        return *std::move(known);
    const Post post{.id = new_id<PostId>(author.clock, author.random),
                    .draft = tidied(draft),
                    .slug = free_post_slug(tx, network.id, draft.title),
                    .created_at = now,
                    .updated_at = now};
    store::insert(tx, network.id, post, form_key);
    index_post(tx, network.id, post.id);
    return post;
}

Result<Done> change_post(db::Tx& tx, const web::Context& context, const PostId& id, std::int64_t version,
                         const PostDraft& draft)
{
    auto post = post_by_id(tx, context.network.id, id);
    if (!post || post->draft.kind != draft.kind)
        return Error{.kind = Err::missing};
    TRY(checked_post(draft, context.today()));
    const auto is_example = post->draft.is_example;
    post->draft = tidied(draft);
    post->draft.is_example = is_example;
    post->updated_at = context.now();
    if (!store::update(tx, context.network.id, *post, version))
        return Error{.kind = Err::stale};
    index_post(tx, context.network.id, id);
    return Done{};
}

Result<Done> close_post(db::Tx& tx, const web::Context& context, const PostId& id, PostStatus status)
{
    const auto post = post_by_id(tx, context.network.id, id);
    if (!post)
        return Error{.kind = Err::missing};
    if (!put_status(tx, context.network.id, id, status, context.now()))
        return Error{.kind = Err::stale, .text = "Das ist schon abgeschlossen."_de};
    return turn_down_the_others(tx, context, *post);
}

Result<Done> remove_post(db::Tx& tx, const web::Context& context, const PostId& id)
{
    const auto post = post_by_id(tx, context.network.id, id);
    if (!post)
        return Error{.kind = Err::missing};
    TRY(turn_down_the_others(tx, context, *post));
    remove_post_again(tx, context.network.id, id.text());
    return Done{};
}

bool close_post_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const auto status = post_status_from_text(revocation.word);
    return status && *status != PostStatus::open &&
           put_status(tx, revocation.network, PostId{revocation.id}, *status, now);
}

bool remove_post_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    const auto post = post_by_id(tx, network, PostId{id});
    if (!post)
        return false;
    store::remove_post(tx, network, post->id);
    lineage::forget(tx, network, lineage_record(*post));
    index_post(tx, network, post->id);
    accounts::note_erasure(tx, network, post_kind, id);
    return true;
}

Result<Done> answer(db::Tx& tx, const web::Context& context, const PostId& id, const AnswerDraft& draft)
{
    const auto post = post_by_id(tx, context.network.id, id);
    if (!post || !post->is_shown(context.today()) || post->draft.organisation == draft.organisation)
        return Error{.kind = Err::missing};
    if (draft.thing)
        TRY(checked_thing_of_answer(tx, context, *post, draft));
    else if (squeeze(draft.words).empty())
        return Error{.kind = Err::invalid,
                     .fields = {{"text", "Schreib kurz, was ihr habt und wie ihr euch einigt."_de}}};
    const auto entries = organisations::shared_register(context, tx);
    const Answer given{.id = new_id<AnswerId>(context.environment.clock, context.environment.random),
                       .post = post->id,
                       .organisation = draft.organisation,
                       .village = home_of(*entries, draft.organisation),
                       .thing = draft.thing,
                       .when = draft.thing ? draft.when : std::nullopt,
                       .words = draft.words,
                       .created_at = context.now()};
    const auto known = answers_to(tx, context.network.id, id);
    if (std::ranges::any_of(known, [&](const Answer& each) { return says_the_same(each, given); }))
        return Done{};
    if (!store::put(tx, context.network.id, given))
        return Error{.kind = Err::conflict, .text = "Ihr seid euch schon einig geworden."_de};
    tell(tx, context, *post, given, AnswerOccasion::answered);
    return Done{};
}

Result<Done> take_answer(db::Tx& tx, const web::Context& context, const AnswerId& id, std::int64_t version)
{
    auto [post, answer] = TRY(open_answer(tx, context, id, version));
    if (answer.thing)
        answer.booking = TRY(book(tx, context, post, answer));
    const bool is_need = post.draft.kind == PostKind::need;
    const std::optional<VillageId> here = post.draft.village;
    TRY(settle_as(tx, context, answer, AnswerStatus::taken, is_need ? answer.village : here,
                  is_need ? here : answer.village));
    tell(tx, context, post, answer, AnswerOccasion::taken);
    if (!is_found_once(post.draft.category))
        return Done{};
    return close_post(tx, context, post.id, PostStatus::done);
}

Result<Done> decline_answer(db::Tx& tx, const web::Context& context, const AnswerId& id, std::int64_t version)
{
    const auto [post, answer] = TRY(open_answer(tx, context, id, version));
    TRY(settle_as(tx, context, answer, AnswerStatus::declined, answer.village));
    tell(tx, context, post, answer, AnswerOccasion::declined);
    return Done{};
}

Result<Done> withdraw_answer(db::Tx& tx, const web::Context& context, const AnswerId& id)
{
    const auto [post, answer] = TRY(open_answer(tx, context, id));
    return settle_as(tx, context, answer, AnswerStatus::withdrawn, answer.village);
}

} // namespace dorfnetz::exchange
