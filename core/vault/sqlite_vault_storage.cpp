// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/sqlite_vault_storage.h"

#include "core/store/sqlite/prepare.h"
#include "core/store/sqlite/sqlite_connection.h"

#include <array>
#include <limits>
#include <utility>

namespace gatehouse::vault {

namespace {

using store::sql::Bytes;
using store::sql::Connection;
using store::sql::Rows;

constexpr std::array<std::string_view, 4> kInitial = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE vault (one BIGINT PRIMARY KEY CHECK (one = 1), vault_id TEXT NOT NULL, "
    "source TEXT NOT NULL, parameters {bytes} NOT NULL, master_generation BIGINT NOT NULL, "
    "key_check {bytes} NOT NULL)",
    "CREATE TABLE account_keys (account_id TEXT PRIMARY KEY, master_generation BIGINT NOT NULL, "
    "key_generation BIGINT NOT NULL, sealed {bytes} NOT NULL)",
    "CREATE TABLE fields (account_id TEXT NOT NULL REFERENCES account_keys (account_id) ON DELETE CASCADE, "
    "name TEXT NOT NULL, sealed {bytes} NOT NULL, PRIMARY KEY (account_id, name))",
};

constexpr std::array<std::string_view, 2> kRotation = {
    "CREATE TABLE rotation (one BIGINT PRIMARY KEY CHECK (one = 1), total BIGINT NOT NULL)",
    "CREATE TABLE rotation_accounts (account_id TEXT PRIMARY KEY)",
};

constexpr std::array<store::Migration, 2> kMigrations = {
    {{1, "vault", kInitial}, {2, "rotation of data keys", kRotation}}};

std::uint32_t generation(Rows& row, int column)
{
    const auto number = row.natural(column);
    return number > std::numeric_limits<std::uint32_t>::max() ? 0U : static_cast<std::uint32_t>(number);
}

SealedKey readKey(Rows& row)
{
    return {row.text(0), generation(row, 1), generation(row, 2), row.bytes(3)};
}

/// BEGIN now, COMMIT on commit(), ROLLBACK otherwise.
class Transaction
{
public:
    explicit Transaction(Connection& connection)
        : m_connection(connection)
    {}

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    ~Transaction()
    {
        if (m_open) {
            // Nothing can be done about a rollback that fails: SQLite then rolls back when it next opens.
            static_cast<void>(m_connection.execute("ROLLBACK"));
        }
    }

    [[nodiscard]] Status begin()
    {
        GH_TRY(m_connection.execute("BEGIN IMMEDIATE"));
        m_open = true;
        return {};
    }

    [[nodiscard]] Status commit()
    {
        GH_TRY(m_connection.execute("COMMIT"));
        m_open = false;
        return {};
    }

private:
    Connection& m_connection;
    bool m_open = false;
};

class SqliteVaultStorage final : public VaultStorage
{
public:
    explicit SqliteVaultStorage(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection))
    {}

    [[nodiscard]] Result<std::optional<VaultHeader>> header() override
    {
        GH_ASSIGN(auto rows, m_connection->query("SELECT vault_id, source, parameters, master_generation, "
                                                 "key_check FROM vault"));
        std::optional<VaultHeader> found;
        if (rows.next()) {
            found = {rows.text(0), rows.text(1), rows.bytes(2), generation(rows, 3), rows.bytes(4)};
        }
        GH_TRY(rows.status());
        return found;
    }

    [[nodiscard]] Status putHeader(const VaultHeader& header, const std::vector<SealedKey>& keys) override
    {
        Transaction transaction(*m_connection);
        GH_TRY(transaction.begin());
        GH_TRY(m_connection->change(
            "INSERT OR REPLACE INTO vault (one, vault_id, source, parameters, master_generation, key_check) "
            "VALUES (1, ?, ?, ?, ?, ?)",
            header.vaultId, header.source, Bytes{header.parameters}, header.masterGeneration,
            Bytes{header.keyCheck}));
        for (const auto& key : keys) {
            GH_TRY(m_connection->change("UPDATE account_keys SET master_generation = ?, key_generation = ?, "
                                        "sealed = ? WHERE account_id = ?",
                                        key.masterGeneration, key.keyGeneration, Bytes{key.sealed},
                                        key.accountId));
        }
        return transaction.commit();
    }

    [[nodiscard]] Result<std::vector<SealedKey>> keys() override
    {
        GH_ASSIGN(auto rows, m_connection->query("SELECT account_id, master_generation, key_generation, "
                                                 "sealed FROM account_keys ORDER BY account_id"));
        return store::sql::all(rows, readKey);
    }

    [[nodiscard]] Result<std::optional<SealedAccount>> account(const std::string& accountId) override
    {
        SealedAccount found;
        {
            GH_ASSIGN(auto rows, m_connection->query("SELECT account_id, master_generation, key_generation, "
                                                     "sealed FROM account_keys WHERE account_id = ?",
                                                     accountId));
            const bool any = rows.next();
            GH_TRY(rows.status());
            if (!any) {
                return std::nullopt;
            }
            found.key = readKey(rows);
            GH_TRY(rows.status());
        }
        GH_ASSIGN(auto rows,
                  m_connection->query("SELECT name, sealed FROM fields WHERE account_id = ? ORDER BY name",
                                      accountId));
        GH_ASSIGN(found.fields, store::sql::all(rows, [](Rows& row) {
                      return SealedField{row.text(0), row.bytes(1)};
                  }));
        return std::optional(std::move(found));
    }

    [[nodiscard]] Status putAccount(const SealedAccount& account) override
    {
        const auto& key = account.key;
        Transaction transaction(*m_connection);
        GH_TRY(transaction.begin());
        GH_TRY(m_connection->change("DELETE FROM fields WHERE account_id = ?", key.accountId));
        GH_TRY(m_connection->change("INSERT OR REPLACE INTO account_keys (account_id, master_generation, "
                                    "key_generation, sealed) VALUES (?, ?, ?, ?)",
                                    key.accountId, key.masterGeneration, key.keyGeneration,
                                    Bytes{key.sealed}));
        for (const auto& field : account.fields) {
            GH_TRY(m_connection->change("INSERT INTO fields (account_id, name, sealed) VALUES (?, ?, ?)",
                                        key.accountId, field.name, Bytes{field.sealed}));
        }
        return transaction.commit();
    }

    [[nodiscard]] Result<bool> removeAccount(const std::string& accountId) override
    {
        Transaction transaction(*m_connection);
        GH_TRY(transaction.begin());
        GH_TRY(m_connection->change("DELETE FROM fields WHERE account_id = ?", accountId));
        GH_ASSIGN(const auto removed,
                  m_connection->change("DELETE FROM account_keys WHERE account_id = ?", accountId));
        GH_TRY(transaction.commit());
        return removed > 0;
    }

    [[nodiscard]] Status planRotation() override
    {
        Transaction transaction(*m_connection);
        GH_TRY(transaction.begin());
        GH_TRY(m_connection->execute("DELETE FROM rotation_accounts"));
        GH_TRY(m_connection->execute("INSERT INTO rotation_accounts SELECT account_id FROM account_keys"));
        GH_TRY(m_connection->execute("DELETE FROM rotation"));
        GH_TRY(m_connection->execute("INSERT INTO rotation (one, total) SELECT 1, COUNT(*) FROM "
                                     "rotation_accounts"));
        return transaction.commit();
    }

    [[nodiscard]] Result<RotationPlan> rotationPlan() override
    {
        RotationPlan plan;
        {
            GH_ASSIGN(auto rows, m_connection->query("SELECT total FROM rotation"));
            if (rows.next()) {
                plan.total = rows.natural(0);
            }
            GH_TRY(rows.status());
        }
        GH_ASSIGN(auto rows,
                  m_connection->query("SELECT account_id FROM rotation_accounts ORDER BY account_id"));
        GH_ASSIGN(plan.accountIds, store::sql::all(rows, [](Rows& row) { return row.text(0); }));
        return plan;
    }

    [[nodiscard]] Status finishRotation(const std::string& accountId) override
    {
        return m_connection->change("DELETE FROM rotation_accounts WHERE account_id = ?", accountId)
            .map([](auto) {});
    }

    [[nodiscard]] Status copyTo(const std::filesystem::path& file) override
    {
        return store::sqlite::copyDatabase(*m_connection, file);
    }

private:
    std::unique_ptr<Connection> m_connection;
};

} // namespace

Result<std::unique_ptr<VaultStorage>> openVaultStorage(const std::filesystem::path& file, const Clock& clock)
{
    store::StoreOptions options;
    options.clock = &clock;
    GH_TRY(store::sqlite::prepareDatabase(file, options, kMigrations));
    GH_ASSIGN(auto connection, store::sqlite::openForWriting(file, options));
    // Deleted and replaced secrets leave no bytes in free pages.
    GH_TRY(connection->execute("PRAGMA secure_delete = ON"));
    return std::make_unique<SqliteVaultStorage>(std::move(connection));
}

} // namespace gatehouse::vault
