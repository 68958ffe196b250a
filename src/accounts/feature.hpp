#pragma once

#include "accounts/deleting.hpp"
#include "accounts/passwords.hpp"
#include "accounts/provider_sign_in.hpp"
#include "accounts/users.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::accounts {

struct Settings
{
    Subjects subjects;
    PasswordCost cost = {};        // less only in tests
    Providers providers = {};      // where networks let people sign in
    AccountMentions mentions = {}; // what goes with an account
};

void register_feature(web::Site& site, const Settings& settings);

// Sends the password links that were asked for. The environment must live as long as the jobs.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);

} // namespace dorfnetz::accounts
