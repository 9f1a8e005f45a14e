// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect.h"
#include "core/gateway/events.h"
#include "core/gateway/keys.h"
#include "core/gateway/proxy_calls.h"
#include "core/gateway/token_history.h"
#include "core/gateway/types.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// Everything the fake roles know and were asked.
struct FakeState
{
    using Listener = std::function<void(const GatewayEvent&)>;

    /// Runs each answer; inline by default.
    std::function<void(std::function<void()>)> executor = [](const std::function<void()>& task) { task(); };

    std::vector<IntegrationSummary> integrations;
    std::map<std::string, json::Document> definitions;
    std::vector<ModelSummary> models;
    std::map<std::string, json::Document> modelDocuments;
    std::vector<Environment> environments;
    std::vector<Account> accounts;
    std::map<std::string, std::vector<ConnectForm>> connectForms; ///< By integration.
    std::vector<ConnectSession> connectSessions;                  ///< Oldest first.
    CallbackPage callbackPage;
    std::map<std::string, json::Document> mappings;  ///< "acme/crm/contacts/list"
    std::map<std::string, json::Document> overrides; ///< "account:acc_1/crm/contacts/list"
    ResolvedMapping resolved;
    json::Document previewAnswer;
    std::vector<CallDetail> calls; ///< Oldest first.
    std::vector<RateLimitState> limits;
    std::vector<MetricFamily> metrics;
    NodeStatus status;
    std::map<std::string, ApiKey> keys; ///< By the secret that a caller presents.

    std::map<std::string, TokenHistory> tokenHistories; ///< By account.
    std::vector<CredentialDate> credentialDates;
    std::map<std::string, std::vector<ScopeUse>> scopeUse; ///< By account.
    std::vector<std::string> refreshes;                    ///< Accounts whose refresh was asked for.

    /// When set, every role answers with it.
    std::optional<Error> failure;

    std::function<Result<UnifiedResponse>(const UnifiedRequest&)> onUnified;
    std::function<void(ProxyRequest, Completion<ProxyResponse>)> onProxy;
    std::function<Result<CallDetail>(const std::string& accountId)> onTest;

    std::vector<UnifiedRequest> unifiedRequests;
    std::vector<json::Document> createdAccounts; ///< The fields as given.
    std::vector<json::Document> updatedAccounts;
    std::vector<json::Document> previews;
    std::vector<ConnectRequest> connectRequests;
    std::vector<std::pair<std::string, ConnectAction>> connectActions; ///< Session and what was done to it.
    std::vector<std::string> pastedCallbacks;
    std::vector<std::string> callbackQueries;
    std::vector<std::string> revokedAccounts;
    std::vector<std::pair<std::string, std::map<std::string, Secret>>> rotatedAccounts;

    std::map<int, Listener> listeners;
    int nextListener = 0;
    int nextId = 100;

    /// Answers through the executor, or with the failure.
    template <class T>
    void answer(Completion<T> done, Result<T> result)
    {
        if (failure) {
            result = fail(*failure);
        }
        auto shared =
            std::make_shared<std::pair<Completion<T>, Result<T>>>(std::move(done), std::move(result));
        executor([shared] { shared->first(std::move(shared->second)); });
    }

    void emit(const GatewayEvent& event)
    {
        const auto copy = listeners; // a listener may end itself
        for (const auto& [id, listener] : copy) {
            listener(event);
        }
    }

    [[nodiscard]] std::string makeId(const std::string& prefix) { return prefix + std::to_string(nextId++); }

    template <class T>
    [[nodiscard]] static Result<T> findById(const std::vector<T>& list, const std::string& id)
    {
        const auto found =
            std::find_if(list.begin(), list.end(), [&](const T& item) { return item.id == id; });
        if (found == list.end()) {
            return fail(Errc::NotFound, "there is no " + id);
        }
        return *found;
    }

    [[nodiscard]] static std::string overrideName(const OverrideKey& key)
    {
        return (key.level == OverrideLevel::Account ? "account:" : "environment:") + key.ownerId + "/"
               + key.model + "/" + key.resource + "/" + key.method;
    }
};

} // namespace gatehouse::test
