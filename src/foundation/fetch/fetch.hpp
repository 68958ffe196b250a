#pragma once

#include "foundation/core/result.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Asking other servers, never in a transaction, since the answer takes as long as it takes. As a rule those
// that the operator has named; an address that somebody sent only with Reach::public_internet.
namespace dorfnetz::fetch {

struct Question
{
    std::string address;
    std::string form = {}; // application/x-www-form-urlencoded, sent by POST; GET if there is none
    std::string user = {}; // with the password, by HTTP's Basic scheme; empty: none
    std::string password = {};
    std::string body = {};                // sent by POST as it is, if there is no form
    std::vector<std::string> fields = {}; // of the head, "Name: value"; also what kind of body it is
};

struct Reply
{
    int status = 0;
    std::string body;
};

// What goes out; passed in, so that tests have a server of their own.
class Client
{
public:
    virtual ~Client() = default;
    // Safe to use from several threads. Err::forbidden for an address that may not be asked, Err::too_large,
    // Err::unavailable for whatever else hinders an answer.
    virtual Result<Reply> ask(const Question& question) = 0;
};

// https with a host; or http if the host is this machine, for tests and for what runs beside us.
bool may_be_asked(std::string_view address);
bool is_on_this_machine(std::string_view address);

// Whom a client asks.
enum class Reach {
    named, // whatever the operator wrote into the settings, servers of the own house included
    // Addresses that users wrote: by https, and only servers that anybody in the world reaches. So nobody
    // looks through us into the network that we stand in.
    public_internet,
};

// Whether a numeric address ("192.0.2.7", "2001:db8::1") belongs to the internet and not to a house, a
// machine or a transition mechanism that leads back into one.
bool is_public(std::string_view numeric_address);

struct Limits
{
    Reach reach = Reach::named;
    std::chrono::milliseconds connecting{3'000};
    std::chrono::milliseconds whole{5'000};
    std::size_t longest_reply = 256 * 1024; // bytes
    std::string ca_file = {};               // empty: the certificates of the system
    std::string accept = "application/json";
};

// Follows no redirects, takes no proxy from the environment, unpacks nothing. Logs why a server did not
// answer, without its address.
std::unique_ptr<Client> client(const Limits& limits = {});

} // namespace dorfnetz::fetch
