#pragma once

#include "features/organisations/api.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz::freshness {

using organisations::OrganisationId;

struct Question
{
    std::string id;
    OrganisationId organisation;
    Timestamp asked_at;
    bool answered = false;
};

// "right": still true; "changed": corrected; "gone": no longer there.
enum class Answer { right, changed, gone };

bool was_asked_since(db::Reader& reader, const NetworkId& network, const OrganisationId& organisation,
                     Timestamp since);
void insert_question(db::Tx& tx, const NetworkId& network, const Question& question,
                     std::string_view token_hash);
std::optional<Question> question_of(db::Reader& reader, const NetworkId& network,
                                    std::string_view token_hash);
// False if it was answered already.
bool save_answer(db::Tx& tx, const NetworkId& network, const Question& question, Answer answer,
                 Timestamp now);

} // namespace dorfnetz::freshness
