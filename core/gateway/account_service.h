// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"
#include "core/gateway/turns.h"

#include <qcoro/qcorotask.h>

#include <optional>
#include <string>
#include <unordered_map>

namespace gatehouse {

/// What a sign-in proved about an account.
struct ProvenAccount
{
    std::string id;
    std::string label; ///< Empty: as it is.
    std::string auth;  ///< The scheme's id.
    json::Document context;
    std::optional<UnixMillis> tokenExpiresAt;
    auth::CredentialsPtr credentials;
    std::string actor = kSystemActor; ///< Who signed it in.
};

/// Makes, changes and removes environments and accounts: checked first, then durable, then in force, then
/// told to whoever listens. What an order does to credentials is audited as done by whoever gave it
/// (AuditWriter::actor() when it was given). Engine thread.
class AccountService
{
public:
    explicit AccountService(NodeCore& core)
        : m_core(core)
        , m_turns(*core.services.engine)
    {}

    /// Reads what the store has. Called once.
    [[nodiscard]] QCoro::Task<Status> load();

    [[nodiscard]] QCoro::Task<Result<Environment>> createEnvironment(std::string name,
                                                                     json::Document metadata);
    [[nodiscard]] QCoro::Task<Result<Account>> create(json::Document fields);
    [[nodiscard]] QCoro::Task<Result<Account>> update(std::string id, json::Document fields);
    [[nodiscard]] QCoro::Task<Result<bool>> remove(std::string id);
    /// Writes an account whose every field is decided, with its credentials when there are any to write; with
    /// a basis only while that is still what is kept (Conflict).
    [[nodiscard]] QCoro::Task<Result<Account>> put(Account account, auth::CredentialsPtr credentials,
                                                   auth::CredentialsPtr basis = nullptr,
                                                   std::string actor = kSystemActor);
    [[nodiscard]] QCoro::Task<Result<Environment>> putEnvironment(Environment environment);
    /// A call begun then was told that a person must connect the account again. False, and nothing changes,
    /// when the account is gone, disabled, or has had its credentials replaced since.
    [[nodiscard]] QCoro::Task<Result<bool>> markNeedsReauth(std::string id, std::string reason,
                                                            UnixMillis begun);
    /// The account's token was renewed: what the endpoint told goes into the context, and an account that
    /// waited for a person works again. False: nothing changed, or it is gone or disabled.
    [[nodiscard]] QCoro::Task<Result<bool>> noteRenewed(std::string id, std::optional<UnixMillis> expiresAt,
                                                        json::Document told);
    [[nodiscard]] QCoro::Task<Result<CallDetail>> test(std::string id);
    /// Puts proven credentials in force: the account is active from then on. NotFound: it is gone.
    [[nodiscard]] QCoro::Task<Result<Account>> adopt(ProvenAccount proven);
    /// Says why an account is still connecting; does nothing to any other.
    [[nodiscard]] QCoro::Task<Result<bool>> noteConnecting(std::string id, std::string reason);
    /// What the vault keeps for an account; nothing at all when it keeps none.
    [[nodiscard]] QCoro::Task<Result<auth::Credentials>> storedCredentials(std::string id);
    /// The provider has forgotten the account's tokens: so does the vault, and a person has to connect again.
    [[nodiscard]] QCoro::Task<Result<Account>> dropTokens(std::string id, std::string reason,
                                                          std::string actor);

private:
    [[nodiscard]] QCoro::Task<Status> loadOverrides();
    /// Null when there are none.
    [[nodiscard]] QCoro::Task<Result<auth::CredentialsPtr>> keptCredentials(std::string id,
                                                                            std::string actor);
    [[nodiscard]] QCoro::Task<Status> storeRow(const Account& account);
    /// basis may be null: whatever was there is replaced.
    [[nodiscard]] QCoro::Task<Status> seal(std::string id, AuditedCredentials::Change change,
                                           std::string actor);
    [[nodiscard]] QCoro::Task<Status> storeNew(const Account& account, auth::CredentialsPtr credentials,
                                               std::string actor);

    /// Credentials to write, and what they were made from (null: nothing was kept).
    using Change = AuditedCredentials::Change;

    /// Takes new context and credentials over into the account; gives the credentials when they changed.
    [[nodiscard]] QCoro::Task<Result<Change>> reconnect(Account& account, json::Document given,
                                                        std::string actor);
    [[nodiscard]] QCoro::Task<Result<Account>> updateOnce(std::string id, json::Document fields,
                                                          std::string actor);
    [[nodiscard]] QCoro::Task<Status> keepProven(pipeline::AccountRecordPtr before, json::Document told);

    NodeCore& m_core;
    Turns m_turns;                                                  ///< By account.
    std::unordered_map<std::string, UnixMillis> m_credentialsSince; ///< Of those replaced since the start.
};

} // namespace gatehouse
