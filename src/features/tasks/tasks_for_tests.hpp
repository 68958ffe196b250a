#pragma once

#include "features/lineage/feature.hpp"
#include "features/meetings/feature.hpp"
#include "features/meetings/meetings_for_tests.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/tasks/feature.hpp"
#include "features/tasks/reminders.hpp"
#include "features/tasks/tasks_pages.hpp"
#include "features/tasks/tasks_service.hpp"
#include "foundation/mail/outbox.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::tasks {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Clubs of three villages, and Karl Beispiel of the first, who helps there.
class WithTasks : public meetings::WithMeetings
{
protected:
    WithTasks()
        : WithMeetings({[](web::Site& filled) {
                            lineage::register_feature(filled, {meetings::lineage_kind(), lineage_kind()});
                        },
                        people::register_alone, register_feature})
    {
        site.environment().public_address = "https://heide.example";
        site.given([&](db::Tx& tx) -> Result<Done> {
            auto choir_entry = organisations::organisation_by_id(tx, network.id, choir).value();
            choir_entry.entry.email = "chor@example.org";
            TRY(organisations::update(tx, network.id, choir, choir_entry.version, choir_entry.entry,
                                      author()));
            return Done{};
        });
        karl = given_karl();
    }

    Task given(const TaskDraft& draft)
    {
        const auto here = context();
        return written([&](db::Tx& tx) -> Result<Task> {
                   const auto id = TRY(create(tx, here, draft));
                   return task_by_id(tx, network.id, id).value();
               })
            .value();
    }

    Task now(const Task& task)
    {
        return read([&](db::Reader& reader) { return task_by_id(reader, network.id, task.id); }).value();
    }

    std::vector<mail::Mail> mails_of(std::int64_t expected)
    {
        EXPECT_EQ(remind(site.environment(), site.site(), network), expected);
        std::vector<mail::Mail> mails;
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 10'000};
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            mails.push_back(std::move(claimed->mail));
        return mails;
    }

    std::string answer_path_of(const Task& task) { return answer_path(site.environment(), network.id, task); }

    support::Answer enter(const std::string& query, Fields form)
    {
        form.emplace_back("sichtbar", "public");
        return site.submit("/redaktion/aufgaben/neu" + query, "/redaktion/aufgaben/neu", form);
    }

    static Date day(int month, int day) { return std::chrono::year(2026) / month / day; }

    PersonId karl;
};

} // namespace dorfnetz::tasks
