// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_service.h"
#include "core/gateway/keys.h"
#include "core/gateway/mapping_service.h"
#include "core/gateway/node_core.h"
#include "core/gateway/proxy_calls.h"
#include "core/gateway/token_service.h"

namespace gatehouse {

/// The façade's roles over a node: each hops to the engine thread and hands on.
class AccountsRole final : public Accounts
{
public:
    AccountsRole(NodeCore& core, AccountService& service)
        : m_core(core)
        , m_service(service)
    {}

    void environments(Completion<std::vector<Environment>> done) override;
    void createEnvironment(std::string name, json::Document metadata, Completion<Environment> done) override;
    void accounts(Completion<std::vector<Account>> done) override;
    void account(std::string id, Completion<Account> done) override;
    void createAccount(json::Document fields, Completion<Account> done) override;
    void updateAccount(std::string id, json::Document fields, Completion<Account> done) override;
    void removeAccount(std::string id, Completion<bool> done) override;
    void testAccount(std::string id, Completion<CallDetail> done) override;

private:
    NodeCore& m_core;
    AccountService& m_service;
};

class MappingsRole final : public Mappings
{
public:
    MappingsRole(NodeCore& core, MappingService& service)
        : m_core(core)
        , m_service(service)
    {}

    void platformMapping(std::string integration, std::string model, std::string resource, std::string method,
                         Completion<json::Document> done) override;
    void resolve(std::string accountId, std::string model, std::string resource, std::string method,
                 Completion<ResolvedMapping> done) override;
    void getOverride(OverrideKey key, Completion<json::Document> done) override;
    void putOverride(OverrideKey key, json::Document mapping, Completion<json::Document> done) override;
    void removeOverride(OverrideKey key, Completion<bool> done) override;
    void preview(json::Document request, Completion<json::Document> done) override;

private:
    NodeCore& m_core;
    MappingService& m_service;
};

class CallsRole final : public Calls
{
public:
    explicit CallsRole(NodeCore& core)
        : m_core(core)
    {}

    void unified(UnifiedRequest request, Completion<UnifiedResponse> done) override;
    void recentCalls(std::uint64_t after, std::size_t limit,
                     Completion<std::vector<CallSummary>> done) override;
    void callDetail(std::string id, Completion<CallDetail> done) override;

private:
    NodeCore& m_core;
};

class ProxyRole final : public ProxyCalls
{
public:
    explicit ProxyRole(NodeCore& core)
        : m_core(core)
    {}

    void proxy(ProxyRequest request, Completion<ProxyResponse> done) override;

private:
    NodeCore& m_core;
};

class KeysRole final : public Keys
{
public:
    explicit KeysRole(NodeCore& core)
        : m_core(core)
    {}

    [[nodiscard]] Result<std::shared_ptr<const ApiKey>> check(std::string_view presented,
                                                              std::string_view peerAddress) const override;
    void keys(Completion<std::vector<ApiKey>> done) override;
    void createKey(ApiKey wanted, Completion<CreatedKey> done) override;
    void revokeKey(std::string id, Completion<bool> done) override;

private:
    NodeCore& m_core;
};

class TokensRole final : public Tokens
{
public:
    TokensRole(NodeCore& core, TokenService& service)
        : m_core(core)
        , m_service(service)
    {}

    void refresh(std::string accountId, Completion<Account> done) override;
    void history(std::string accountId, Completion<TokenHistory> done) override;
    void scopes(std::string accountId, Completion<std::vector<ScopeUse>> done) override;
    void credentials(std::string accountId, Completion<std::vector<CredentialDate>> done) override;

private:
    NodeCore& m_core;
    TokenService& m_service;
};

class MonitorRole final : public Monitor
{
public:
    explicit MonitorRole(NodeCore& core)
        : m_core(core)
    {}

    void nodeStatus(Completion<NodeStatus> done) override;
    void limits(std::string accountId, Completion<std::vector<RateLimitState>> done) override;
    [[nodiscard]] std::vector<MetricFamily> metrics() const override;
    [[nodiscard]] std::unique_ptr<Subscription>
    subscribe(std::function<void(const GatewayEvent&)> listener) override;

    [[nodiscard]] NodeStatus status() const;

private:
    NodeCore& m_core;
};

} // namespace gatehouse
