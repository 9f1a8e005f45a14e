// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect_service.h"
#include "core/gateway/demo_world.h"
#include "core/gateway/node_core.h"
#include "core/gateway/sandbox_control.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse {

/// Drives the simulated vendors of the node; hops to the engine thread and hands on to their own.
class SandboxRole final : public SandboxControl
{
public:
    SandboxRole(NodeCore& core, DemoWorld& demo, ConnectService& connect)
        : m_core(core)
        , m_demo(demo)
        , m_connect(connect)
    {}

    void vendors(Completion<std::vector<SandboxVendor>> done) override;
    void app(std::string slug, Completion<SandboxApp> done) override;
    void expireToken(std::string accountId, Completion<bool> done) override;
    void revokeRefreshToken(std::string accountId, Completion<bool> done) override;
    void hangTokenEndpoint(std::string slug, std::chrono::seconds duration, Completion<bool> done) override;
    void failTokenCalls(std::string slug, SandboxTokenFailure failure, Completion<bool> done) override;
    void denyConsents(std::string slug, std::uint32_t count, Completion<bool> done) override;
    void answerConsent(std::string sessionId, bool approve, Completion<ConnectSession> done) override;
    void registerKey(std::string slug, std::string publicKeyPem, Completion<bool> done) override;
    void clear(std::string slug, Completion<bool> done) override;

private:
    [[nodiscard]] QCoro::Task<Result<std::vector<SandboxVendor>>> describe();
    [[nodiscard]] QCoro::Task<Result<bool>> orderFor(std::string accountId, sandbox::OAuthOrder::Kind kind);
    [[nodiscard]] QCoro::Task<Result<ConnectSession>> consent(std::string sessionId, bool approve);
    /// The page that the session waits for, when it is a simulated vendor's.
    [[nodiscard]] Result<Url> consentPage(const std::string& sessionId) const;
    void orderAccount(std::string accountId, sandbox::OAuthOrder::Kind kind, Completion<bool> done);
    void order(std::string slug, sandbox::OAuthOrder order, Completion<bool> done);

    NodeCore& m_core;
    DemoWorld& m_demo;
    ConnectService& m_connect;
};

} // namespace gatehouse
