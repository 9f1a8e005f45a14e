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

} // namespace gatehouse::store::sqlite
