// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_connection.h"

#include "core/store/sqlite/sqlite_statement.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::store::sqlite {
namespace {

// Primary result codes, the low byte of an extended one.
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kReadOnly = 8;
constexpr int kInterrupted = 9;
constexpr int kIoError = 10;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kCannotOpen = 14;
constexpr int kTooBig = 18;
constexpr int kConstraint = 19;
constexpr int kNotADatabase = 26;
// Extended codes of kConstraint.
constexpr int kForeignKey = 787;
constexpr int kNotNull = 1299;
constexpr int kPrimaryKey = 1555;
constexpr int kUnique = 2067;

constexpr std::int64_t kPageBytes = 4096;

Errc constraintCode(int code)
{
    switch (code) {
    case kForeignKey:
        return Errc::Conflict;
    case kPrimaryKey:
    case kUnique:
        return Errc::AlreadyExists;
    case kNotNull:
        return Errc::InvalidArgument;
    default:
        return Errc::Internal;
    }
}

Error described(int code, std::string_view location, const std::string& text)
{
    switch (code & 0xff) {
    case kBusy:
    case kLocked:
        return {Errc::Unavailable,
                fmt::format("another program holds a lock on {}: close it and try again", location),
                {},
                {},
                {}};
    case kReadOnly:
        return {Errc::Forbidden,
                fmt::format("{} cannot be written: make the file and its directory writable for this user",
                            location),
                {},
                {},
                {}};
    case kInterrupted:
        return {Errc::Unavailable,
                fmt::format("reading {} took so long that it held up what is written: ask for less, or try "
                            "again when less is coming in",
                            location),
                {},
                {},
                {}};
    case kIoError:
        return {
            Errc::Unavailable,
            fmt::format("the disk under {} failed ({}): check the disk and its free space", location, text),
            {},
            {},
            {}};
    case kCorrupt:
    case kNotADatabase:
        return {
            Errc::Corrupt,
            fmt::format("{} is damaged or not a database ({}): restore a backup, or move the file away to "
                        "start anew",
                        location, text),
            {},
            {},
            {}};
    case kFull:
        return {Errc::Unavailable,
                fmt::format("no space is left for {}: free some; what was acknowledged is kept", location),
                {},
                {},
                {}};
    case kCannotOpen:
        return {Errc::Unavailable,
                fmt::format("{} cannot be opened: check that the directory exists and is writable", location),
                {},
                {},
                {}};
    case kTooBig:
        return {Errc::LimitExceeded, fmt::format("a value is too large for {}", location), {}, {}, {}};
    case kConstraint:
        return {constraintCode(code), fmt::format("{} refuses the change: {}", location, text), {}, {}, {}};
    default:
        return {Errc::Internal, fmt::format("{}: {} (SQLite {})", location, text, code), {}, {}, {}};
    }
}

Result<std::unique_ptr<sql::Connection>> open(const std::filesystem::path& file, const StoreOptions& options)
{
    return sql::Connection::open({"QSQLITE", file.string(),
                                  fmt::format("QSQLITE_BUSY_TIMEOUT={}", options.busyTimeout.count()),
                                  mapError, prepareStatement});
}

Status run(sql::Connection& connection, std::initializer_list<std::string_view> statements)
{
    for (const auto statement : statements) {
        GH_TRY(connection.execute(statement));
    }
    return {};
}

} // namespace

Error mapError(const QSqlError& error, std::string_view location)
{
    auto mapped = described(error.nativeErrorCode().toInt(), location, error.databaseText().toStdString());
    mapped.source = std::string(location);
    return mapped;
}

Result<std::unique_ptr<sql::Connection>> openForWriting(const std::filesystem::path& file,
                                                        const StoreOptions& options)
{
    GH_ASSIGN(auto connection, open(file, options));
    GH_TRY(run(*connection,
               {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -4096", "PRAGMA temp_store = MEMORY",
                // A file somebody else made must not run code or walk off a page (sqlite.org/security.html).
                "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON"}));
    if (options.maxBytes > 0) {
        GH_TRY(connection->execute(fmt::format("PRAGMA max_page_count = {}",
                                               std::max<std::int64_t>(1, options.maxBytes / kPageBytes))));
    }
    return connection;
}

Result<std::unique_ptr<sql::Connection>> openForReading(const std::filesystem::path& file,
                                                        const StoreOptions& options)
{
    GH_ASSIGN(auto connection, open(file, options));
    GH_TRY(run(*connection, {"PRAGMA query_only = ON", "PRAGMA cache_size = -2048",
                             "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON"}));
    return connection;
}

Status copyDatabase(sql::Connection& connection, const std::filesystem::path& target)
{
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored)) {
        return fail(Errc::AlreadyExists,
                    fmt::format("{} is there already: choose another file", target.string()));
    }
    if (const auto copied = connection.change("VACUUM INTO ?", target.string()); !copied) {
        std::filesystem::remove(target, ignored); // A part of a database is no backup.
        return fail(copied.error());
    }
    std::filesystem::permissions(
        target, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
    return {};
}

} // namespace gatehouse::store::sqlite
