// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/store/sql/statement.h"

#include <QSqlDatabase>
#include <QSqlError>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gatehouse::store::sql {

[[nodiscard]] inline Value toValue(std::string_view text)
{
    return text;
}

[[nodiscard]] inline Value toValue(Bytes bytes)
{
    return bytes;
}

[[nodiscard]] inline Value toValue(const std::string& text)
{
    return std::string_view(text);
}

[[nodiscard]] inline Value toValue(const char* text)
{
    return std::string_view(text);
}

[[nodiscard]] inline Value toValue(UnixMillis at)
{
    return std::int64_t{toMillis(at)};
}

template <class Integer>

requires std::is_integral_v<Integer>

[[nodiscard]] Value toValue(Integer number)
{
    return static_cast<std::int64_t>(number);
}

template <class T>
[[nodiscard]] Value toValue(const std::optional<T>& value)
{
    return value ? toValue(*value) : Value();
}

/// The rows of one query, read forward. Gives the statement back to its connection when destroyed, so that
/// no read transaction outlives it. A value that cannot be what the column means (a negative count, text for
/// a number) makes status() Corrupt instead of travelling on.
class Rows
{
public:
    /// Of a statement that runs and has a first row or none. sql must outlive the rows.
    Rows(Statement& statement, std::string_view sql, bool firstRow)
        : m_statement(&statement)
        , m_sql(sql)
        , m_row(firstRow)
    {}

    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    Rows(Rows&& other) noexcept
        : m_statement(std::exchange(other.m_statement, nullptr))
        , m_sql(other.m_sql)
        , m_row(other.m_row)
        , m_begun(other.m_begun)
        , m_status(std::move(other.m_status))
    {}

    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// False at the end, after a bad value and when the database cannot go on reading; then look at status().
    [[nodiscard]] bool next();

    [[nodiscard]] const Status& status() const noexcept { return m_status; }

    [[nodiscard]] std::string text(int column);
    [[nodiscard]] std::string bytes(int column);
    [[nodiscard]] std::int64_t integer(int column);
    /// Not negative.
    [[nodiscard]] std::uint64_t natural(int column);

    [[nodiscard]] UnixMillis time(int column) { return fromMillis(integer(column)); }

    [[nodiscard]] std::optional<UnixMillis> optionalTime(int column);
    [[nodiscard]] std::optional<std::int64_t> optionalInteger(int column);

private:
    void bad(int column, std::string_view wanted);

    Statement* m_statement;
    std::string_view m_sql;
    bool m_row;           ///< There is one.
    bool m_begun = false; ///< The first one has been asked for.
    Status m_status;
};

/// The first row; NotFound with missing()'s words when there is none.
template <class Read, class Missing>
[[nodiscard]] auto one(Rows& rows, Read read, Missing missing) -> Result<decltype(read(rows))>
{
    const bool found = rows.next();
    GH_TRY(rows.status());
    if (!found) {
        return fail(Errc::NotFound, missing());
    }
    auto row = read(rows);
    GH_TRY(rows.status());
    return row;
}

/// Every row, or the first error.
template <class Read>
[[nodiscard]] auto all(Rows& rows, Read read) -> Result<std::vector<decltype(read(rows))>>
{
    std::vector<decltype(read(rows))> list;
    while (rows.next()) {
        list.push_back(read(rows));
    }
    GH_TRY(rows.status());
    return list;
}

/// One database connection; used by the thread that opened it only. Statements are prepared once and kept by
/// their text, which must therefore be a literal.
class Connection
{
public:
    struct Parameters
    {
        const char* driver; ///< "QSQLITE", "QPSQL".
        std::string database;
        std::string options; ///< As QSqlDatabase::setConnectOptions takes them.
        ErrorMapper mapError;
        StatementMaker prepare;
    };

    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const Parameters& parameters);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Runs a statement and gives the number of changed rows.
    template <class... Arguments>
    Result<std::int64_t> change(std::string_view sql, const Arguments&... arguments)
    {
        const std::array<Value, sizeof...(arguments)> values{toValue(arguments)...};
        return runChange(sql, values);
    }

    template <class... Arguments>
    [[nodiscard]] Result<Rows> query(std::string_view sql, const Arguments&... arguments)
    {
        const std::array<Value, sizeof...(arguments)> values{toValue(arguments)...};
        return runQuery(sql, values);
    }

    /// Runs text once, unprepared: pragmas and DDL.
    Status execute(std::string_view sql);

    /// For what is the driver's own.
    [[nodiscard]] const QSqlDatabase& database() const noexcept { return m_database; }

    /// The id the database gave the row of the last change().
    [[nodiscard]] std::int64_t lastInsertId() const { return m_lastInsertId; }

private:
    Connection(const Parameters& parameters, QString name);

    [[nodiscard]] Result<Statement*> run(std::string_view sql, std::span<const Value> values, bool& row);
    [[nodiscard]] Result<std::int64_t> runChange(std::string_view sql, std::span<const Value> values);
    [[nodiscard]] Result<Rows> runQuery(std::string_view sql, std::span<const Value> values);
    [[nodiscard]] tl::unexpected<Error> failure(const QSqlError& error) const;

    QString m_name;
    QSqlDatabase m_database;
    ErrorMapper m_mapError;
    StatementMaker m_prepare;
    std::string m_location;
    std::unordered_map<std::string_view, std::unique_ptr<Statement>> m_prepared;
    std::int64_t m_lastInsertId = 0;
};

/// Several statements that succeed or fail as one, inside whatever transaction runs.
class Savepoint
{
public:
    explicit Savepoint(Connection& connection)
        : m_connection(connection)
    {}

    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    /// Undoes everything since begin() unless keep() was called.
    ~Savepoint();

    [[nodiscard]] Status begin();
    [[nodiscard]] Status keep();

private:
    Connection& m_connection;
    bool m_open = false;
};

} // namespace gatehouse::store::sql
