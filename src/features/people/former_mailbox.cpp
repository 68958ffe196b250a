#include "features/people/former_mailbox.hpp"

#include "foundation/core/log.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>

namespace dorfnetz::people {

void tell_former_mailbox(db::Tx& tx, const NetworkId& network, const PersonDraft& before,
                         const PersonDraft& after, const Author& author)
{
    auto to = mailbox_of(before);
    if (to.address.empty() || before.email == after.email || before.is_example)
        return;
    to.name = after.name(); // by which the mail is found when the person is erased
    const auto networks = web::all_networks(tx);
    const auto here = std::find_if(networks.begin(), networks.end(),
                                   [&](const web::Network& known) { return known.id == network; });
    const auto name = here == networks.end() ? std::string() : here->name;
    const auto german = [](German text, const std::vector<std::string>& values) {
        return i18n::translate(i18n::Language::de, text, values);
    };
    const auto told = mail::enqueue(
        tx,
        {.network = network,
         .to = std::move(to),
         .subject = german("Deine E-Mail-Adresse bei „{1}“ ist geändert"_de, {name}),
         .text = german(
             "Hallo {1},\n\ndiese Adresse steht nicht mehr in deinem Eintrag bei „{2}“. Wir schreiben dir "
             "künftig nicht mehr hierher, und „Meine Daten“ öffnest du nur noch mit der neuen.\n\nWolltest "
             "du "
             "das so? Dann ist alles gut.\n\nWeißt du nichts davon? Dann ruf bitte gleich die Koordination "
             "an "
             "oder schreib uns über die Seite „Kontakt“.\n\n{2}"_de,
             {after.name(), name}),
         .purpose = "email_changed",
         .urgency = mail::Urgency::must_arrive},
        author.clock, author.random);
    // What stood there may have been no address at all, which is why it was changed.
    if (!told)
        log::warning("a former mail address takes no mail");
}

} // namespace dorfnetz::people
