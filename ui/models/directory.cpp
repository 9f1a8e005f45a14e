// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/directory.h"

#include "ui/models/text.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

template <class List, class Key>
auto findBy(const List& list, Key key, const std::string& wanted)
{
    return std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.*key == wanted; });
}

} // namespace

Directory::Directory(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, QObject* parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_mailbox(mailbox)
{
    m_reloadSoon.setSingleShot(true);
    m_reloadSoon.setInterval(250);
    connect(&m_reloadSoon, &QTimer::timeout, this, &Directory::reload);
    connect(&feed, &EventFeed::batch, this, &Directory::onBatch);
}

void Directory::reload()
{
    m_gateway.accounts().environments(
        m_mailbox.reply<std::vector<Environment>>(this, [this](Result<std::vector<Environment>> answer) {
            if (answer) {
                m_environments = *std::move(answer);
                Q_EMIT
                changed();
            }
        }));
    m_gateway.catalog().integrations(m_mailbox.reply<std::vector<IntegrationSummary>>(
        this, [this](Result<std::vector<IntegrationSummary>> answer) {
            if (answer) {
                m_integrations = *std::move(answer);
                Q_EMIT
                changed();
            }
        }));
    m_gateway.catalog().models(
        m_mailbox.reply<std::vector<ModelSummary>>(this, [this](Result<std::vector<ModelSummary>> answer) {
            if (answer) {
                m_models = *std::move(answer);
                Q_EMIT
                changed();
            }
        }));
    m_gateway.accounts().accounts(
        m_mailbox.reply<std::vector<Account>>(this, [this](Result<std::vector<Account>> answer) {
            m_loaded = true;
            m_problem = answer ? QString() : errorText(answer.error());
            if (answer) {
                m_accounts = *std::move(answer);
            }
            Q_EMIT
            changed();
        }));
}

const Account* Directory::account(const std::string& id) const
{
    const auto found = findBy(m_accounts, &Account::id, id);
    return found == m_accounts.end() ? nullptr : &*found;
}

const std::string& Directory::accountLabel(const std::string& id) const
{
    const auto* found = account(id);
    return found == nullptr || found->label.empty() ? id : found->label;
}

std::string Directory::accountTitle(const std::string& id) const
{
    const auto* found = account(id);
    if (found == nullptr) {
        return id;
    }
    const auto& customer = environmentName(found->environmentId);
    const bool vague = found->label.empty() || found->label == customer;
    return vague ? customer + " · " + integrationLabel(found->integration) : found->label;
}

const std::string& Directory::environmentName(const std::string& id) const
{
    const auto found = findBy(m_environments, &Environment::id, id);
    return found == m_environments.end() || found->name.empty() ? id : found->name;
}

const std::string& Directory::integrationLabel(const std::string& slug) const
{
    const auto found = findBy(m_integrations, &IntegrationSummary::slug, slug);
    return found == m_integrations.end() || found->label.empty() ? slug : found->label;
}

void Directory::put(const Account& account)
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&](const Account& known) { return known.id == account.id; });
    if (found == m_accounts.end()) {
        m_accounts.push_back(account);
    } else {
        *found = account;
    }
}

void Directory::onBatch(const std::vector<GatewayEvent>& events)
{
    bool accountsTouched = false;
    for (const auto& event : events) {
        if (const auto* change = std::get_if<AccountChanged>(&event)) {
            accountsTouched = true;
            if (change->removed) {
                std::erase_if(m_accounts, [&](const Account& a) { return a.id == change->account.id; });
            } else {
                put(change->account);
                const bool newcomer = findBy(m_environments, &Environment::id, change->account.environmentId)
                                      == m_environments.end();
                if (newcomer) {
                    m_reloadSoon.start();
                }
            }
        } else if (std::holds_alternative<IntegrationChanged>(event)) {
            m_reloadSoon.start();
        }
    }
    if (accountsTouched) {
        Q_EMIT
        changed();
    }
}

} // namespace gatehouse::ui
