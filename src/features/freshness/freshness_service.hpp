#pragma once

#include "features/freshness/freshness_store.hpp"
#include "foundation/web/context.hpp"

#include <chrono>

namespace dorfnetz::freshness {

inline constexpr std::chrono::days pause_between_mails{90};
inline constexpr std::chrono::days link_lives{60};

struct OpenQuestion
{
    Question question;
    organisations::Organisation organisation;
};

std::string hash_of(const web::Environment& environment, std::string_view token);

// The entry that a link asks about. Err::missing for an unknown, answered or old link, or if the entry is no
// longer public.
Result<OpenQuestion> open_question(const web::Context& context, db::Reader& reader);

// Each in one transaction with the answer; Err as open_question, update also as organisations::update.
Result<Done> answer_right(const web::Context& context);
Result<Done> answer_gone(const web::Context& context);
Result<Done> answer_changed(const web::Context& context, std::int64_t version,
                            const organisations::OrganisationDraft& draft);

} // namespace dorfnetz::freshness
