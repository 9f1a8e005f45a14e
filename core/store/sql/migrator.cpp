// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/migrator.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

std::string replaced(std::string text, std::string_view word, std::string_view by)
{
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
        text.replace(at, word.size(), by);
    }
    return text;
}

std::string inDialect(std::string_view statement, const Dialect& dialect)
{
    auto text = replaced(std::string(statement), "{key}", dialect.key);
    text = replaced(std::move(text), "{serial}", dialect.serial);
    return replaced(std::move(text), "{bytes}", dialect.bytes);
}

Status applyStatements(Connection& connection, const Migration& migration, const Dialect& dialect,
                       UnixMillis now)
{
    for (const auto statement : migration.statements) {
        GH_TRY(connection.execute(inDialect(statement, dialect)));
    }
    GH_TRY(connection.change("INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)",
                             migration.version, migration.name, now));
    return connection.execute("COMMIT");
}

Status apply(Connection& connection, const Migration& migration, const Dialect& dialect, UnixMillis now)
{
    GH_TRY(connection.execute("BEGIN"));
    auto applied = applyStatements(connection, migration, dialect, now);
    if (!applied) {
        // The error that matters is the first one; a failed rollback means that nothing is open any more.
        static_cast<void>(connection.execute("ROLLBACK"));
        applied.error().message =
            fmt::format("cannot bring the database to version {} ({}), it stays as it was: {}",
                        migration.version, migration.name, applied.error().message);
    }
    return applied;
}

} // namespace

Result<std::uint32_t> schemaVersion(Connection& connection)
{
    GH_ASSIGN(auto rows, connection.query("SELECT COALESCE(MAX(version), 0) FROM schema_migrations"));
    return one(
        rows, [](Rows& row) { return static_cast<std::uint32_t>(row.natural(0)); },
        [] { return std::string("no version"); });
}

Status migrate(Connection& connection, std::span<const Migration> migrations, const Dialect& dialect,
               UnixMillis now, const std::string& location)
{
    GH_TRY(connection.execute(inDialect("CREATE TABLE IF NOT EXISTS schema_migrations (version {key}, "
                                        "name TEXT NOT NULL, applied_at BIGINT NOT NULL)",
                                        dialect)));
    GH_ASSIGN(const auto version, schemaVersion(connection));
    const auto known = migrations.empty() ? 0U : migrations.back().version;
    if (version > known) {
        return fail(Errc::Unsupported,
                    fmt::format("{} has schema version {}, this program knows versions up to {}: start the "
                                "newer program that wrote it, or choose another --data-dir",
                                location, version, known));
    }
    for (const auto& migration : migrations) {
        if (migration.version > version) {
            GH_TRY(apply(connection, migration, dialect, now));
        }
    }
    return {};
}

} // namespace gatehouse::store::sql
