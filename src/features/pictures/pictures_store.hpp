#pragma once

#include "features/pictures/api.hpp"
#include "foundation/media/picture.hpp"

// SQL of pictures and files and nothing else.
namespace dorfnetz::pictures {

struct PictureFile
{
    std::string format; // "jpeg", "webp"
    std::string content;
    bool is_hidden = false; // stands in a hidden album
};

enum class Format { jpeg, webp };

// The narrowest file that is at least so wide, otherwise the widest.
std::optional<PictureFile> file_of(db::Reader& reader, const NetworkId& network, std::string_view key,
                                   std::int64_t width, Format format);

// False if it is there already.
bool insert_picture(db::Tx& tx, const NetworkId& network, const Picture& picture, std::string_view user,
                    Timestamp now);
void insert_file(db::Tx& tx, const NetworkId& network, std::string_view key,
                 const media::PictureVariant& variant);
// False if somebody saved after `picture.version`.
bool update_words(db::Tx& tx, const NetworkId& network, const Picture& picture);
// Whoever saved before.
void replace_words(db::Tx& tx, const NetworkId& network, const Picture& picture);
// False if there is none. The same picture may be uploaded again.
bool delete_picture(db::Tx& tx, const NetworkId& network, std::string_view key, Timestamp now);

struct Download
{
    std::string key;
    std::string file_name;
    std::string kind; // "pdf", "odt" …
    std::string title_de;
    std::string title_en;
    std::int64_t size = 0; // bytes
};

std::vector<Download> all_downloads(db::Reader& reader, const NetworkId& network);
std::optional<Download> download_by_key(db::Reader& reader, const NetworkId& network, std::string_view key);
std::string content_of(db::Reader& reader, const NetworkId& network, std::string_view key);
// False if it is there already.
bool insert_download(db::Tx& tx, const NetworkId& network, const Download& download, std::string_view content,
                     std::string_view user, Timestamp now);
bool delete_download(db::Tx& tx, const NetworkId& network, std::string_view key, Timestamp now);

} // namespace dorfnetz::pictures
