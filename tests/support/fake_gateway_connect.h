// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_gateway_roles.h"

namespace gatehouse::test {

/// Sessions that wait where they were started until a test changes them in the state and emits the event.
class FakeConnect final : public Connect, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void connectForms(std::string integration, Completion<std::vector<ConnectForm>> done) override
    {
        const auto found = s.connectForms.find(integration);
        s.answer<std::vector<ConnectForm>>(
            std::move(done), found == s.connectForms.end() ? Result<std::vector<ConnectForm>>(
                                 fail(Errc::NotFound, "there is no integration " + integration))
                                                           : Result<std::vector<ConnectForm>>(found->second));
    }

    void startConnect(ConnectRequest request, Completion<ConnectSession> done) override
    {
        ConnectSession session;
        session.id = s.makeId("con_");
        session.accountId = request.accountId.empty() ? s.makeId("acc_") : request.accountId;
        session.environmentId = request.environmentId;
        session.integration = request.integration;
        session.label = request.label;
        session.auth = request.auth;
        session.reconnect = !request.accountId.empty();
        session.status = ConnectStatus::Waiting;
        session.createdAt = fromMillis(1'760'000'000'000);
        session.expiresAt = fromMillis(1'760'000'300'000);
        session.authorizeUrl = "https://login.example/authorize?state=st_1";
        session.state = "st_1";
        session.redirectUri = "http://127.0.0.1:8787/oauth/callback";
        for (std::size_t i = 0; i < kConnectSteps; ++i) {
            session.steps[i].kind = static_cast<ConnectStepKind>(i);
        }
        session.step(ConnectStepKind::BuildUrl).state = ConnectStepState::Done;
        session.step(ConnectStepKind::OpenBrowser).state = ConnectStepState::Running;
        s.connectRequests.push_back(std::move(request));
        s.connectSessions.push_back(session);
        s.answer<ConnectSession>(std::move(done), std::move(session));
    }

    void connectSession(std::string id, Completion<ConnectSession> done) override
    {
        s.answer(std::move(done), FakeState::findById(s.connectSessions, id));
    }

    void connectSessions(std::size_t limit, Completion<std::vector<ConnectSession>> done) override
    {
        std::vector<ConnectSession> newest(s.connectSessions.rbegin(), s.connectSessions.rend());
        newest.resize(std::min(limit, newest.size()));
        s.answer<std::vector<ConnectSession>>(std::move(done), std::move(newest));
    }

    void actOnConnect(std::string id, ConnectAction action, Completion<ConnectSession> done) override
    {
        s.connectActions.emplace_back(id, action);
        for (auto& session : s.connectSessions) {
            if (session.id == id && action == ConnectAction::Cancel) {
                session.status = ConnectStatus::Cancelled;
            }
        }
        connectSession(std::move(id), std::move(done));
    }

    void pasteCallback(std::string id, std::string url, Completion<ConnectSession> done) override
    {
        s.pastedCallbacks.push_back(std::move(url));
        connectSession(std::move(id), std::move(done));
    }

    void oauthCallback(std::string query, Completion<CallbackPage> done) override
    {
        s.callbackQueries.push_back(std::move(query));
        s.answer<CallbackPage>(std::move(done), s.callbackPage);
    }

    void revokeAccount(std::string id, Completion<Account> done) override
    {
        s.revokedAccounts.push_back(id);
        s.answer(std::move(done), FakeState::findById(s.accounts, id));
    }

    void rotateAccount(std::string id, std::map<std::string, Secret> credentials,
                       Completion<Account> done) override
    {
        s.rotatedAccounts.emplace_back(id, std::move(credentials));
        s.answer(std::move(done), FakeState::findById(s.accounts, id));
    }
};

} // namespace gatehouse::test
