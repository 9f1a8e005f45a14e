// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

class QSqlDatabase;
class QSqlError;

namespace gatehouse::store::sql {

/// Bytes bound as bytes (BLOB, bytea). For the large texts.
struct Bytes
{
    std::string_view view;
};

/// What is bound to a place in a statement; std::monostate is NULL. A view of what the caller keeps until the
/// statement has run.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

/// Turns a driver's error into ours. One per backend.
using ErrorMapper = Error (*)(const QSqlError& error, std::string_view location);

/// A prepared statement of one backend, made once and run often. QtSql opens connections but does not run
/// what is prepared: it makes and looks up a name for every value that is bound, which took over a
/// quarter of the writer's time. Lives on its connection's thread and dies before the connection.
class Statement
{
public:
    Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    virtual ~Statement() = default;

    /// Binds copies of the values and runs up to the first row. True: there is one.
    [[nodiscard]] virtual Result<bool> run(std::span<const Value> values) = 0;
    /// On to the next row.
    [[nodiscard]] virtual Result<bool> next() = 0;
    /// Ends the run; values and rows are forgotten.
    virtual void finish() = 0;

    /// Rows changed, and the id of the row inserted, by the last run.
    [[nodiscard]] virtual std::int64_t changed() const = 0;
    [[nodiscard]] virtual std::int64_t insertedId() const = 0;

    /// Of the present row; views until the next call of next() or finish().
    [[nodiscard]] virtual std::string_view bytes(int column) const = 0;
    /// Nothing: NULL or no whole number.
    [[nodiscard]] virtual std::optional<std::int64_t> integer(int column) const = 0;
    [[nodiscard]] virtual bool isNull(int column) const = 0;
};

/// Prepares a statement on an open connection of QtSql. location is for errors and outlives the statement.
using StatementMaker = Result<std::unique_ptr<Statement>> (*)(const QSqlDatabase& database,
                                                              std::string_view sql,
                                                              std::string_view location);

} // namespace gatehouse::store::sql
