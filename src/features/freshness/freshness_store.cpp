#include "features/freshness/freshness_store.hpp"

namespace dorfnetz::freshness {

bool was_asked_since(db::Reader& reader, const NetworkId& network, const OrganisationId& organisation,
                     Timestamp since)
{
    return reader.count(R"sql(
        SELECT count(*) FROM freshness_questions
        WHERE network_id = :network AND organisation_id = :organisation AND asked_at > :since)sql",
                        {{"network", network}, {"organisation", organisation}, {"since", since}}) > 0;
}

void insert_question(db::Tx& tx, const NetworkId& network, const Question& question,
                     std::string_view token_hash)
{
    tx.exec(R"sql(INSERT INTO freshness_questions (network_id, id, organisation_id, token_hash, asked_at)
                  VALUES (:network, :id, :organisation, :token_hash, :asked_at))sql",
            {{"network", network},
             {"id", question.id},
             {"organisation", question.organisation},
             {"token_hash", token_hash},
             {"asked_at", question.asked_at}});
}

std::optional<Question> question_of(db::Reader& reader, const NetworkId& network, std::string_view token_hash)
{
    return reader.first(R"sql(
        SELECT id, organisation_id, asked_at, answered_at FROM freshness_questions
        WHERE network_id = :network AND token_hash = :token_hash)sql",
                        {{"network", network}, {"token_hash", token_hash}}, [](db::Row& row) {
                            Question question;
                            question.id = row.take<std::string>();
                            question.organisation = row.take<OrganisationId>();
                            question.asked_at = row.take<Timestamp>();
                            question.answered = row.take<std::optional<Timestamp>>().has_value();
                            return question;
                        });
}

bool save_answer(db::Tx& tx, const NetworkId& network, const Question& question, Answer answer, Timestamp now)
{
    const std::string_view text = answer == Answer::right     ? "right"
                                  : answer == Answer::changed ? "changed"
                                                              : "gone";
    return tx.exec(R"sql(UPDATE freshness_questions SET answered_at = :now, answer = :answer
                         WHERE network_id = :network AND id = :id AND answered_at IS NULL)sql",
                   {{"network", network}, {"id", question.id}, {"now", now}, {"answer", text}}) == 1;
}

} // namespace dorfnetz::freshness
