// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/connection.h"

#include <QString>

#include <fmt/format.h>

#include <atomic>

namespace gatehouse::store::sql {

QVariant toVariant(std::string_view text)
{
    // A null QString would be bound as NULL, which an empty text is not.
    return text.empty() ? QStringLiteral("")
                        : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariant toVariant(Bytes bytes)
{
    return bytes.view.empty() ? QByteArray("")
                              : QByteArray(bytes.view.data(), static_cast<qsizetype>(bytes.view.size()));
}

Rows::~Rows()
{
    if (m_query != nullptr) {
        m_query->finish();
    }
}

bool Rows::next()
{
    if (!m_status) {
        return false;
    }
    if (m_query->next()) {
        return true;
    }
    if (const auto error = m_query->lastError(); error.isValid()) {
        m_status = fail(m_mapError(error, m_location));
    }
    return false;
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
    return m_query->value(column).toString().toStdString();
}

std::string Rows::bytes(int column)
{
    return m_query->value(column).toByteArray().toStdString();
}

std::int64_t Rows::integer(int column)
{
    bool ok = false;
    const auto number = m_query->value(column).toLongLong(&ok);
    if (!ok) {
        bad(column, "number");
    }
    return number;
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
    if (m_query->isNull(column)) {
        return std::nullopt;
    }
    return time(column);
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

Result<QSqlQuery*> Connection::run(std::string_view sql, const QVariantList& arguments)
{
    auto& query = m_prepared[sql];
    if (!query) {
        auto fresh = std::make_unique<QSqlQuery>(m_database);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(QString::fromUtf8(sql.data(), static_cast<qsizetype>(sql.size())))) {
            const auto error = failure(fresh->lastError());
            m_prepared.erase(sql);
            return error;
        }
        query = std::move(fresh);
    }
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        query->bindValue(static_cast<int>(i), arguments[i]);
    }
    if (!query->exec()) {
        const auto error = failure(query->lastError());
        query->finish();
        return error;
    }
    return query.get();
}

Result<std::int64_t> Connection::runChange(std::string_view sql, const QVariantList& arguments)
{
    GH_ASSIGN(auto* query, run(sql, arguments));
    const auto changed = query->numRowsAffected();
    m_lastInsertId = query->lastInsertId().toLongLong();
    query->finish();
    return changed;
}

Result<Rows> Connection::runQuery(std::string_view sql, const QVariantList& arguments)
{
    GH_ASSIGN(auto* query, run(sql, arguments));
    return Rows(*query, sql, m_mapError, m_location);
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
