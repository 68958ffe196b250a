#pragma once

#include "foundation/fetch/curl_handle.hpp"
#include "foundation/mail/mailer.hpp"

namespace dorfnetz::mail {

// What connections to a mail server have in common, whether mail goes there or is fetched. `settings` are
// those of one of them.
template <class Settings>
void set_connection(fetch::CurlHandle& handle, const Settings& settings)
{
    handle.set(CURLOPT_PROXY, ""); // whatever the environment says
    handle.set(CURLOPT_NOSIGNAL, 1L);
    handle.set(CURLOPT_TIMEOUT, static_cast<long>(settings.timeout.count()));
    handle.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (settings.encryption != Encryption::none)
        handle.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!settings.ca_file.empty())
        handle.set(CURLOPT_CAINFO, settings.ca_file.c_str());
    if (!settings.user.empty()) {
        handle.set(CURLOPT_USERNAME, settings.user.c_str());
        handle.set(CURLOPT_PASSWORD, settings.password.c_str());
    }
}

} // namespace dorfnetz::mail
