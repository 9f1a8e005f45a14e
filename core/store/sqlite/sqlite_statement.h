// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sql/statement.h"

namespace gatehouse::store::sqlite {

/// sql::StatementMaker: SQLite's own statements on the connection that QtSql opened
/// (https://doc.qt.io/qt-6/qsqldriver.html#handle).
[[nodiscard]] Result<std::unique_ptr<sql::Statement>>
prepareStatement(const QSqlDatabase& database, std::string_view text, std::string_view location);

} // namespace gatehouse::store::sqlite
