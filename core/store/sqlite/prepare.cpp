// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/prepare.h"

#include "core/store/sql/migrator.h"
#include "core/store/sqlite/sqlite_connection.h"
#include "core/store/sqlite/sqlite_statement.h"

#include <QFile>

#include <fmt/format.h>

#include <map>
#include <system_error>

namespace gatehouse::store::sqlite {
namespace {

constexpr sql::Dialect kDialect{"INTEGER PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB"};
/// "GTHS": marks the file as ours (sqlite.org/pragma.html#pragma_application_id).
constexpr std::int64_t kApplicationId = 0x47544853;
/// Files up to this size are checked page by page at each start (about 1 ms a MiB).
constexpr std::uintmax_t kFullCheckBytes = std::uintmax_t{64} << 20U;

/// Tables and indexes by name, with the text that made them.
using Schema = std::map<std::string, std::string>;

Result<Schema> readSchema(sql::Connection& connection)
{
    GH_ASSIGN(auto rows, connection.query("SELECT name, COALESCE(sql, '') FROM sqlite_master "
                                          "WHERE name NOT LIKE 'sqlite_%'"));
    Schema schema;
    while (rows.next()) {
        schema.emplace(rows.text(0), rows.text(1));
    }
    GH_TRY(rows.status());
    return schema;
}

Result<std::int64_t> pragma(sql::Connection& connection, std::string_view statement)
{
    GH_ASSIGN(auto rows, connection.query(statement));
    return sql::one(
        rows, [](sql::Rows& row) { return row.integer(0); }, [] { return std::string("no answer"); });
}

Error notOurs(const std::filesystem::path& file)
{
    return {Errc::Corrupt,
            fmt::format("{} is a database of another program: choose another --data-dir", file.string()),
            file.string(),
            {},
            {}};
}

/// Looks before anything is changed: another program's database must not even be switched to WAL. True when
/// it is ours already, false when it is empty.
Result<bool> identify(const std::filesystem::path& file, const StoreOptions& options)
{
    GH_ASSIGN(const auto connection, openForReading(file, options));
    GH_ASSIGN(const auto id, pragma(*connection, "PRAGMA application_id"));
    if (id == kApplicationId) {
        return true;
    }
    GH_ASSIGN(const auto schema, readSchema(*connection));
    if (id != 0 || !schema.empty()) {
        return fail(notOurs(file));
    }
    return false;
}

Status checkPages(sql::Connection& connection, const std::filesystem::path& file)
{
    std::error_code ignored;
    if (std::filesystem::file_size(file, ignored) > kFullCheckBytes) {
        return {};
    }
    GH_ASSIGN(auto rows, connection.query("PRAGMA quick_check(1)"));
    GH_ASSIGN(const auto verdict,
              sql::one(
                  rows, [](sql::Rows& row) { return row.text(0); }, [] { return std::string("no answer"); }));
    if (verdict == "ok") {
        return {};
    }
    return fail({Errc::Corrupt,
                 fmt::format("{} is damaged ({}): restore a backup, or move the file away to start anew",
                             file.string(), verdict),
                 file.string(),
                 {},
                 {}});
}

/// Compares with what the same migrations make from nothing: finds half-migrated and hand-edited databases.
Status checkSchema(sql::Connection& connection, const std::filesystem::path& file,
                   const StoreOptions& options, std::span<const Migration> list)
{
    GH_ASSIGN(const auto model,
              sql::Connection::open({"QSQLITE", ":memory:", {}, mapError, prepareStatement}));
    GH_TRY(sql::migrate(*model, list, kDialect, options.clock->now(), ":memory:"));
    GH_ASSIGN(const auto wanted, readSchema(*model));
    GH_ASSIGN(const auto present, readSchema(connection));
    for (const auto& [name, text] : wanted) {
        const auto found = present.find(name);
        if (found == present.end() || found->second != text) {
            return fail(
                {Errc::Corrupt,
                 fmt::format("{} was changed by hand or migrated halfway: {} {} is {}; restore a backup",
                             file.string(), text.starts_with("CREATE TABLE") ? "table" : "index", name,
                             found == present.end() ? "missing" : "different"),
                 file.string(),
                 {},
                 {}});
        }
    }
    return {};
}

} // namespace

Result<std::unique_ptr<QLockFile>> lockDataDir(const std::filesystem::path& dataDir)
{
    std::error_code error;
    if (std::filesystem::create_directories(dataDir, error)) {
        std::filesystem::permissions(dataDir, std::filesystem::perms::owner_all, error);
    }
    if (error || !std::filesystem::is_directory(dataDir)) {
        return fail(Errc::Unavailable,
                    fmt::format("the data directory {} cannot be made{}{}", dataDir.string(),
                                error ? ": " : "",
                                error ? error.message() : std::string(" because a file has that name")));
    }
    auto lock = std::make_unique<QLockFile>(QString::fromStdString((dataDir / "gatehouse.lock").string()));
    lock->setStaleLockTime(0); // A holder never goes stale by age, only by being dead.
    if (lock->tryLock(0)) {
        return lock;
    }
    if (lock->error() != QLockFile::LockFailedError) {
        return fail(Errc::Forbidden,
                    fmt::format("the data directory {} cannot be written: make it writable for this user, or "
                                "choose another --data-dir",
                                dataDir.string()));
    }
    qint64 pid = 0;
    QString host;
    QString program;
    lock->getLockInfo(&pid, &host, &program);
    return fail(Errc::Conflict,
                fmt::format("the data directory {} is in use by process {} ({}): stop it, or choose another "
                            "--data-dir",
                            dataDir.string(), pid, program.toStdString()));
}

Status prepareDatabase(const std::filesystem::path& file, const StoreOptions& options,
                       std::span<const Migration> list)
{
    if (QFile made(QString::fromStdString(file.string()));
        !made.exists() && made.open(QIODevice::WriteOnly)) {
        made.close();
        made.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    GH_ASSIGN(const bool ours, identify(file, options));
    GH_ASSIGN(const auto connection, openForWriting(file, options));
    GH_TRY(checkPages(*connection, file));
    if (!ours) {
        GH_TRY(connection->execute(fmt::format("PRAGMA application_id = {}", kApplicationId)));
    }
    GH_TRY(sql::migrate(*connection, list, kDialect, options.clock->now(), file.string()));
    return checkSchema(*connection, file, options, list);
}

} // namespace gatehouse::store::sqlite
