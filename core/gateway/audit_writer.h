// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/store/store.h"

#include <memory>
#include <string>

namespace gatehouse {

/// Writes the audit log. What cannot be written is told in the node's log: an action is not undone for it.
/// Engine thread.
class AuditWriter
{
public:
    AuditWriter(store::AuditLog& log, const Clock& clock, LogSink& complaints)
        : m_log(log)
        , m_clock(clock)
        , m_complaints(std::make_shared<LogSink*>(&complaints))
    {}

    AuditWriter(const AuditWriter&) = delete;
    AuditWriter& operator=(const AuditWriter&) = delete;

    ~AuditWriter() { *m_complaints = nullptr; }

    /// An order that a person gave; problem is why it failed.
    void note(std::string action, std::string subject, const std::string& problem = {});
    /// Something that was done to an account's credentials; names are the fields, never their values.
    void credential(std::string action, std::string accountId, const auth::Credentials* credentials,
                    const std::string& problem = {});

private:
    void append(store::AuditRow row);

    store::AuditLog& m_log;
    const Clock& m_clock;
    std::shared_ptr<LogSink*> m_complaints; ///< Null behind it: the store's last answers come after us.
};

/// Credentials with an audit entry for every read, write and removal.
class AuditedCredentials final : public auth::CredentialStore
{
public:
    /// Both outlive it.
    AuditedCredentials(auth::CredentialStore& store, AuditWriter& audit)
        : m_store(store)
        , m_audit(audit)
    {}

    void load(std::string accountId, Completion<auth::CredentialsPtr> done) override;
    void save(std::string accountId, auth::CredentialsPtr credentials, Completion<bool> done) override;
    void replace(std::string accountId, auth::CredentialsPtr basis, auth::CredentialsPtr fresh,
                 Completion<bool> done) override;
    void remove(std::string accountId, Completion<bool> done) override;

private:
    [[nodiscard]] Completion<bool> noting(std::string accountId, auth::CredentialsPtr credentials,
                                          Completion<bool> done);

    auth::CredentialStore& m_store;
    AuditWriter& m_audit;
    std::shared_ptr<const bool> m_here = std::make_shared<const bool>(true); ///< Answers may come after us.
};

} // namespace gatehouse
