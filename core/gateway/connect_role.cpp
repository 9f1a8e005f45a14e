// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_role.h"

#include "core/gateway/connect_forms.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

tl::unexpected<Error> notOffered()
{
    return fail(Errc::Unsupported, "this gateway does not run sign-ins yet");
}

} // namespace

void ConnectRole::connectForms(std::string integration, Completion<std::vector<ConnectForm>> done)
{
    onEngine(m_core, [this, integration = std::move(integration), done = std::move(done)]() mutable {
        const auto provider = m_core.definitions.snapshots().current()->provider(integration);
        if (!provider) {
            done(fail(Errc::NotFound, fmt::format("there is no integration \"{}\"", integration)));
            return;
        }
        done(gatehouse::connectForms(*provider));
    });
}

void ConnectRole::startConnect(ConnectRequest /*request*/, Completion<ConnectSession> done)
{
    onEngine(m_core, [done = std::move(done)]() mutable { done(notOffered()); });
}

void ConnectRole::connectSession(std::string id, Completion<ConnectSession> done)
{
    onEngine(m_core, [id = std::move(id), done = std::move(done)]() mutable {
        done(fail(Errc::NotFound, fmt::format("there is no connect session {}", id)));
    });
}

void ConnectRole::connectSessions(std::size_t /*limit*/, Completion<std::vector<ConnectSession>> done)
{
    onEngine(m_core, [done = std::move(done)]() mutable { done(std::vector<ConnectSession>{}); });
}

void ConnectRole::actOnConnect(std::string id, ConnectAction /*action*/, Completion<ConnectSession> done)
{
    connectSession(std::move(id), std::move(done));
}

void ConnectRole::pasteCallback(std::string id, std::string /*url*/, Completion<ConnectSession> done)
{
    connectSession(std::move(id), std::move(done));
}

void ConnectRole::oauthCallback(std::string /*query*/, Completion<CallbackPage> done)
{
    onEngine(m_core, [done = std::move(done)]() mutable { done(notOffered()); });
}

void ConnectRole::revokeAccount(std::string /*id*/, Completion<Account> done)
{
    onEngine(m_core, [done = std::move(done)]() mutable { done(notOffered()); });
}

void ConnectRole::rotateAccount(std::string /*id*/, std::map<std::string, Secret> /*credentials*/,
                                Completion<Account> done)
{
    onEngine(m_core, [done = std::move(done)]() mutable { done(notOffered()); });
}

} // namespace gatehouse
