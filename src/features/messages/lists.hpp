#pragma once

#include "features/messages/placeholders.hpp"
#include "features/people/api.hpp"
#include "foundation/mail/mail.hpp"
#include "foundation/web/context.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The lists to which a message can go, and how each of their entries is reached.
namespace dorfnetz::messages {

enum class Way { mail, letter, call };

std::string_view to_text(Way way);
std::optional<Way> way_from_text(std::string_view text);

// Why somebody gets nothing.
enum class Why {
    none,
    not_allowed,      // has not agreed to be asked by this actor, or rests
    through_the_club, // wants to be asked by the lead club, and this is not it
    no_way,           // neither mail nor address nor telephone
    no_mail,          // on a list that has telephone lists of its own
};

struct Recipient
{
    std::string id; // of the person or entry
    std::optional<Way> way = {};
    Why why = Why::none;
    PersonalWords words = {};
};

// What is needed to send a mail.
struct MailTarget
{
    mail::Mailbox to;
    PersonalWords words = {};
    std::string leave_path = {}; // where the recipient says that no more is to come; empty: there is none
};

// What is needed for paper, as the actor may see it.
struct PaperTarget
{
    std::string name;
    std::vector<std::string> lines; // of the address
    std::string phones;
    PersonalWords words = {};
};

struct List
{
    std::string_view key;    // as it is stored
    std::string_view in_url; // as the address names it
    German heading;
    // Whether the actor may write to the list that the address names.
    bool (*is_open)(const web::Context& context);
    // Own path of the list, with the filters of the address.
    std::string (*back)(const web::Context& context);
    // Of the filters in the address; as far as the actor may see it.
    std::vector<Recipient> (*find)(const web::Context& context);
    std::string (*filters)(const web::Context& context);
    // As it is now; nothing for who may not be asked any more by the actor, who wrote it.
    std::optional<MailTarget> (*mail_target)(db::Reader& reader, const web::Context& context,
                                             const std::string& id, people::Purpose purpose);
    // Those that are left of these, as the actor may see them; what that opens is written to the audit log by
    // the caller. None where the list has no paper.
    std::vector<PaperTarget> (*paper_targets)(db::Reader& reader, const web::Context& context,
                                              const std::vector<std::string>& ids);
};

const List* list_in_url(std::string_view name);
const List* list_with_key(std::string_view key);
const List& people_list();
const List& entries_list();
const List& promises_list();

// "?dorf=aue"; empty without filters.
std::string query_of(const web::Context& context);

// What people have to have agreed to, to be asked by this actor.
people::Purpose purpose_for(const web::Actor& actor);

} // namespace dorfnetz::messages
