// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_store.h"

#include "core/store/sql/migrator.h"
#include "core/store/sqlite/prepare.h"
#include "core/store/sqlite/sqlite_connection.h"

#include <fmt/format.h>

#include <system_error>

namespace gatehouse::store {
namespace sqlite {
namespace {

constexpr std::chrono::seconds kLongRead{1}; ///< Short ones are waited for.

std::int64_t bytesOnDisk(const std::filesystem::path& file)
{
    std::int64_t total = 0;
    for (const auto* suffix : {"", "-wal"}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file.string() + suffix, missing);
        total += missing ? 0 : static_cast<std::int64_t>(size);
    }
    return total;
}

/// The directory's lock is ours: whoever had a lease is gone. What they had in hand is due at once. Of jobs
/// only those whose wait could be a lease: one that is put off for a little is merely tried a little early.
Status freeLeases(const std::filesystem::path& file, const StoreOptions& options)
{
    const auto now = options.clock->now();
    GH_ASSIGN(const auto connection, openForWriting(file, options));
    GH_TRY(connection->execute("BEGIN IMMEDIATE"));
    GH_TRY(connection->change("UPDATE leases SET until = 0 WHERE until > 0"));
    GH_TRY(connection->change("UPDATE webhook_jobs SET visible_at = ? WHERE attempts > 0 AND "
                              "visible_at > ? AND visible_at <= ?",
                              now, now, now + kJobLease));
    // New ones are due; if not, the clock was set back while nobody looked.
    GH_TRY(connection->change("UPDATE webhook_jobs SET visible_at = ? WHERE attempts = 0 AND "
                              "kind = 'process' AND visible_at > ?",
                              now, now));
    GH_TRY(connection->change("UPDATE deliveries SET next_at = ? WHERE state = 'pending' AND next_at > ? "
                              "AND (lease % 2 = 1 OR attempts = 0)",
                              now, now));
    return connection->execute("COMMIT");
}

} // namespace

SqliteStore::SqliteStore(const StoreOptions& options, std::filesystem::path file,
                         std::unique_ptr<QLockFile> lock, std::unique_ptr<Writer> writer,
                         std::unique_ptr<Readers> readers)
    : m_executor(*options.executor)
    , m_file(std::move(file))
    , m_lock(std::move(lock))
    , m_writer(std::move(writer))
    , m_readers(std::move(readers))
    , m_environments(*this)
    , m_accounts(*this)
    , m_overrides(*this)
    , m_integrations(*this)
    , m_apiKeys(*this)
    , m_calls(*this, *options.clock, options.callRetention, options.maxWaitingCalls)
    , m_settings(*this)
    , m_audit(*this)
    , m_webhookEvents(*this)
    , m_webhookJobs(*this)
    , m_endpoints(*this)
    , m_deliveries(*this)
    , m_leases(*this, *options.clock)
    , m_tokens(*this)
    , m_alerts(*this)
{}

SqliteStore::~SqliteStore()
{
    // Readers first: SQLite folds the WAL into the database when the last connection, the writer's, closes.
    m_readers->close();
    m_writer.reset();
}

void SqliteStore::submitRefused(std::unique_ptr<sql::Job> job)
{
    m_executor.post([job = std::move(job)] { job->answer(); });
}

void SqliteStore::info(Completion<StoreInfo> done)
{
    read<StoreInfo>(
        [this](sql::Connection& connection) -> Result<StoreInfo> {
            StoreInfo info;
            info.backend = "sqlite";
            info.location = m_file.string();
            GH_ASSIGN(info.schemaVersion, sql::schemaVersion(connection));
            info.bytes = bytesOnDisk(m_file);
            info.committedGroups = m_writer->groups();
            info.committedWrites = m_writer->writes();
            info.refusedCalls = m_calls.refused();
            return info;
        },
        std::move(done));
}

void SqliteStore::backup(std::filesystem::path file, Completion<bool> done)
{
    read<bool>(
        [target = std::move(file)](sql::Connection& connection) -> Result<bool> {
            // SQLite counts the copy as a write, which this connection may not do otherwise.
            GH_TRY(connection.execute("PRAGMA query_only = OFF"));
            const auto copied = copyDatabase(connection, target);
            GH_TRY(connection.execute("PRAGMA query_only = ON"));
            GH_TRY(copied);
            return true;
        },
        std::move(done));
}

} // namespace sqlite

Result<std::unique_ptr<Store>> openSqliteStore(const StoreOptions& options)
{
    GH_ASSIGN(auto lock, sqlite::lockDataDir(options.dataDir));
    const auto file = options.dataDir / "gatehouse.db";
    GH_TRY(sqlite::prepareDatabase(file, options));
    GH_TRY(sqlite::freeLeases(file, options));
    GH_ASSIGN(auto readers, sqlite::Readers::start(file, options));
    GH_ASSIGN(auto writer, sqlite::Writer::start(file, options, [readers = readers.get()] {
                  readers->endOlderThan(sqlite::kLongRead);
              }));
    return std::make_unique<sqlite::SqliteStore>(options, file, std::move(lock), std::move(writer),
                                                 std::move(readers));
}

} // namespace gatehouse::store
