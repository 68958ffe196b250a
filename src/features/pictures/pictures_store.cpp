#include "features/pictures/pictures_store.hpp"

#include "features/pictures/revocations.hpp"
#include "foundation/db/list.hpp"

namespace dorfnetz::pictures {

namespace {

constexpr std::string_view hidden_prefix = "hidden:";

Picture read_picture_row(db::Row& row)
{
    Picture picture;
    picture.key = row.take<std::string>();
    picture.album = row.take<std::string>();
    picture.width = row.take<std::int64_t>();
    picture.height = row.take<std::int64_t>();
    picture.words.alt_de = row.take<std::string>();
    picture.words.alt_en = row.take<std::string>();
    picture.words.decorative = row.take<bool>();
    picture.words.credit = row.take<std::string>();
    picture.words.licence = row.take<std::string>();
    picture.version = row.take<std::int64_t>();
    return picture;
}

PictureFile read_file_row(db::Row& row)
{
    PictureFile file;
    file.format = row.take<std::string>();
    file.content = row.take<std::string>();
    file.is_hidden = row.take<std::string>().starts_with(hidden_prefix);
    return file;
}

Download read_download_row(db::Row& row)
{
    Download download;
    download.key = row.take<std::string>();
    download.file_name = row.take<std::string>();
    download.kind = row.take<std::string>();
    download.title_de = row.take<std::string>();
    download.title_en = row.take<std::string>();
    download.size = row.take<std::int64_t>();
    return download;
}

std::optional<std::string> or_null(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

void note_removal(db::Tx& tx, const NetworkId& network, std::string_view kind, std::string_view key,
                  Timestamp now)
{
    accounts::note_revocation(tx, kind,
                              {.network = network, .id = std::string(key), .word = "removed", .at = now});
}

} // namespace

std::vector<Picture> pictures_of(db::Reader& reader, const NetworkId& network, std::string_view album)
{
    return reader.list(R"sql(
        SELECT key, album, width, height, alt_de, alt_en, decorative, credit, licence, version FROM pictures
        WHERE network_id = :network AND album = :album ORDER BY uploaded_at DESC, key)sql",
                       {{"network", network}, {"album", album}}, read_picture_row);
}

std::map<std::string, std::string> newest_of(db::Reader& reader, const NetworkId& network,
                                             const std::vector<std::string>& albums)
{
    std::map<std::string, std::string> newest;
    db::in_lists<std::string>({{"network", network}}, albums, [&](const db::Params& params) {
        reader.each(R"sql(
            SELECT album, key FROM pictures
            WHERE network_id = :network
              AND album IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r, :s, :t, :u, :v, :w, :x)
            ORDER BY uploaded_at DESC, key)sql",
                    params, [&](db::Row& row) {
                        auto album = row.take<std::string>();
                        newest.emplace(std::move(album), row.take<std::string>());
                    });
    });
    return newest;
}

std::optional<Picture> picture_by_key(db::Reader& reader, const NetworkId& network, std::string_view key)
{
    return reader.first(R"sql(
        SELECT key, album, width, height, alt_de, alt_en, decorative, credit, licence, version FROM pictures
        WHERE network_id = :network AND key = :key)sql",
                        {{"network", network}, {"key", key}}, read_picture_row);
}

std::optional<PictureFile> file_of(db::Reader& reader, const NetworkId& network, std::string_view key,
                                   std::int64_t width, Format format)
{
    const std::string_view wanted = format == Format::webp ? "webp" : "jpeg";
    auto fitting = reader.first(R"sql(
        SELECT f.format, f.content, p.album FROM picture_files f
        JOIN pictures p ON p.network_id = f.network_id AND p.key = f.picture_key
        WHERE f.network_id = :network AND f.picture_key = :key AND f.format = :format AND f.width >= :width
        ORDER BY f.width LIMIT 1)sql",
                                {{"network", network}, {"key", key}, {"format", wanted}, {"width", width}},
                                read_file_row);
    if (fitting)
        return fitting;
    return reader.first(R"sql(
        SELECT f.format, f.content, p.album FROM picture_files f
        JOIN pictures p ON p.network_id = f.network_id AND p.key = f.picture_key
        WHERE f.network_id = :network AND f.picture_key = :key AND f.format = :format
        ORDER BY f.width DESC LIMIT 1)sql",
                        {{"network", network}, {"key", key}, {"format", wanted}}, read_file_row);
}

bool insert_picture(db::Tx& tx, const NetworkId& network, const Picture& picture, std::string_view user,
                    Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO pictures (network_id, key, album, width, height, alt_de, alt_en, decorative, credit,
                              licence, uploaded_by, uploaded_at)
        VALUES (:network, :key, :album, :width, :height, :alt_de, :alt_en, :decorative, :credit, :licence, :user,
                :now)
        ON CONFLICT (network_id, key) DO NOTHING)sql",
                   {{"network", network},
                    {"key", picture.key},
                    {"album", picture.album},
                    {"width", picture.width},
                    {"height", picture.height},
                    {"alt_de", picture.words.alt_de},
                    {"alt_en", picture.words.alt_en},
                    {"decorative", picture.words.decorative},
                    {"credit", picture.words.credit},
                    {"licence", picture.words.licence},
                    {"user", or_null(user)},
                    {"now", now}}) == 1;
}

void insert_file(db::Tx& tx, const NetworkId& network, std::string_view key,
                 const media::PictureVariant& variant)
{
    tx.exec(R"sql(
        INSERT INTO picture_files (network_id, picture_key, width, format, height, content)
        VALUES (:network, :key, :width, :format, :height, :content))sql",
            {{"network", network},
             {"key", key},
             {"width", variant.width},
             {"format", variant.format == media::PictureFormat::webp ? "webp" : "jpeg"},
             {"height", variant.height},
             {"content", db::Blob{variant.bytes}}});
}

bool update_words(db::Tx& tx, const NetworkId& network, const Picture& picture)
{
    return tx.exec(R"sql(
        UPDATE pictures SET alt_de = :alt_de, alt_en = :alt_en, decorative = :decorative, credit = :credit,
                            licence = :licence, version = version + 1
        WHERE network_id = :network AND key = :key AND version = :version)sql",
                   {{"alt_de", picture.words.alt_de},
                    {"alt_en", picture.words.alt_en},
                    {"decorative", picture.words.decorative},
                    {"credit", picture.words.credit},
                    {"licence", picture.words.licence},
                    {"network", network},
                    {"key", picture.key},
                    {"version", picture.version}}) == 1;
}

void replace_words(db::Tx& tx, const NetworkId& network, const Picture& picture)
{
    tx.exec(R"sql(
        UPDATE pictures SET alt_de = :alt_de, alt_en = :alt_en, decorative = :decorative, credit = :credit,
                            licence = :licence, version = version + 1
        WHERE network_id = :network AND key = :key)sql",
            {{"alt_de", picture.words.alt_de},
             {"alt_en", picture.words.alt_en},
             {"decorative", picture.words.decorative},
             {"credit", picture.words.credit},
             {"licence", picture.words.licence},
             {"network", network},
             {"key", picture.key}});
}

bool delete_picture(db::Tx& tx, const NetworkId& network, std::string_view key, Timestamp now)
{
    const bool deleted = tx.exec(R"sql(DELETE FROM pictures WHERE network_id = :network AND key = :key)sql",
                                 {{"network", network}, {"key", key}}) == 1;
    if (deleted)
        note_removal(tx, network, picture_kind, key, now);
    return deleted;
}

std::string hidden_album(std::string_view album)
{
    return std::string(hidden_prefix) + std::string(album);
}

void move_album(db::Tx& tx, const NetworkId& network, std::string_view album, std::string_view new_album)
{
    tx.exec(R"sql(UPDATE pictures SET album = :new_album WHERE network_id = :network AND album = :album)sql",
            {{"network", network}, {"album", album}, {"new_album", new_album}});
}

std::vector<Download> all_downloads(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT key, file_name, kind, title_de, title_en, size FROM downloads
        WHERE network_id = :network ORDER BY uploaded_at DESC, key)sql",
                       {{"network", network}}, read_download_row);
}

std::optional<Download> download_by_key(db::Reader& reader, const NetworkId& network, std::string_view key)
{
    return reader.first(R"sql(
        SELECT key, file_name, kind, title_de, title_en, size FROM downloads
        WHERE network_id = :network AND key = :key)sql",
                        {{"network", network}, {"key", key}}, read_download_row);
}

std::string content_of(db::Reader& reader, const NetworkId& network, std::string_view key)
{
    return reader
        .value<std::string>(
            R"sql(SELECT content FROM downloads WHERE network_id = :network AND key = :key)sql",
            {{"network", network}, {"key", key}})
        .value_or(std::string());
}

bool insert_download(db::Tx& tx, const NetworkId& network, const Download& download, std::string_view content,
                     std::string_view user, Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO downloads (network_id, key, file_name, kind, title_de, title_en, size, content, uploaded_by,
                               uploaded_at)
        VALUES (:network, :key, :file_name, :kind, :title_de, :title_en, :size, :content, :user, :now)
        ON CONFLICT (network_id, key) DO NOTHING)sql",
                   {{"network", network},
                    {"key", download.key},
                    {"file_name", download.file_name},
                    {"kind", download.kind},
                    {"title_de", download.title_de},
                    {"title_en", download.title_en},
                    {"size", download.size},
                    {"content", db::Blob{content}},
                    {"user", or_null(user)},
                    {"now", now}}) == 1;
}

bool delete_download(db::Tx& tx, const NetworkId& network, std::string_view key, Timestamp now)
{
    const bool deleted = tx.exec(R"sql(DELETE FROM downloads WHERE network_id = :network AND key = :key)sql",
                                 {{"network", network}, {"key", key}}) == 1;
    if (deleted)
        note_removal(tx, network, download_kind, key, now);
    return deleted;
}

std::optional<RemovedPicture> remove_picture_again(db::Tx& tx, const Revocation& removal, Timestamp now)
{
    const auto picture = picture_by_key(tx, removal.network, removal.id);
    if (!picture)
        return std::nullopt;
    delete_picture(tx, removal.network, picture->key, now);
    const auto left = pictures_of(tx, removal.network, picture->album);
    return RemovedPicture{.newest_left = left.empty() ? "" : left.front().key};
}

bool remove_download_again(db::Tx& tx, const Revocation& removal, Timestamp now)
{
    return download_by_key(tx, removal.network, removal.id) &&
           delete_download(tx, removal.network, removal.id, now);
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE pictures SET uploaded_by = NULL WHERE network_id = :network AND uploaded_by = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE downloads SET uploaded_by = NULL WHERE network_id = :network AND uploaded_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::pictures
