// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gatehouse::store::sql {

/// Bytes bound as bytes (BLOB, bytea), without a detour through UTF-16. For the large texts.
struct Bytes
{
    std::string_view view;
};

[[nodiscard]] QVariant toVariant(std::string_view text);
[[nodiscard]] QVariant toVariant(Bytes bytes);

[[nodiscard]] inline QVariant toVariant(const std::string& text)
{
    return toVariant(std::string_view(text));
}

[[nodiscard]] inline QVariant toVariant(const char* text)
{
    return toVariant(std::string_view(text));
}

[[nodiscard]] inline QVariant toVariant(UnixMillis at)
{
    return QVariant::fromValue<qint64>(toMillis(at));
}

template <class Integer>

requires std::is_integral_v<Integer>

[[nodiscard]] QVariant toVariant(Integer number)
{
    return QVariant::fromValue(static_cast<qint64>(number));
}

template <class T>
[[nodiscard]] QVariant toVariant(const std::optional<T>& value)
{
    return value ? toVariant(*value) : QVariant();
}

/// Turns a driver's error into ours. One per backend.
using ErrorMapper = Error (*)(const QSqlError& error, std::string_view location);

/// The rows of one query, read forward. Gives the statement back to its connection when destroyed, so that
/// no read transaction outlives it. A value that cannot be what the column means (a negative count, text for
/// a number) makes status() Corrupt instead of travelling on.
class Rows
{
public:
    /// sql and location must outlive the rows.
    Rows(QSqlQuery& query, std::string_view sql, ErrorMapper mapError, std::string_view location)
        : m_query(&query)
        , m_sql(sql)
        , m_mapError(mapError)
        , m_location(location)
    {}

    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    Rows(Rows&& other) noexcept
        : m_query(std::exchange(other.m_query, nullptr))
        , m_sql(other.m_sql)
        , m_mapError(other.m_mapError)
        , m_location(other.m_location)
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

private:
    void bad(int column, std::string_view wanted);

    QSqlQuery* m_query;
    std::string_view m_sql;
    ErrorMapper m_mapError;
    std::string_view m_location;
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
    };

    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const Parameters& parameters);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Runs a statement and gives the number of changed rows.
    template <class... Arguments>
    Result<std::int64_t> change(std::string_view sql, const Arguments&... arguments)
    {
        return runChange(sql, QVariantList{toVariant(arguments)...});
    }

    template <class... Arguments>
    [[nodiscard]] Result<Rows> query(std::string_view sql, const Arguments&... arguments)
    {
        return runQuery(sql, QVariantList{toVariant(arguments)...});
    }

    /// Runs text once, unprepared: pragmas, DDL, BEGIN and COMMIT.
    Status execute(std::string_view sql);

    /// The id the database gave the row of the last change().
    [[nodiscard]] std::int64_t lastInsertId() const { return m_lastInsertId; }

private:
    Connection(const Parameters& parameters, QString name);

    [[nodiscard]] Result<QSqlQuery*> run(std::string_view sql, const QVariantList& arguments);
    [[nodiscard]] Result<std::int64_t> runChange(std::string_view sql, const QVariantList& arguments);
    [[nodiscard]] Result<Rows> runQuery(std::string_view sql, const QVariantList& arguments);
    [[nodiscard]] tl::unexpected<Error> failure(const QSqlError& error) const;

    QString m_name;
    QSqlDatabase m_database;
    ErrorMapper m_mapError;
    std::string m_location;
    std::unordered_map<std::string_view, std::unique_ptr<QSqlQuery>> m_prepared;
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
