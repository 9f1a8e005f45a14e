// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/applied_auth.h"
#include "core/auth/credential_store.h"
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
};

/// Gives each request its account's credentials in the form that goes on the wire. Credentials are read from
/// the store once and then kept in memory, in Secrets, until they change. Lives on the engine thread.
class Authorizer
{
public:
    /// learned is told every secret that comes into memory, so that logs can be kept clean of it.
    Authorizer(CredentialStore& store, runtime::Executor& engine, std::function<void(const Secret&)> learned);

    /// What is ready to be used at once; null: obtain() has to be asked. The path of nearly every request.
    [[nodiscard]] AppliedAuthPtr ready(std::string_view accountId, std::uint64_t revision) const;
    /// Errors: Unauthorized (nothing stored, or a credential missing), Unavailable (vault), ConfigError.
    [[nodiscard]] QCoro::Task<Result<AppliedAuthPtr>> obtain(AuthSubject subject);
    /// The account's credentials changed or it is gone.
    void forget(std::string_view accountId);

private:
    struct Entry
    {
        std::uint64_t revision = 0;
        AppliedAuthPtr applied;
    };

    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    CredentialStore& m_store;
    runtime::Executor& m_engine;
    std::function<void(const Secret&)> m_learned;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> m_ready;
    std::uint64_t m_forgets = 0; ///< What was being read while this moved on is not kept.
};

} // namespace gatehouse::auth
