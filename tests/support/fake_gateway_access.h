// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_gateway_roles.h"

namespace gatehouse::test {

class FakeMonitor final : public Monitor, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void nodeStatus(Completion<NodeStatus> done) override { s.answer<NodeStatus>(std::move(done), s.status); }

    void limits(std::string /*accountId*/, Completion<std::vector<RateLimitState>> done) override
    {
        s.answer<std::vector<RateLimitState>>(std::move(done), s.limits);
    }

    [[nodiscard]] std::vector<MetricFamily> metrics() const override { return s.metrics; }

    [[nodiscard]] std::unique_ptr<Subscription>
    subscribe(std::function<void(const GatewayEvent&)> listener) override
    {
        const int id = s.nextListener++;
        s.listeners[id] = std::move(listener);
        return std::make_unique<FakeSubscription>(s, id);
    }

private:
    class FakeSubscription final : public Subscription
    {
    public:
        FakeSubscription(FakeState& state, int id)
            : m_state(state)
            , m_id(id)
        {}

        FakeSubscription(const FakeSubscription&) = delete;
        FakeSubscription& operator=(const FakeSubscription&) = delete;

        ~FakeSubscription() override { m_state.listeners.erase(m_id); }

    private:
        FakeState& m_state;
        int m_id;
    };
};

class FakeKeys final : public Keys, public FakeRole
{
public:
    using FakeRole::FakeRole;

    [[nodiscard]] Result<std::shared_ptr<const ApiKey>> check(std::string_view presented,
                                                              std::string_view peerAddress) const override
    {
        const auto found = s.keys.find(std::string(presented));
        if (found == s.keys.end()) {
            return fail(Errc::Unauthorized, "the API key is not known");
        }
        const auto& cidrs = found->second.cidrs;
        if (!cidrs.empty() && std::find(cidrs.begin(), cidrs.end(), peerAddress) == cidrs.end()) {
            return fail(Errc::Forbidden, "the API key may not be used from this address");
        }
        return std::make_shared<const ApiKey>(found->second);
    }

    void keys(Completion<std::vector<ApiKey>> done) override
    {
        std::vector<ApiKey> list;
        for (const auto& [secret, key] : s.keys) {
            list.push_back(key);
        }
        s.answer<std::vector<ApiKey>>(std::move(done), std::move(list));
    }

    void createKey(ApiKey wanted, Completion<CreatedKey> done) override
    {
        wanted.id = s.makeId("key_");
        auto secret = "gh_secret_of_" + wanted.id;
        s.keys[secret] = wanted;
        s.answer<CreatedKey>(std::move(done), CreatedKey{std::move(wanted), Secret(std::move(secret))});
    }

    void revokeKey(std::string id, Completion<bool> done) override
    {
        const auto removed = std::erase_if(s.keys, [&](const auto& entry) { return entry.second.id == id; });
        s.answer<bool>(std::move(done), removed > 0);
    }
};

class FakeTokens final : public Tokens, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void refresh(std::string accountId, Completion<Account> done) override
    {
        s.refreshes.push_back(accountId);
        s.answer(std::move(done), FakeState::findById(s.accounts, accountId));
    }

    void history(std::string accountId, Completion<TokenHistory> done) override
    {
        const auto found = s.tokenHistories.find(accountId);
        s.answer<TokenHistory>(std::move(done), found == s.tokenHistories.end()
                                                    ? fail(Errc::NotFound, "there is no " + accountId)
                                                    : Result<TokenHistory>(found->second));
    }

    void scopes(std::string accountId, Completion<std::vector<ScopeUse>> done) override
    {
        s.answer<std::vector<ScopeUse>>(std::move(done), s.scopeUse[accountId]);
    }

    void credentials(std::string accountId, Completion<std::vector<CredentialDate>> done) override
    {
        auto dates = s.credentialDates;
        std::erase_if(dates, [&](const CredentialDate& date) {
            return !accountId.empty() && date.accountId != accountId;
        });
        s.answer<std::vector<CredentialDate>>(std::move(done), std::move(dates));
    }
};

class FakeProxyCalls final : public ProxyCalls, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void proxy(ProxyRequest request, Completion<ProxyResponse> done) override
    {
        if (s.onProxy) {
            s.onProxy(std::move(request), std::move(done));
            return;
        }
        s.answer<ProxyResponse>(std::move(done), ProxyResponse());
    }
};

} // namespace gatehouse::test
