// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect.h"
#include "core/gateway/credential_change.h"

namespace gatehouse {

/// The façade's Connect over a node.
class ConnectRole final : public Connect
{
public:
    ConnectRole(NodeCore& core, ConnectService& service, CredentialChange& change)
        : m_core(core)
        , m_service(service)
        , m_change(change)
    {}

    void connectForms(std::string integration, Completion<std::vector<ConnectForm>> done) override;
    void startConnect(ConnectRequest request, Completion<ConnectSession> done) override;
    void connectSession(std::string id, Completion<ConnectSession> done) override;
    void connectSessions(std::size_t limit, Completion<std::vector<ConnectSession>> done) override;
    void actOnConnect(std::string id, ConnectAction action, Completion<ConnectSession> done) override;
    void pasteCallback(std::string id, std::string url, Completion<ConnectSession> done) override;
    void oauthCallback(std::string query, Completion<CallbackPage> done) override;
    void revokeAccount(std::string id, Completion<Account> done) override;
    void rotateAccount(std::string id, std::map<std::string, Secret> credentials,
                       Completion<Account> done) override;

private:
    NodeCore& m_core;
    ConnectService& m_service;
    CredentialChange& m_change;
};

} // namespace gatehouse
