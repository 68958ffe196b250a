#pragma once

#include "accounts/feature.hpp"
#include "accounts/passkeys.hpp"
#include "accounts/provider_sign_in.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/users.hpp"
#include "foundation/web/site.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dorfnetz::accounts {

void register_sign_in_pages(web::Site& site, const std::shared_ptr<Door>& door, const Providers& providers);
void register_way_pages(web::Site& site, const std::shared_ptr<Door>& door);
void register_passkey_pages(web::Site& site, const std::shared_ptr<Door>& door);
void register_security_pages(web::Site& site, const std::shared_ptr<Door>& door, const Subjects& subjects,
                             const Providers& providers);
void register_password_pages(web::Site& site, const std::shared_ptr<Door>& door);
void register_user_pages(web::Site& site, const Subjects& subjects);
void register_ending_page(web::Site& site, const Subjects& subjects);
void register_deleting_page(web::Site& site, const AccountMentions& mentions);
void register_desk_page(web::Site& site);

// The list of all accounts.
inline constexpr std::string_view accounts_path = "/redaktion/zugaenge";

// `path` if it is a page of ours, the desk otherwise: an address in a link must not lead elsewhere.
std::string own_page_or_desk(std::string_view path);

// Where the asker of a page comes from.
Caller caller_of(const web::Context& context);

// Where the page stands as the browser sees it.
PageOrigin origin_of(const web::Context& context);

// Where the second proof is to be given anew before what lets somebody in may be changed; nothing if it was
// given lately. `back`: own path where one goes afterwards.
std::optional<http::Response> asks_for_proof(const web::Context& context,
                                             std::string_view back = security_path);

// The button that signs in with a passkey; shown by its script alone.
html::Safe draw_passkey_sign_in(const web::Context& context);
// PASSKEY_FORM and the keys that are there, for the page "Anmeldung und Sicherheit".
void show_passkeys(html::Page& page, const web::Context& context, const std::vector<Passkey>& passkeys);

// The answer with the cookies that keep in whoever was let in.
http::Response keep_in(const web::Context& context, const Admission& admission, http::Response response);

// The answer that leads to signing in, with a notice, after the session has ended.
http::Response signed_out(const web::Context& context, German notice);

MailStyle mail_style(const web::Context& context);

// A page with one form and nothing else.
struct FormPage
{
    std::string heading;
    std::string lead = {};
    html::Safe above = {}; // before the form: why it is shown again
    html::Safe form;
    html::Safe beside = {}; // another form below the first
    // Other ways, below the form: what they are called, and their own path.
    std::vector<std::pair<std::string, std::string>> links = {};
    int status = 200;
};

http::Response form_page(const web::Context& context, const FormPage& parts);

// The fields' errors of a service's refusal; its text at `field` if it names none.
std::vector<FieldError> errors_at(const Error& error, std::string_view field);

} // namespace dorfnetz::accounts
