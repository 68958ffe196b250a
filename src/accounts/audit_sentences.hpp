#pragma once

#include "foundation/core/german.hpp"

#include <span>
#include <string_view>

// What the audit log's actions mean, in one sentence each. tools/check_audit.py fails for an action that is
// recorded somewhere and has none.
namespace dorfnetz::accounts {

// What an action belongs to, for choosing in the list.
enum class AuditTopic { contacts, people, consents, access, organisations, settings };

inline constexpr AuditTopic all_audit_topics[] = {
    AuditTopic::contacts, AuditTopic::people,        AuditTopic::consents,
    AuditTopic::access,   AuditTopic::organisations, AuditTopic::settings,
};

std::string_view to_text(AuditTopic topic);
German label(AuditTopic topic);

struct AuditSentence
{
    std::string_view action; // as it is recorded
    AuditTopic topic;
    German text; // {1}: who did it, unless it was the program; {2}: to whom or what
};

std::span<const AuditSentence> audit_sentences();

// Nothing if the action is of another version of the program.
const AuditSentence* audit_sentence_of(std::string_view action);

} // namespace dorfnetz::accounts
