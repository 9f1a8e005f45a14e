// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/open.h"
#include "core/store/sql/repositories.h"
#include "core/store/sql/token_repositories.h"
#include "core/store/sql/webhook_repositories.h"
#include "core/store/sqlite/readers.h"
#include "core/store/sqlite/writer.h"

#include <QLockFile>

#include <filesystem>
#include <memory>

namespace gatehouse::store::sqlite {

/// Puts the lock, the threads and the repositories together.
class SqliteStore final : public Store, private sql::Dispatcher
{
public:
    SqliteStore(const StoreOptions& options, std::filesystem::path file, std::unique_ptr<QLockFile> lock,
                std::unique_ptr<Writer> writer, std::unique_ptr<Readers> readers);
    ~SqliteStore() override;

    [[nodiscard]] Environments& environments() override { return m_environments; }

    [[nodiscard]] Accounts& accounts() override { return m_accounts; }

    [[nodiscard]] Overrides& overrides() override { return m_overrides; }

    [[nodiscard]] IntegrationHistory& integrations() override { return m_integrations; }

    [[nodiscard]] ApiKeys& apiKeys() override { return m_apiKeys; }

    [[nodiscard]] CallLog& calls() override { return m_calls; }

    [[nodiscard]] Settings& settings() override { return m_settings; }

    [[nodiscard]] AuditLog& audit() override { return m_audit; }

    [[nodiscard]] WebhookEvents& webhookEvents() override { return m_webhookEvents; }

    [[nodiscard]] WebhookJobs& webhookJobs() override { return m_webhookJobs; }

    [[nodiscard]] Endpoints& endpoints() override { return m_endpoints; }

    [[nodiscard]] Deliveries& deliveries() override { return m_deliveries; }

    [[nodiscard]] Leases& leases() override { return m_leases; }

    [[nodiscard]] TokenStates& tokens() override { return m_tokens; }

    [[nodiscard]] Alerts& alerts() override { return m_alerts; }

    void info(Completion<StoreInfo> done) override;
    void backup(std::filesystem::path file, Completion<bool> done) override;

private:
    void submitWrite(std::unique_ptr<sql::Job> job) override { m_writer->submit(std::move(job)); }

    void submitRead(std::unique_ptr<sql::Job> job) override { m_readers->submit(std::move(job)); }

    void submitRefused(std::unique_ptr<sql::Job> job) override;

    [[nodiscard]] std::size_t waitingWrites() const override { return m_writer->waiting(); }

    runtime::Executor& m_executor;
    std::filesystem::path m_file;
    std::unique_ptr<QLockFile> m_lock; ///< Given back last.
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<Readers> m_readers;

    sql::SqlEnvironments m_environments;
    sql::SqlAccounts m_accounts;
    sql::SqlOverrides m_overrides;
    sql::SqlIntegrationHistory m_integrations;
    sql::SqlApiKeys m_apiKeys;
    sql::SqlCallLog m_calls;
    sql::SqlSettings m_settings;
    sql::SqlAuditLog m_audit;
    sql::SqlWebhookEvents m_webhookEvents;
    sql::SqlWebhookJobs m_webhookJobs;
    sql::SqlEndpoints m_endpoints;
    sql::SqlDeliveries m_deliveries;
    sql::SqlLeases m_leases;
    sql::SqlTokenStates m_tokens;
    sql::SqlAlerts m_alerts;
};

} // namespace gatehouse::store::sqlite
