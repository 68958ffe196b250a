#include "features/exchange/exchange_store.hpp"

namespace dorfnetz::exchange {

namespace {

Post read_post(db::Row& row)
{
    Post post;
    post.id = row.take<PostId>();
    post.slug = row.take<std::string>();
    auto& draft = post.draft;
    draft.kind = post_kind_from_text(row.take<std::string>()).value_or(PostKind::need);
    post.status = post_status_from_text(row.take<std::string>()).value_or(PostStatus::withdrawn);
    draft.category = category_from_text(row.take<std::string>()).value_or(Category::thing);
    draft.organisation = row.take<OrganisationId>();
    draft.village = row.take<VillageId>();
    draft.title = row.take<std::string>();
    draft.description = row.take<std::string>();
    const auto first = row.take<std::optional<Date>>();
    const auto last = row.take<std::optional<Date>>();
    if (first && last)
        draft.days = Days{*first, *last};
    draft.expires_on = row.take<Date>();
    draft.is_example = row.take<bool>();
    post.created_at = row.take<Timestamp>();
    post.updated_at = row.take<Timestamp>();
    post.version = row.take<std::int64_t>();
    return post;
}

Answer read_answer(db::Row& row)
{
    Answer answer;
    answer.id = row.take<AnswerId>();
    answer.post = row.take<PostId>();
    answer.organisation = row.take<OrganisationId>();
    answer.village = row.take<std::optional<VillageId>>();
    answer.thing = row.take<std::optional<ThingId>>();
    const auto first = row.take<std::optional<HalfDay>>();
    const auto last = row.take<std::optional<HalfDay>>();
    if (first && last)
        answer.when = Span{*first, *last};
    answer.words = row.take<std::string>();
    answer.status = answer_status_from_text(row.take<std::string>()).value_or(AnswerStatus::open);
    answer.booking = row.take<std::optional<BookingId>>();
    answer.created_at = row.take<Timestamp>();
    answer.version = row.take<std::int64_t>();
    return answer;
}

std::optional<Date> first_day(const PostDraft& draft)
{
    return draft.days ? std::optional(draft.days->first) : std::nullopt;
}

std::optional<Date> last_day(const PostDraft& draft)
{
    return draft.days ? std::optional(draft.days->last) : std::nullopt;
}

std::optional<HalfDay> first_of(const Answer& answer)
{
    return answer.when ? std::optional(answer.when->first) : std::nullopt;
}

std::optional<HalfDay> last_of(const Answer& answer)
{
    return answer.when ? std::optional(answer.when->last) : std::nullopt;
}

} // namespace

std::optional<Post> post_by_id(db::Reader& reader, const NetworkId& network, const PostId& id)
{
    return reader.first(R"sql(
        SELECT id, slug, kind, status, category, organisation_id, village_id, title, description, from_day, to_day,
               expires_on, is_example, created_at, updated_at, version
        FROM exchange_posts WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_post);
}

std::optional<Post> post_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.first(R"sql(
        SELECT id, slug, kind, status, category, organisation_id, village_id, title, description, from_day, to_day,
               expires_on, is_example, created_at, updated_at, version
        FROM exchange_posts WHERE network_id = :network AND slug = :slug)sql",
                        {{"network", network}, {"slug", slug}}, read_post);
}

std::vector<Post> open_posts(db::Reader& reader, const NetworkId& network, Date today)
{
    return reader.list(R"sql(
        SELECT id, slug, kind, status, category, organisation_id, village_id, title, description, from_day, to_day,
               expires_on, is_example, created_at, updated_at, version
        FROM exchange_posts WHERE network_id = :network AND status = 'open' AND expires_on >= :today
          AND (to_day IS NULL OR to_day >= :today)
        ORDER BY created_at DESC, id DESC)sql",
                       {{"network", network}, {"today", today}}, read_post);
}

std::vector<Post> posts_of(db::Reader& reader, const NetworkId& network, const OrganisationId& organisation)
{
    return reader.list(R"sql(
        SELECT id, slug, kind, status, category, organisation_id, village_id, title, description, from_day, to_day,
               expires_on, is_example, created_at, updated_at, version
        FROM exchange_posts WHERE network_id = :network AND organisation_id = :organisation
        ORDER BY created_at DESC, id DESC)sql",
                       {{"network", network}, {"organisation", organisation}}, read_post);
}

std::vector<Answer> answers_to(db::Reader& reader, const NetworkId& network, const PostId& post)
{
    return reader.list(R"sql(
        SELECT id, post_id, organisation_id, helper_village_id, thing_id, first_half_day, last_half_day, words, status,
               booking_id, created_at, version
        FROM exchange_answers WHERE network_id = :network AND post_id = :post ORDER BY created_at, id)sql",
                       {{"network", network}, {"post", post}}, read_answer);
}

std::optional<Answer> answer_by_id(db::Reader& reader, const NetworkId& network, const AnswerId& id)
{
    return reader.first(R"sql(
        SELECT id, post_id, organisation_id, helper_village_id, thing_id, first_half_day, last_half_day, words, status,
               booking_id, created_at, version
        FROM exchange_answers WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_answer);
}

namespace store {

bool post_slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.count(
               R"sql(SELECT COUNT(*) FROM exchange_posts WHERE network_id = :network AND slug = :slug)sql",
               {{"network", network}, {"slug", slug}}) == 0;
}

std::optional<Post> post_by_form(db::Reader& reader, const NetworkId& network, std::string_view form_key)
{
    return reader.first(R"sql(
        SELECT id, slug, kind, status, category, organisation_id, village_id, title, description, from_day, to_day,
               expires_on, is_example, created_at, updated_at, version
        FROM exchange_posts WHERE network_id = :network AND form_key = :form)sql",
                        {{"network", network}, {"form", form_key}}, read_post);
}

void insert(db::Tx& tx, const NetworkId& network, const Post& post, const std::string& form_key)
{
    const auto& draft = post.draft;
    tx.exec(R"sql(
        INSERT INTO exchange_posts (network_id, id, slug, kind, status, category, organisation_id, village_id, title,
                                    description, from_day, to_day, expires_on, is_example, created_at, updated_at,
                                    version, form_key)
        VALUES (:network, :id, :slug, :kind, 'open', :category, :organisation, :village, :title, :description, :first,
                :last, :expires, :example, :now, :now, 1, :form))sql",
            {{"network", network},
             {"form", form_key.empty() ? std::nullopt : std::optional(form_key)},
             {"id", post.id},
             {"slug", post.slug},
             {"kind", to_text(draft.kind)},
             {"category", to_text(draft.category)},
             {"organisation", draft.organisation},
             {"village", draft.village},
             {"title", draft.title},
             {"description", draft.description},
             {"first", first_day(draft)},
             {"last", last_day(draft)},
             {"expires", draft.expires_on},
             {"example", draft.is_example},
             {"now", post.created_at}});
}

bool update(db::Tx& tx, const NetworkId& network, const Post& post, std::int64_t version)
{
    const auto& draft = post.draft;
    return tx.exec(R"sql(
        UPDATE exchange_posts SET category = :category, organisation_id = :organisation, village_id = :village,
            title = :title, description = :description, from_day = :first, to_day = :last, expires_on = :expires,
            status = :status, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", post.id},
                    {"version", version},
                    {"category", to_text(draft.category)},
                    {"organisation", draft.organisation},
                    {"village", draft.village},
                    {"title", draft.title},
                    {"description", draft.description},
                    {"first", first_day(draft)},
                    {"last", last_day(draft)},
                    {"expires", draft.expires_on},
                    {"status", to_text(post.status)},
                    {"now", post.updated_at}}) == 1;
}

bool close(db::Tx& tx, const NetworkId& network, const PostId& id, PostStatus status, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE exchange_posts SET status = :status, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND status = 'open')sql",
                   {{"network", network}, {"id", id}, {"status", to_text(status)}, {"now", now}}) == 1;
}

void remove_post(db::Tx& tx, const NetworkId& network, const PostId& id)
{
    // What was lent is a booking, which stays.
    tx.exec(R"sql(
        INSERT INTO exchange_thanks (network_id, id, helper_village_id, helped_village_id, helped_at)
        SELECT network_id, id, helper_village_id, helped_village_id, ended_at FROM exchange_answers
        WHERE network_id = :network AND post_id = :id AND status = 'taken' AND booking_id IS NULL
          AND helper_village_id IS NOT NULL)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM exchange_answers WHERE network_id = :network AND post_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM exchange_posts WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

bool put(db::Tx& tx, const NetworkId& network, const Answer& answer)
{
    return tx.exec(R"sql(
        INSERT INTO exchange_answers (network_id, id, post_id, organisation_id, helper_village_id, thing_id,
                                      first_half_day, last_half_day, words, status, created_at)
        VALUES (:network, :id, :post, :organisation, :village, :thing, :first, :last, :words, 'open', :now)
        ON CONFLICT (network_id, post_id, organisation_id) DO UPDATE SET
            thing_id = excluded.thing_id, first_half_day = excluded.first_half_day,
            last_half_day = excluded.last_half_day, words = excluded.words, status = 'open', ended_at = NULL,
            version = exchange_answers.version + 1
        WHERE exchange_answers.status <> 'taken')sql",
                   {{"network", network},
                    {"id", answer.id},
                    {"post", answer.post},
                    {"organisation", answer.organisation},
                    {"village", answer.village},
                    {"thing", answer.thing},
                    {"first", first_of(answer)},
                    {"last", last_of(answer)},
                    {"words", answer.words},
                    {"now", answer.created_at}}) == 1;
}

bool settle(db::Tx& tx, const NetworkId& network, const Answer& answer,
            const std::optional<VillageId>& helper, const std::optional<VillageId>& helped, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE exchange_answers SET status = :status, booking_id = :booking, helper_village_id = :helper,
            helped_village_id = :helped, ended_at = :now
        WHERE network_id = :network AND id = :id AND status = 'open' AND version = :version)sql",
                   {{"network", network},
                    {"id", answer.id},
                    {"version", answer.version},
                    {"status", to_text(answer.status)},
                    {"booking", answer.booking},
                    {"helper", helper},
                    {"helped", helped},
                    {"now", now}}) == 1;
}

void withdraw_answers_with(db::Tx& tx, const NetworkId& network, const ThingId& thing, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE exchange_answers SET status = 'withdrawn', ended_at = :now, version = version + 1
        WHERE network_id = :network AND thing_id = :thing AND status = 'open')sql",
            {{"network", network}, {"thing", thing}, {"now", now}});
}

std::vector<Answer> open_answers(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, post_id, organisation_id, helper_village_id, thing_id, first_half_day, last_half_day, words, status,
               booking_id, created_at, version
        FROM exchange_answers WHERE network_id = :network AND status = 'open' ORDER BY created_at, id)sql",
                       {{"network", network}}, read_answer);
}

} // namespace store

} // namespace dorfnetz::exchange
