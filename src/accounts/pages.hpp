#pragma once

#include "accounts/feature.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/users.hpp"
#include "foundation/web/site.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dorfnetz::accounts {

void register_sign_in_pages(web::Site& site, const std::shared_ptr<Door>& door);
void register_way_pages(web::Site& site, const std::shared_ptr<Door>& door);
void register_security_pages(web::Site& site, const std::shared_ptr<Door>& door, const Subjects& subjects);
void register_password_pages(web::Site& site, const std::shared_ptr<Door>& door);
void register_user_pages(web::Site& site, const Subjects& subjects);
void register_desk_page(web::Site& site);

// `path` if it is a page of ours, the desk otherwise: an address in a link must not lead elsewhere.
std::string own_page_or_desk(std::string_view path);

// Where the asker of a page comes from.
Caller caller_of(const web::Context& context);

// The answer with the cookies that keep in whoever was let in.
http::Response keep_in(const web::Context& context, const Admission& admission, http::Response response);

MailStyle mail_style(const web::Context& context);

// A page with one form and nothing else.
struct FormPage
{
    std::string heading;
    std::string lead = {};
    html::Safe form;
    // Other ways, below the form: what they are called, and their own path.
    std::vector<std::pair<std::string, std::string>> links = {};
    int status = 200;
};

http::Response form_page(const web::Context& context, const FormPage& parts);

// The fields' errors of a service's refusal; its text at `field` if it names none.
std::vector<FieldError> errors_at(const Error& error, std::string_view field);

} // namespace dorfnetz::accounts
