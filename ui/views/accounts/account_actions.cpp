// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/account_actions.h"

#include "core/gateway/connect.h"
#include "core/gateway/token_history.h"
#include "ui/models/clock_skew.h"
#include "ui/models/text.h"

#include <algorithm>
#include <utility>

namespace gatehouse::ui {

AccountActions::AccountActions(Context& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    m_removal.setObjectName(QStringLiteral("removalTimer"));
    m_removal.setParent(this);
    m_removal.setSingleShot(true);
    m_removal.setInterval(kUndo);
    connect(&m_removal, &QTimer::timeout, this, &AccountActions::removeNow);
}

std::size_t AccountActions::failures() const
{
    return static_cast<std::size_t>(std::count_if(m_outcomes.begin(), m_outcomes.end(),
                                                  [](const Outcome& outcome) { return !outcome.good; }));
}

void AccountActions::run(AccountDeed deed, std::vector<std::string> accounts)
{
    if (running()) {
        m_context.navigator.tell(Accent::Info, tr("Wait for what is under way, or cancel it, first"));
        return;
    }
    m_deed = deed;
    m_total = accounts.size();
    m_outcomes.clear();
    m_waiting.assign(std::make_move_iterator(accounts.begin()), std::make_move_iterator(accounts.end()));
    next();
}

void AccountActions::cancel()
{
    m_total -= m_waiting.size();
    m_waiting.clear();
    Q_EMIT
    progressed();
}

void AccountActions::next()
{
    while (m_open < kAtOnce && !m_waiting.empty()) {
        const std::string account = std::move(m_waiting.front());
        m_waiting.pop_front();
        ++m_open;
        begin(account);
    }
    Q_EMIT
    progressed();
}

void AccountActions::begin(const std::string& account)
{
    switch (m_deed) {
    case AccountDeed::Test:
        test(account);
        break;
    case AccountDeed::Refresh:
        m_context.gateway.tokens().refresh(account, outcome(account, tr("has a new token")));
        break;
    case AccountDeed::Revoke:
        m_context.gateway.connect().revokeAccount(account,
                                                  outcome(account, tr("is revoked at the provider")));
        break;
    case AccountDeed::Enable:
        setStatus(account, "active");
        break;
    case AccountDeed::Disable:
        setStatus(account, "disabled");
        break;
    case AccountDeed::RenewByItself:
        setAutomatic(account, true);
        break;
    case AccountDeed::RenewOnDemand:
        setAutomatic(account, false);
        break;
    }
}

void AccountActions::finish(std::string account, bool good, QString text)
{
    m_outcomes.push_back({std::move(account), good, std::move(text)});
    --m_open;
    next();
}

/// A clock that is wrong breaks signatures and tokens in ways that name anything but the clock.
void AccountActions::tellSkew(const Result<CallDetail>& tested)
{
    if (!tested || tested->exchanges.empty()) {
        return;
    }
    const QString text = skewText(clockSkew(tested->exchanges.back(), m_context.clock.now()));
    if (!text.isEmpty()) {
        m_context.navigator.tell(Accent::Warning, text);
    }
}

void AccountActions::test(const std::string& account)
{
    m_context.gateway.accounts().testAccount(
        account, m_context.mailbox.reply<CallDetail>(this, [this, account](const Result<CallDetail>& tested) {
            const bool good = tested && tested->summary.category.empty() && !tested->problem;
            tellSkew(tested);
            const QString text = !tested ? errorText(tested.error())
                                 : good  ? tr("answers, in %1").arg(durationText(tested->summary.duration))
                                 : tested->problem ? toQString(tested->problem->detail)
                                                   : toQString(tested->summary.category);
            finish(account, good, text);
        }));
}

Completion<Account> AccountActions::outcome(const std::string& account, const QString& done)
{
    return m_context.mailbox.reply<Account>(this, [this, account, done](const Result<Account>& changed) {
        finish(account, changed.has_value(), changed ? done : errorText(changed.error()));
    });
}

void AccountActions::setStatus(const std::string& account, std::string_view status)
{
    json::Arena arena;
    json::ObjectBuilder fields(arena);
    fields.set("status", status);
    update(account, fields.build(), m_deed == AccountDeed::Enable ? tr("is enabled") : tr("is disabled"));
}

void AccountActions::setAutomatic(const std::string& account, bool automatic)
{
    json::Arena arena;
    json::ObjectBuilder fields(arena);
    fields.set("auto_refresh", json::Value::boolean(automatic));
    update(account, fields.build(),
           automatic ? tr("is renewed automatically") : tr("is renewed on demand only"));
}

void AccountActions::update(const std::string& account, const json::Value& fields, const QString& done)
{
    m_context.gateway.accounts().updateAccount(account, json::Document::copyOf(fields),
                                               outcome(account, done));
}

void AccountActions::removeSoon(std::vector<std::string> accounts)
{
    if (!m_leaving.empty()) {
        removeNow(); // the earlier ones have had their chance
    }
    m_leaving.insert(std::make_move_iterator(accounts.begin()), std::make_move_iterator(accounts.end()));
    m_removal.start();
    Q_EMIT
    leavingChanged();
}

void AccountActions::undoRemoval()
{
    m_removal.stop();
    m_leaving.clear();
    Q_EMIT
    leavingChanged();
}

std::unordered_set<std::string> AccountActions::hidden() const
{
    auto all = m_gone;
    all.insert(m_leaving.begin(), m_leaving.end());
    return all;
}

void AccountActions::removeNow()
{
    m_removal.stop();
    const auto accounts = std::exchange(m_leaving, {});
    m_gone.insert(accounts.begin(), accounts.end());
    for (const auto& account : accounts) {
        const QString title = toQString(m_context.directory.accountTitle(account));
        m_context.gateway.accounts().removeAccount(
            account, m_context.mailbox.reply<bool>(this, [this, account, title](const Result<bool>& removed) {
                if (!removed) {
                    m_gone.erase(account);
                    m_context.navigator.tell(
                        Accent::Error, tr("%1 was not removed: %2").arg(title, errorText(removed.error())));
                    Q_EMIT
                    leavingChanged();
                }
                m_context.directory.reload();
            }));
    }
    Q_EMIT
    leavingChanged();
}

} // namespace gatehouse::ui
