// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "ui/bridge/event_feed.h"

#include <QObject>
#include <QTimer>

#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ui {

/// Who is who: customers, their accounts, the integrations and the unified models, read once and kept up with
/// the gateway's events.
class Directory : public QObject
{
    Q_OBJECT

public:
    Directory(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, QObject* parent = nullptr);

    void reload();

    [[nodiscard]] const std::vector<Account>& accounts() const noexcept { return m_accounts; }

    [[nodiscard]] const std::vector<IntegrationSummary>& integrations() const noexcept
    {
        return m_integrations;
    }

    [[nodiscard]] const std::vector<ModelSummary>& models() const noexcept { return m_models; }

    [[nodiscard]] const std::vector<Environment>& environments() const noexcept { return m_environments; }

    /// Null when there is none of that id.
    [[nodiscard]] const Account* account(const std::string& id) const;
    /// The label, or the id while the account is not known.
    [[nodiscard]] const std::string& accountLabel(const std::string& id) const;
    /// What tells the account apart at a glance: its label, with the integration when the label only repeats
    /// the customer's name.
    [[nodiscard]] std::string accountTitle(const std::string& id) const;
    [[nodiscard]] const std::string& environmentName(const std::string& id) const;
    [[nodiscard]] const std::string& integrationLabel(const std::string& slug) const;

    /// False until the first answer.
    [[nodiscard]] bool loaded() const noexcept { return m_loaded; }

    /// Why the accounts could not be read; empty: they could.
    [[nodiscard]] const QString& problem() const noexcept { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    using Places = std::unordered_map<std::string, std::size_t>;

    void onBatch(const std::vector<GatewayEvent>& events);
    void put(const Account& account);
    /// The gateway tells calls, but no AccountChanged for each: else every call would be told twice.
    bool noteSuccess(const CallSummary& call);
    void placeAccounts();

    Gateway& m_gateway;
    Mailbox& m_mailbox;
    QTimer m_reloadSoon; ///< Coalesces changes: at most four reloads a second.
    std::vector<Account> m_accounts;
    Places m_accountAt; ///< Where in m_accounts, by id: there may be a hundred thousand.
    std::vector<Environment> m_environments;
    Places m_environmentAt;
    std::vector<IntegrationSummary> m_integrations;
    std::vector<ModelSummary> m_models;
    bool m_loaded = false;
    QString m_problem;
};

} // namespace gatehouse::ui
