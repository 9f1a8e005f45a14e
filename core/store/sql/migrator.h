// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/migrations/migrations.h"
#include "core/store/sql/connection.h"
#include "core/store/sql/dialect.h"

#include <span>
#include <string>

namespace gatehouse::store::sql {

/// The schema version of a database; 0 for an empty one.
[[nodiscard]] Result<std::uint32_t> schemaVersion(Connection& connection);

/// Applies what is missing, each migration in a transaction of its own, so that a crash leaves either the old
/// version or the new one. Errc::Unsupported when the database is newer than the list. location names the
/// database in messages.
[[nodiscard]] Status migrate(Connection& connection, std::span<const Migration> migrations,
                             const Dialect& dialect, UnixMillis now, const std::string& location);

} // namespace gatehouse::store::sql
