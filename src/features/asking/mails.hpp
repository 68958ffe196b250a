#pragma once

#include "features/asking/asking.hpp"

#include <string>
#include <string_view>
#include <vector>

// Mails to people who are asked. German: the register knows no language of its own.
namespace dorfnetz::asking {

enum class Question { first, once_more };

// What cannot be written to somebody keeps nobody else from being asked.
void mail_question(db::Tx& tx, const web::Context& context, const Search& search, const OpenShift& open,
                   const people::Person& person, Question question);

// Of one mail that asks for several shifts at once, by beginning.
struct SeveralQuestion
{
    const Search* search = nullptr;
    const OpenShift* open = nullptr;
};

// One mail for all of them, each with its own link; at least one.
void mail_questions(db::Tx& tx, const web::Context& context, const std::vector<SeveralQuestion>& questions,
                    const people::Person& person);
enum class Needless { enough, given_up }; // because all places are taken, or because nobody is looked for

// To who has not answered, and need not any more.
void mail_thanks(db::Tx& tx, const web::Context& context, const OpenShift& open, const people::Person& person,
                 Needless why);

// One mail to somebody of the register, with the way to take the consent back. What the mail program offers
// for "unsubscribe" takes the whole consent back, unless there is an own path for it.
void send_mail(db::Tx& tx, const web::Context& german, const people::Person& person,
               const std::string& subject, const std::string& text, std::string_view purpose,
               const std::string& unsubscribe_path = {});

// What is asked, in paragraphs: for mails and letters.
std::vector<std::string> question_paragraphs(db::Reader& reader, const web::Context& context,
                                             const Search& search, const OpenShift& open,
                                             const people::Person& person);

} // namespace dorfnetz::asking
