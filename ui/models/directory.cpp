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

template <class List>
std::unordered_map<std::string, std::size_t> placesOf(const List& list)
{
    std::unordered_map<std::string, std::size_t> places;
    places.reserve(list.size());
    for (std::size_t at = 0; at < list.size(); ++at) {
        places.emplace(list[at].id, at);
    }
    return places;
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
                m_environmentAt = placesOf(m_environments);
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
                placeAccounts();
            }
            Q_EMIT
            changed();
        }));
}

const Account* Directory::account(const std::string& id) const
{
    const auto found = m_accountAt.find(id);
    return found == m_accountAt.end() ? nullptr : &m_accounts[found->second];
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
    const auto found = m_environmentAt.find(id);
    if (found == m_environmentAt.end() || m_environments[found->second].name.empty()) {
        return id;
    }
    return m_environments[found->second].name;
}

const std::string& Directory::integrationLabel(const std::string& slug) const
{
    const auto found = findBy(m_integrations, &IntegrationSummary::slug, slug);
    return found == m_integrations.end() || found->label.empty() ? slug : found->label;
}

void Directory::put(const Account& account)
{
    const auto [found, fresh] = m_accountAt.try_emplace(account.id, m_accounts.size());
    if (fresh) {
        m_accounts.push_back(account);
    } else {
        auto& known = m_accounts[found->second];
        const auto success = std::max(known.lastSuccessAt, account.lastSuccessAt);
        known = account;
        known.lastSuccessAt = success;
    }
}

bool Directory::noteSuccess(const CallSummary& call)
{
    const auto found = m_accountAt.find(call.accountId);
    if (!call.category.empty() || found == m_accountAt.end()) {
        return false;
    }
    auto& last = m_accounts[found->second].lastSuccessAt;
    const bool first = !last;
    last = std::max(last, std::optional(call.startedAt));
    return first;
}

void Directory::placeAccounts()
{
    m_accountAt = placesOf(m_accounts);
}

void Directory::onBatch(const std::vector<GatewayEvent>& events)
{
    bool accountsTouched = false;
    for (const auto& event : events) {
        if (const auto* change = std::get_if<AccountChanged>(&event)) {
            accountsTouched = true;
            if (change->removed) {
                std::erase_if(m_accounts, [&](const Account& a) { return a.id == change->account.id; });
                placeAccounts();
            } else {
                put(change->account);
                if (!m_environmentAt.contains(change->account.environmentId)) {
                    m_reloadSoon.start();
                }
            }
        } else if (const auto* call = std::get_if<CallRecorded>(&event)) {
            // Only "never used" ends by it; the lists read the time with their next look at the calls.
            accountsTouched = noteSuccess(call->call) || accountsTouched;
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
