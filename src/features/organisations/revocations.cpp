#include "features/organisations/revocations.hpp"

#include "features/organisations/organisations_service.hpp"
#include "features/organisations/organisations_store.hpp"

namespace dorfnetz::organisations {

namespace {

constexpr std::string_view no_text = "none";
constexpr std::string_view given = "given";
constexpr std::string_view withdrawn = "withdrawn";
constexpr std::string_view changed = "changed";

std::string_view word_of(const accounts::GuardedText& text)
{
    return text.empty() ? no_text : to_text(text.audience());
}

std::string_view word_of(const std::optional<Date>& consent_on)
{
    return consent_on ? given : withdrawn;
}

// Makes the text as hidden as the word says. One that this program does not know may mean anything.
template <Audience at_first>
void hide(accounts::Guarded<at_first>& text, std::string_view word)
{
    if (word == no_text)
        text = "";
    else
        text.show_to(
            std::max(text.audience(), accounts::audience_from_text(word).value_or(Audience::coordinator)));
}

struct Noting
{
    db::Tx& tx;
    const NetworkId& network;
    std::string id;
    Timestamp now;

    void operator()(std::string_view kind, std::string_view before, std::string_view after) const
    {
        if (before != after)
            accounts::note_revocation(tx, kind,
                                      {.network = network, .id = id, .word = std::string(after), .at = now});
    }
};

template <class Hide>
bool hide_of_contact(db::Tx& tx, const Revocation& revocation, const Author& author, const Hide& hide)
{
    const auto before = store::contact_by_id(tx, revocation.network, ContactId(revocation.id));
    if (!before)
        return false;
    auto after = *before;
    hide(after.data);
    return after.data != before->data && save_contact(tx, revocation.network, *before, after, author);
}

template <class Hide>
bool hide_of_entry(db::Tx& tx, const Revocation& revocation, const Author& author, const Hide& hide)
{
    const auto before = store::by_id(tx, revocation.network, OrganisationId(revocation.id));
    if (!before)
        return false;
    auto after = *before;
    hide(after);
    return (after.entry != before->entry || after.status != before->status) &&
           save(tx, revocation.network, *before, after, "hidden_again", author);
}

} // namespace

void note_visibility(db::Tx& tx, const NetworkId& network, const Contact& before, const Contact& after,
                     Timestamp now)
{
    const Noting note{.tx = tx, .network = network, .id = after.id.text(), .now = now};
    if (before.data.name != after.data.name)
        note(name_kind, {}, changed);
    note(consent_kind, word_of(before.data.consent_on), word_of(after.data.consent_on));
    note(contact_phone_kind, word_of(before.data.phone), word_of(after.data.phone));
    note(contact_email_kind, word_of(before.data.email), word_of(after.data.email));
}

void note_visibility(db::Tx& tx, const NetworkId& network, const Organisation& before,
                     const Organisation& after, Timestamp now)
{
    const Noting note{.tx = tx, .network = network, .id = after.id.text(), .now = now};
    note(status_kind, to_text(before.status), to_text(after.status));
    note(phone_kind, word_of(before.entry.phone), word_of(after.entry.phone));
    note(email_kind, word_of(before.entry.email), word_of(after.entry.email));
}

bool hide_consent_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    if (revocation.word == given)
        return false;
    return hide_of_contact(tx, revocation, author, [](ContactDraft& contact) {
        contact.consent_on.reset();
        contact.consent_way.clear();
        contact.consent_note.clear();
    });
}

bool hide_contact_phone_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    return hide_of_contact(tx, revocation, author,
                           [&](ContactDraft& contact) { hide(contact.phone, revocation.word); });
}

bool hide_contact_email_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    return hide_of_contact(tx, revocation, author,
                           [&](ContactDraft& contact) { hide(contact.email, revocation.word); });
}

bool hide_phone_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    return hide_of_entry(tx, revocation, author,
                         [&](Organisation& entry) { hide(entry.entry.phone, revocation.word); });
}

bool hide_email_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    return hide_of_entry(tx, revocation, author,
                         [&](Organisation& entry) { hide(entry.entry.email, revocation.word); });
}

bool hide_entry_again(db::Tx& tx, const Revocation& revocation, Leads leads, const Author& author)
{
    const auto status = status_from_text(revocation.word).value_or(Status::reported);
    if (status == Status::published)
        return false;
    return hide_of_entry(tx, revocation, author, [&](Organisation& entry) {
        if (entry.is_public() || status == Status::archived)
            entry.status = status == Status::archived && leads == Leads::yes ? Status::reported : status;
    });
}

} // namespace dorfnetz::organisations
