// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/open.h"
#include "core/store/sql/connection.h"

#include <filesystem>
#include <memory>

namespace gatehouse::store::sqlite {

/// SQLite's result codes (sqlite.org/rescode.html) in our words.
[[nodiscard]] Error mapError(const QSqlError& error, std::string_view location);

/// The one connection that writes: WAL, synchronous=FULL, no checkpoint of its own accord.
[[nodiscard]] Result<std::unique_ptr<sql::Connection>> openForWriting(const std::filesystem::path& file,
                                                                      const StoreOptions& options);
/// A connection that cannot write.
[[nodiscard]] Result<std::unique_ptr<sql::Connection>> openForReading(const std::filesystem::path& file,
                                                                      const StoreOptions& options);

/// Copies one snapshot of the whole database while others go on writing; the copy is compact, has no WAL and
/// mode 0600. AlreadyExists: the file is there.
[[nodiscard]] Status copyDatabase(sql::Connection& connection, const std::filesystem::path& target);

} // namespace gatehouse::store::sqlite
