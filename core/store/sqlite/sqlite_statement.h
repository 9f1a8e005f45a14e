// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sql/connection.h"
#include "core/store/sql/statement.h"

#include <cstdint>
#include <functional>

namespace gatehouse::store::sqlite {

/// sql::StatementMaker: SQLite's own statements on the connection that QtSql opened
/// (https://doc.qt.io/qt-6/qsqldriver.html#handle).
[[nodiscard]] Result<std::unique_ptr<sql::Statement>>
prepareStatement(const QSqlDatabase& database, std::string_view text, std::string_view location);

/// A function that ends what the connection is doing: it fails, and may be tried again
/// (https://sqlite.org/c3ref/interrupt.html). May be called on any thread while the connection lives.
[[nodiscard]] std::function<void()> interrupterOf(const sql::Connection& connection);

/// Has each commit of the connection write into frames how many frames the WAL holds then, counted from where
/// it was last begun anew (https://sqlite.org/c3ref/wal_hook.html). frames must outlive the connection's use.
void countLogFrames(const sql::Connection& connection, std::int64_t& frames);

} // namespace gatehouse::store::sqlite
