// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_role.h"

#include "core/gateway/connect_forms.h"

#include <fmt/format.h>

namespace gatehouse {
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

void ConnectRole::startConnect(ConnectRequest request, Completion<ConnectSession> done)
{
    onEngine(m_core, [this, request = std::move(request), done = std::move(done)]() mutable {
        if (m_core.stopping) {
            done(stoppingError());
            return;
        }
        deliver(m_core, m_service.start(std::move(request)), std::move(done));
    });
}

void ConnectRole::connectSession(std::string id, Completion<ConnectSession> done)
{
    onEngine(m_core,
             [this, id = std::move(id), done = std::move(done)]() mutable { done(m_service.session(id)); });
}

void ConnectRole::connectSessions(std::size_t limit, Completion<std::vector<ConnectSession>> done)
{
    onEngine(m_core, [this, limit, done = std::move(done)]() mutable { done(m_service.sessions(limit)); });
}

void ConnectRole::actOnConnect(std::string id, ConnectAction action, Completion<ConnectSession> done)
{
    onEngine(m_core, [this, id = std::move(id), action, done = std::move(done)]() mutable {
        deliver(m_core, m_service.act(std::move(id), action), std::move(done));
    });
}

void ConnectRole::pasteCallback(std::string id, std::string url, Completion<ConnectSession> done)
{
    onEngine(m_core, [this, id = std::move(id), url = std::move(url), done = std::move(done)]() mutable {
        done(m_service.paste(id, url));
    });
}

void ConnectRole::oauthCallback(std::string query, Completion<CallbackPage> done)
{
    onEngine(m_core, [this, query = std::move(query), done = std::move(done)]() mutable {
        if (m_core.stopping) {
            done(stoppingError());
            return;
        }
        m_service.callback(query, std::move(done));
    });
}

void ConnectRole::revokeAccount(std::string id, Completion<Account> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_change.revoke(std::move(id)), std::move(done));
    });
}

void ConnectRole::rotateAccount(std::string id, std::map<std::string, Secret> credentials,
                                Completion<Account> done)
{
    onEngine(m_core, [this, id = std::move(id), credentials = std::move(credentials),
                      done = std::move(done)]() mutable {
        deliver(m_core, m_change.rotate(std::move(id), std::move(credentials)), std::move(done));
    });
}

} // namespace gatehouse
