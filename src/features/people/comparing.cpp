#include "features/people/api.hpp"
#include "features/people/own_links.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/jobs/queue.hpp"

namespace dorfnetz::people {

namespace {

constexpr std::string_view comparing_job = "compare_person";

} // namespace

Result<PersonId> create_and_compare_later(db::Tx& tx, const NetworkId& network, const NewPerson& person,
                                          Author author)
{
    author.indexing = Author::Indexing::later;
    auto id = TRY(create(tx, network, person, author));
    jobs::enqueue(tx, {.network = network, .kind = std::string(comparing_job), .payload = id.text()},
                  author.clock, author.random);
    return id;
}

void compare_with_others(db::Pool& pool, const NetworkId& network, const PersonId& id, Timestamp now)
{
    const auto alike = pool.read([&](db::Reader& reader) -> std::vector<Duplicate> {
        const auto person = person_by_id(reader, network, id);
        return person ? find_duplicates(reader, network, person->data) : std::vector<Duplicate>{};
    });
    const auto noted = pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& other : alike)
            if (other.id != id)
                note_duplicate(tx, network, id, other.id, other.likeness, now);
        return Done{};
    });
    static_cast<void>(noted.value());
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.handle(std::string(comparing_job), [&environment](jobs::JobContext& job) {
        compare_with_others(environment.pool, job.network(), PersonId(job.payload()),
                            environment.clock.now());
    });
    jobs.handle(std::string(own_links_job),
                [&environment](jobs::JobContext&) { answer_own_page_requests(environment); });
    jobs.every("delete_own_page_links", std::chrono::minutes(60), [&environment](jobs::JobContext&) {
        delete_old_own_links(environment.pool, environment.clock);
    });
}

} // namespace dorfnetz::people
