// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/connection.h"

#include <QSqlQuery>
#include <QString>

#include <fmt/format.h>

#include <atomic>

namespace gatehouse::store::sql {

Rows::~Rows()
{
    if (m_statement != nullptr) {
        m_statement->finish();
    }
}

bool Rows::next()
{
    if (!m_status) {
        return false;
    }
    if (!std::exchange(m_begun, true)) {
        return m_row;
    }
    const auto more = m_row ? m_statement->next() : Result<bool>(false);
    if (!more) {
        m_status = fail(more.error());
        return false;
    }
    m_row = *more; // Behind the end a statement would begin again.
    return *more;
}

void Rows::bad(int column, std::string_view wanted)
{
    if (m_status) {
        m_status = fail(Errc::Corrupt, fmt::format("a stored row has no {} in column {} of \"{}\"", wanted,
                                                   column + 1, m_sql));
    }
}

std::string Rows::text(int column)
{
    return std::string(m_statement->bytes(column));
}

std::string Rows::bytes(int column)
{
    return std::string(m_statement->bytes(column));
}

std::int64_t Rows::integer(int column)
{
    const auto number = m_statement->integer(column);
    if (!number) {
        bad(column, "number");
    }
    return number.value_or(0);
}

std::uint64_t Rows::natural(int column)
{
    const auto number = integer(column);
    if (number < 0) {
        bad(column, "number from 0 up");
        return 0;
    }
    return static_cast<std::uint64_t>(number);
}

std::optional<UnixMillis> Rows::optionalTime(int column)
{
    if (m_statement->isNull(column)) {
        return std::nullopt;
    }
    return time(column);
}

std::optional<std::int64_t> Rows::optionalInteger(int column)
{
    if (m_statement->isNull(column)) {
        return std::nullopt;
    }
    return integer(column);
}

namespace {

QString uniqueName()
{
    // QtSql keeps connections under process-wide names; a counter keeps two stores of one test apart.
    static std::atomic<unsigned> next{0};
    return QString::fromLatin1("gatehouse-%1").arg(next.fetch_add(1));
}

} // namespace

Connection::Connection(const Parameters& parameters, QString name)
    : m_name(std::move(name))
    , m_database(QSqlDatabase::addDatabase(QString::fromLatin1(parameters.driver), m_name))
    , m_mapError(parameters.mapError)
    , m_prepare(parameters.prepare)
    , m_location(parameters.database)
{
    m_database.setDatabaseName(QString::fromStdString(parameters.database));
    m_database.setConnectOptions(QString::fromStdString(parameters.options));
}

Result<std::unique_ptr<Connection>> Connection::open(const Parameters& parameters)
{
    auto connection = std::unique_ptr<Connection>(new Connection(parameters, uniqueName()));
    if (!connection->m_database.isValid()) {
        return fail(Errc::Unavailable, fmt::format("Qt's {} database driver is not installed",
                                                   std::string_view(parameters.driver)));
    }
    if (!connection->m_database.open()) {
        return connection->failure(connection->m_database.lastError());
    }
    return connection;
}

Connection::~Connection()
{
    m_prepared.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

tl::unexpected<Error> Connection::failure(const QSqlError& error) const
{
    return fail(m_mapError(error, m_location));
}

Result<Statement*> Connection::run(std::string_view sql, std::span<const Value> values, bool& row)
{
    auto& statement = m_prepared[sql];
    if (!statement) {
        auto fresh = m_prepare(m_database, sql, m_location);
        if (!fresh) {
            m_prepared.erase(sql);
            return fail(std::move(fresh).error());
        }
        statement = std::move(*fresh);
    }
    auto begun = statement->run(values);
    if (!begun) {
        statement->finish();
        return fail(std::move(begun).error());
    }
    row = *begun;
    return statement.get();
}

Result<std::int64_t> Connection::runChange(std::string_view sql, std::span<const Value> values)
{
    bool row = false;
    GH_ASSIGN(auto* statement, run(sql, values, row));
    const auto changed = statement->changed();
    m_lastInsertId = statement->insertedId();
    statement->finish();
    return changed;
}

Result<Rows> Connection::runQuery(std::string_view sql, std::span<const Value> values)
{
    bool row = false;
    GH_ASSIGN(auto* statement, run(sql, values, row));
    return Rows(*statement, sql, row);
}

Status Connection::execute(std::string_view sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(QString::fromUtf8(sql.data(), static_cast<qsizetype>(sql.size())))) {
        return failure(query.lastError());
    }
    return {};
}

Savepoint::~Savepoint()
{
    if (m_open) {
        // A failure here means that the transaction is already gone, which undoes as well.
        static_cast<void>(m_connection.change("ROLLBACK TO step"));
        static_cast<void>(m_connection.change("RELEASE step"));
    }
}

Status Savepoint::begin()
{
    GH_TRY(m_connection.change("SAVEPOINT step"));
    m_open = true;
    return {};
}

Status Savepoint::keep()
{
    m_open = false;
    GH_TRY(m_connection.change("RELEASE step"));
    return {};
}

} // namespace gatehouse::store::sql
