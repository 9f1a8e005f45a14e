// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_statement.h"

#include "core/store/sqlite/sqlite_connection.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace gatehouse::store::sqlite {
namespace {

/// The driver's own handle (QSqlDriver::handle). Null: it is no SQLite connection.
sqlite3* handleOf(const QSqlDatabase& database)
{
    const auto handle = database.driver()->handle();
    return handle.isValid() && std::strcmp(handle.typeName(), "sqlite3*") == 0
               ? *static_cast<sqlite3* const*>(handle.data())
               : nullptr;
}

/// Two copies of SQLite in one process must not share a connection: the driver's library has to be ours.
bool driverHasOurLibrary(const QSqlDatabase& database)
{
    static const bool same = [&database] {
        QSqlQuery query(database);
        return query.exec(QStringLiteral("SELECT sqlite_source_id()")) && query.next()
               && query.value(0).toString() == QString::fromUtf8(sqlite3_sourceid());
    }();
    return same;
}

tl::unexpected<Error> failureOf(sqlite3* database, std::string_view location)
{
    const QSqlError error({}, QString::fromUtf8(sqlite3_errmsg(database)), QSqlError::StatementError,
                          QString::number(sqlite3_extended_errcode(database)));
    return fail(mapError(error, location));
}

class SqliteStatement final : public sql::Statement
{
public:
    SqliteStatement(sqlite3* database, sqlite3_stmt* statement, std::string_view location)
        : m_database(database)
        , m_statement(statement)
        , m_location(location)
    {}

    ~SqliteStatement() override { sqlite3_finalize(m_statement); }

    [[nodiscard]] Result<bool> run(std::span<const sql::Value> values) override
    {
        int index = 0;
        for (const auto& value : values) {
            if (bind(++index, value) != SQLITE_OK) {
                return failureOf(m_database, m_location);
            }
        }
        return next();
    }

    [[nodiscard]] Result<bool> next() override
    {
        const int result = sqlite3_step(m_statement);
        if (result == SQLITE_ROW || result == SQLITE_DONE) {
            return result == SQLITE_ROW;
        }
        return failureOf(m_database, m_location);
    }

    void finish() override
    {
        // Repeats the error of the run, which has been told.
        static_cast<void>(sqlite3_reset(m_statement));
        static_cast<void>(sqlite3_clear_bindings(m_statement));
    }

    [[nodiscard]] std::int64_t changed() const override { return sqlite3_changes(m_database); }

    [[nodiscard]] std::int64_t insertedId() const override { return sqlite3_last_insert_rowid(m_database); }

    [[nodiscard]] std::string_view bytes(int column) const override
    {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
        return data == nullptr ? std::string_view() : std::string_view(data, size);
    }

    [[nodiscard]] std::optional<std::int64_t> integer(int column) const override
    {
        switch (sqlite3_column_type(m_statement, column)) {
        case SQLITE_INTEGER:
        case SQLITE_FLOAT:
            return sqlite3_column_int64(m_statement, column);
        case SQLITE_NULL:
            return std::nullopt;
        default:
            break;
        }
        const auto text = bytes(column);
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(number)
                                                                               : std::nullopt;
    }

    [[nodiscard]] bool isNull(int column) const override
    {
        return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
    }

private:
    int bind(int index, const sql::Value& value)
    {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            return sqlite3_bind_int64(m_statement, index, *number);
        }
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            return bindText(index, *text);
        }
        if (const auto* bytes = std::get_if<sql::Bytes>(&value)) {
            // A null pointer would be bound as NULL, which no bytes are not.
            return sqlite3_bind_blob64(m_statement, index, bytes->view.empty() ? "" : bytes->view.data(),
                                       bytes->view.size(), SQLITE_TRANSIENT);
        }
        return sqlite3_bind_null(m_statement, index);
    }

    int bindText(int index, std::string_view text)
    {
        const bool ascii =
            std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (ascii) {
            return sqlite3_bind_text64(m_statement, index, text.empty() ? "" : text.data(), text.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        // Texts come from strangers too: what is no UTF-8 must not come back as text.
        const auto valid = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUtf8();
        return sqlite3_bind_text64(m_statement, index, valid.constData(),
                                   static_cast<sqlite3_uint64>(valid.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
    }

    sqlite3* m_database;
    sqlite3_stmt* m_statement;
    std::string_view m_location;
};

} // namespace

Result<std::unique_ptr<sql::Statement>> prepareStatement(const QSqlDatabase& database, std::string_view text,
                                                         std::string_view location)
{
    auto* handle = handleOf(database);
    if (handle == nullptr || !driverHasOurLibrary(database)) {
        return fail(Errc::Unsupported, "Qt's SQLite driver was built with another SQLite than this program: "
                                       "install the driver that goes with the system's library");
    }
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr)
        != SQLITE_OK) {
        return failureOf(handle, location);
    }
    return std::make_unique<SqliteStatement>(handle, statement, location);
}

std::function<void()> interrupterOf(const sql::Connection& connection)
{
    return [handle = handleOf(connection.database())] {
        if (handle != nullptr) {
            sqlite3_interrupt(handle);
        }
    };
}

void countLogFrames(const sql::Connection& connection, std::int64_t& frames)
{
    if (auto* handle = handleOf(connection.database()); handle != nullptr) {
        const auto note = [](void* target, sqlite3*, const char*, int inLog) {
            *static_cast<std::int64_t*>(target) = inLog;
            return SQLITE_OK;
        };
        sqlite3_wal_hook(handle, note, &frames);
    }
}

} // namespace gatehouse::store::sqlite
