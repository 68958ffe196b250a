#include "features/transfer/batches_store.hpp"

// Workbooks with several sheets, as they came.
namespace dorfnetz::transfer::store {

void insert_file(db::Tx& tx, const NetworkId& network, const BatchId& id, std::string_view bytes)
{
    tx.exec(R"sql(INSERT INTO import_files (network_id, batch_id, bytes) VALUES (:network, :id, :bytes))sql",
            {{"network", network}, {"id", id}, {"bytes", db::Blob{bytes}}});
}

std::string file_of(db::Reader& reader, const NetworkId& network, const BatchId& id)
{
    return reader
        .value<std::string>(
            R"sql(SELECT bytes FROM import_files WHERE network_id = :network AND batch_id = :id)sql",
            {{"network", network}, {"id", id}})
        .value_or(std::string());
}

bool has_file(db::Reader& reader, const NetworkId& network, const BatchId& id)
{
    return reader.count(
               R"sql(SELECT COUNT(*) FROM import_files WHERE network_id = :network AND batch_id = :id)sql",
               {{"network", network}, {"id", id}}) > 0;
}

void delete_file(db::Tx& tx, const NetworkId& network, const BatchId& id)
{
    tx.exec(R"sql(DELETE FROM import_files WHERE network_id = :network AND batch_id = :id)sql",
            {{"network", network}, {"id", id}});
}

void delete_files_older_than(db::Tx& tx, Timestamp moment)
{
    tx.exec(R"sql(
        DELETE FROM import_files WHERE EXISTS (
            SELECT 1 FROM import_batches batch
            WHERE batch.network_id = import_files.network_id AND batch.id = import_files.batch_id
              AND batch.created_at < :moment))sql",
            {{"moment", moment}});
}

} // namespace dorfnetz::transfer::store
