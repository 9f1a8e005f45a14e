// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/simulator.h"

#include "core/gateway/sandbox_control.h"
#include "ui/models/text.h"

#include <algorithm>

namespace gatehouse::ui {

Simulator::Simulator(Context& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{}

std::string Simulator::vendor() const
{
    const auto* account = m_context.directory.account(m_account);
    return account != nullptr ? account->integration : std::string();
}

Completion<bool> Simulator::answer(const QString& done)
{
    return m_context.mailbox.reply<bool>(this, [this, done](const Result<bool>& result) {
        Q_EMIT
        told(result ? Accent::Info : Accent::Warning, result ? done : errorText(result.error()));
    });
}

void Simulator::expire()
{
    m_context.gateway.sandboxControl().expireToken(
        m_account,
        answer(tr("The vendor refuses the token from now on. The next call finds out, refreshes once "
                  "and is sent again.")));
}

void Simulator::revoke()
{
    m_context.gateway.sandboxControl().revokeRefreshToken(
        m_account,
        answer(tr("The grant is withdrawn at the vendor. The next refresh says so, and the account "
                  "needs a person.")));
}

void Simulator::refuseNext()
{
    m_context.gateway.sandboxControl().failTokenCalls(
        vendor(), {1, "server_error"},
        answer(tr("The next refresh is answered with 503: it is tried again "
                  "while the token lives.")));
}

void Simulator::hang()
{
    m_context.gateway.sandboxControl().hangTokenEndpoint(
        vendor(), kHang,
        answer(tr("The token endpoint does not answer for %1 s. Refresh now, and watch the lock.")
                   .arg(kHang.count())));
}

void Simulator::clear()
{
    m_context.gateway.sandboxControl().clear(vendor(), answer(tr("The vendor behaves again.")));
}

void Simulator::workers()
{
    if (m_open > 0) {
        return;
    }
    m_context.gateway.sandboxControl().expireToken(
        m_account, m_context.mailbox.reply<bool>(this, [this](const Result<bool>& expired) {
            if (expired) {
                sendAll();
            } else {
                Q_EMIT
                told(Accent::Warning, errorText(expired.error()));
            }
        }));
}

void Simulator::sendAll()
{
    const auto& known = m_context.directory.integrations();
    const auto found = std::find_if(known.begin(), known.end(),
                                    [slug = vendor()](const auto& one) { return one.slug == slug; });
    const auto isList = [](const std::string& operation) { return operation.ends_with(".list"); };
    const auto none = std::vector<std::string>();
    const auto& operations = found == known.end() ? none : found->operations;
    const auto operation = std::find_if(operations.begin(), operations.end(), isList);
    if (operation == operations.end()) {
        Q_EMIT
        told(Accent::Warning, tr("This integration has no list to call"));
        return;
    }
    const auto parts = splitOperation(*operation);
    m_open = kWorkers;
    m_failed = 0;
    Q_EMIT
    told(Accent::Info, tr("%1 calls are under way with a token that has just ended…").arg(kWorkers));
    for (int worker = 0; worker < kWorkers; ++worker) {
        UnifiedRequest request;
        request.accountId = m_account;
        request.model = parts.model.toStdString();
        request.resource = parts.resource.toStdString();
        request.method = parts.method.toStdString();
        m_context.gateway.calls().unified(
            std::move(request),
            m_context.mailbox.reply<UnifiedResponse>(this, [this](const Result<UnifiedResponse>& response) {
                m_failed += response && !response->problem ? 0 : 1;
                if (--m_open > 0) {
                    return;
                }
                Q_EMIT
                told(m_failed == 0 ? Accent::Ok : Accent::Warning,
                     m_failed == 0
                         ? tr("All %1 calls succeeded; see below how many refreshes that took.").arg(kWorkers)
                         : tr("%1 of %2 calls failed; Calls tells why.").arg(m_failed).arg(kWorkers));
            }));
    }
}

} // namespace gatehouse::ui
