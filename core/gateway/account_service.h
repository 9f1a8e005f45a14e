// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"

#include <qcoro/qcorotask.h>

#include <string>

namespace gatehouse {

/// Makes, changes and removes environments and accounts: checked first, then durable, then in force, then
/// told to whoever listens. Engine thread.
class AccountService
{
public:
    explicit AccountService(NodeCore& core)
        : m_core(core)
    {}

    /// Reads what the store has. Called once.
    [[nodiscard]] QCoro::Task<Status> load();

    [[nodiscard]] QCoro::Task<Result<Environment>> createEnvironment(std::string name,
                                                                     json::Document metadata);
    [[nodiscard]] QCoro::Task<Result<Account>> create(json::Document fields);
    [[nodiscard]] QCoro::Task<Result<Account>> update(std::string id, json::Document fields);
    [[nodiscard]] QCoro::Task<Result<bool>> remove(std::string id);
    /// Writes an account whose every field is decided, with its credentials when there are any to write.
    [[nodiscard]] QCoro::Task<Result<Account>> put(Account account, auth::CredentialsPtr credentials);
    [[nodiscard]] QCoro::Task<Result<Environment>> putEnvironment(Environment environment);
    [[nodiscard]] QCoro::Task<Result<bool>> setStatus(std::string id, AccountStatus status,
                                                      std::string reason);
    [[nodiscard]] QCoro::Task<Result<CallDetail>> test(std::string id);

private:
    [[nodiscard]] QCoro::Task<Status> loadOverrides();
    [[nodiscard]] QCoro::Task<Result<auth::Credentials>> storedCredentials(std::string id);

    NodeCore& m_core;
};

} // namespace gatehouse
