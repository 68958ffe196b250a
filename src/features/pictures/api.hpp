#pragma once

#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::pictures {

// What is said about a picture.
struct Words
{
    std::string alt_de = {}; // what it shows; may be empty only if it is decoration
    std::string alt_en = {};
    bool decorative = false;
    std::string credit = {};
    std::string licence = {};

    // "Karla Muster, CC BY 4.0"; empty if nothing is said.
    std::string credit_line() const;

    bool operator==(const Words&) const = default;
};

struct Picture
{
    std::string key; // in addresses; from the content and the album
    std::string album;
    std::int64_t width = 0;
    std::int64_t height = 0;
    Words words;
    std::int64_t version = 1;

    // For people who do not see it; empty for decoration.
    std::string alt(i18n::Language language) const;
};

// The album that texts take their pictures from; it belongs to the coordination.
inline constexpr std::string_view collection;

// The newest first.
std::vector<Picture> pictures_of(db::Reader& reader, const NetworkId& network, std::string_view album);
// The key of the newest one of each album that has any.
std::map<std::string, std::string> newest_of(db::Reader& reader, const NetworkId& network,
                                             const std::vector<std::string>& albums);
std::optional<Picture> picture_by_key(db::Reader& reader, const NetworkId& network, std::string_view key);

// Address of the picture about so wide (pixels); 400, 800 and 1600 are there.
html::Url picture_url(std::string_view key, int width);

// The picture with credit and licence below; nothing if there is none (any more).
html::Safe draw_picture(const web::Context& context, db::Reader& reader, std::string_view key);

// All of them side by side, each with credit and licence; nothing if there are none.
html::Safe draw_gallery(const web::Context& context, const std::vector<Picture>& pictures);

// What is uploaded.
struct NewPicture
{
    std::string_view bytes = {};
    Words words = {};
    std::string album = std::string(collection);
    std::string user = {}; // id of the account
};

// Takes a picture through the reader process and keeps it. The key; that of the picture which is there
// already if the content is the same, and then the words are the new ones. `then` runs in the same
// transaction, with the key. Err::too_large over 15 MB; Err::invalid for what is no picture or lacks words.
// Opens its own transaction, because reading takes long.
Result<std::string>
add_picture(web::Environment& environment, const NetworkId& network, const NewPicture& picture,
            const std::function<Result<Done>(db::Tx&, const std::string& key)>& then = {});

// ---- Albums: one way of uploading for everything that has pictures ----

// What an album belongs to: this club, this village.
struct AlbumSubject
{
    std::string album;                    // "village:…"; names it among all albums of the network
    std::string name = {};                // of the club
    std::string path = {};                // of the album's page: "/redaktion/doerfer/aue/bild"
    std::vector<web::Crumb> crumbs = {};  // above the page
    std::optional<std::string> back = {}; // own path of where one goes when done
};

enum class AlbumChange { added, removed };

// Pages on which editors upload pictures, say what they show, and remove them. A feature says who may do that
// and what follows from it.
struct Album
{
    std::string pattern;  // "/redaktion/doerfer/{slug}/bild"
    web::Access access;   // who may call the pages at all
    German heading;       // "Bild des Dorfes"
    German help = {};     // what makes a good one
    std::size_t most = 1; // a new picture takes the place of an only one; a full album takes none
    enum class Use {
        shown_by_itself, // asks who made the picture and whether it may be shown
        in_texts,        // says how a text shows it
        as_logo,         // need not say who made it
        of_thing,        // neither, nor what is to be seen: then that is what the album belongs to
    } use = Use::shown_by_itself;
    // Err::missing for whom this album is not there. Asked again in the transaction of each change.
    std::function<Result<AlbumSubject>(const web::Context&, db::Reader&)> subject;
    // Called in the transaction of a change, with the key of the newest picture left, empty for none.
    std::function<Result<Done>(const web::Context&, db::Tx&, AlbumChange, const std::string& newest)>
        changed = {};
    web::Examples examples = {};
};

void add_album(web::Site& site, Album album);

// Where the pictures of an album are while what it belongs to is not public: editors alone see those in
// there.
std::string hidden_album(std::string_view album);
// From one album into another, with the addresses that they have.
void move_album(db::Tx& tx, const NetworkId& network, std::string_view album, std::string_view new_album);

// All pictures of what is no longer there.
void remove_album(db::Tx& tx, const NetworkId& network, std::string_view album, Timestamp now);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::pictures
