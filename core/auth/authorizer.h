// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/applied_auth.h"
#include "core/auth/credential_store.h"
#include "core/auth/oauth2/token_keeper.h"
#include "core/runtime/executor.h"

#include <qcoro/qcorotask.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::auth {

/// Who wants to be let in, and with what the answer changes.
struct AuthSubject
{
    std::string accountId;
    const config::AuthScheme* scheme = nullptr;
    json::Document context;     ///< The account's.
    std::uint64_t revision = 0; ///< Of the account and the definitions together.
    std::string who = {};       ///< Of the call, for the record of a refresh it waits for.
};

/// Gives each request its account's credentials in the form that goes on the wire. Credentials are read from
/// the store once and then kept in memory, in Secrets, until they change. Lives on the engine thread.
class Authorizer
{
public:
    /// learned is told every secret that comes into memory, so that logs can be kept clean of it.
    Authorizer(CredentialStore& store, runtime::Executor& engine, std::function<void(const Secret&)> learned);

    /// From then on tokens are renewed through the keeper, which outlives this.
    void useTokens(TokenKeeper& keeper) { m_tokens = &keeper; }

    /// What is ready to be used at once; null: obtain() has to be asked. The path of nearly every request. A
    /// token that ends before now is not ready.
    [[nodiscard]] AppliedAuthPtr ready(std::string_view accountId, std::uint64_t revision,
                                       UnixMillis now) const;
    /// A token that is missing or used up is renewed first, once for everybody who asks. Errors: Unauthorized
    /// (nothing stored, a credential missing, the grant dead), Unavailable (vault, or a token endpoint that
    /// cannot answer now), ConfigError.
    [[nodiscard]] QCoro::Task<Result<AppliedAuthPtr>> obtain(AuthSubject subject);
    /// After the provider refused these: others, when somebody renewed the token meanwhile or it can be
    /// renewed now. Conflict: the refused token is younger than minimumAge, another one would not help.
    /// Unsupported: there is no token of ours to renew; Forbidden: only a person may renew it; Unavailable:
    /// it cannot be renewed now.
    [[nodiscard]] QCoro::Task<Result<AppliedAuthPtr>> renew(AuthSubject subject, AppliedAuthPtr refused,
                                                            std::chrono::seconds minimumAge);
    /// How long until the next try to renew its token; unset: none is planned.
    [[nodiscard]] std::optional<std::chrono::milliseconds> nextTry(const std::string& accountId) const;
    /// The account's credentials changed or it is gone.
    void forget(std::string_view accountId);

private:
    struct Entry
    {
        std::uint64_t revision = 0;
        AppliedAuthPtr applied;
        UnixMillis usableUntil;
    };

    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    [[nodiscard]] QCoro::Task<Result<CredentialsPtr>> load(std::string accountId);
    [[nodiscard]] QCoro::Task<Result<CredentialsPtr>> fresh(std::string accountId, TokenAsk ask);
    [[nodiscard]] Result<AppliedAuthPtr> apply(AuthSubject subject, CredentialsPtr credentials,
                                               std::uint64_t forgets);

    CredentialStore& m_store;
    TokenKeeper* m_tokens = nullptr;
    runtime::Executor& m_engine;
    std::function<void(const Secret&)> m_learned;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> m_ready;
    std::uint64_t m_forgets = 0; ///< What was being read while this moved on is not kept.
};

} // namespace gatehouse::auth
