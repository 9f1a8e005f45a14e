// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/store/store.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace gatehouse {

/// Who is behind what the gateway does by itself: timers, calls, repairs.
inline constexpr const char* kSystemActor = "system";
/// Whoever sits at the console of this process.
inline constexpr const char* kConsoleActor = "console";

/// Writes the audit log. What cannot be written is told in the node's log: an action is not undone for it.
/// Engine thread.
class AuditWriter
{
public:
    AuditWriter(store::AuditLog& log, const Clock& clock, LogSink& complaints)
        : m_log(log)
        , m_clock(clock)
        , m_state(std::make_shared<State>())
    {
        m_state->log = &complaints;
    }

    AuditWriter(const AuditWriter&) = delete;
    AuditWriter& operator=(const AuditWriter&) = delete;

    ~AuditWriter() { m_state->log = nullptr; }

    /// Who gives the orders that are being taken now. An order keeps its actor from its first line on: behind
    /// its first wait this is another's.
    [[nodiscard]] const std::string& actor() const noexcept { return m_actor; }

    /// Gives the actor before.
    std::string setActor(std::string actor) { return std::exchange(m_actor, std::move(actor)); }

    /// An order that was carried out; problem is why it failed.
    void note(std::string actor, std::string action, std::string subject, const std::string& problem = {});
    /// Something that was done to an account's credentials; of these the fields' names are kept, never their
    /// values.
    void credential(std::string actor, std::string action, std::string accountId,
                    const auth::Credentials* credentials, const std::string& problem = {});
    /// Somebody was shown, or was not shown because of the problem, a secret of an account.
    void reveal(std::string actor, std::string accountId, const std::string& name,
                const std::string& problem);
    /// row.at is set.
    void append(store::AuditRow row);
    /// Answers when everything appended so far is written, or could not be: who asks for the log behind an
    /// answer finds that order in it.
    void written(Completion<bool> done);

private:
    /// The store's last answers may come after the writer.
    struct State
    {
        LogSink* log = nullptr;
        std::uint64_t appended = 0;
        std::uint64_t written = 0;
        std::deque<std::pair<std::uint64_t, Completion<bool>>> waiting; ///< For so many to be written.
    };

    store::AuditLog& m_log;
    const Clock& m_clock;
    std::shared_ptr<State> m_state;
    std::string m_actor = kSystemActor;
};

/// While it lives, the orders taken are this actor's. Engine thread; nested ones end in reverse order.
class ActingAs
{
public:
    ActingAs(AuditWriter& audit, std::string actor)
        : m_audit(audit)
        , m_before(audit.setActor(std::move(actor)))
    {}

    ActingAs(const ActingAs&) = delete;
    ActingAs& operator=(const ActingAs&) = delete;

    ~ActingAs() { m_audit.setActor(std::move(m_before)); }

private:
    AuditWriter& m_audit;
    std::string m_before;
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

    void load(std::string accountId, Completion<auth::CredentialsPtr> done) override
    {
        loadFor(kSystemActor, std::move(accountId), std::move(done));
    }

    void save(std::string accountId, auth::CredentialsPtr credentials, Completion<bool> done) override
    {
        saveFor(kSystemActor, std::move(accountId), std::move(credentials), std::move(done));
    }

    void replace(std::string accountId, auth::CredentialsPtr basis, auth::CredentialsPtr fresh,
                 Completion<bool> done) override
    {
        replaceFor(kSystemActor, std::move(accountId), {std::move(basis), std::move(fresh)}, std::move(done));
    }

    void remove(std::string accountId, Completion<bool> done) override
    {
        removeFor(kSystemActor, std::move(accountId), std::move(done));
    }

    /// What replace() takes.
    struct Change
    {
        auth::CredentialsPtr basis;
        auth::CredentialsPtr fresh;
    };

    /// The same on somebody's order.
    void loadFor(std::string actor, std::string accountId, Completion<auth::CredentialsPtr> done);
    void saveFor(std::string actor, std::string accountId, auth::CredentialsPtr credentials,
                 Completion<bool> done);
    void replaceFor(std::string actor, std::string accountId, Change change, Completion<bool> done);
    void removeFor(std::string actor, std::string accountId, Completion<bool> done);
    /// One secret for a person to see; given when credential.reveal has been written to the log. NotFound:
    /// nothing of that name is kept.
    void revealFor(std::string actor, std::string accountId, std::string name, Completion<Secret> done);

private:
    [[nodiscard]] Completion<bool> noting(std::string actor, std::string accountId,
                                          auth::CredentialsPtr credentials, Completion<bool> done);

    auth::CredentialStore& m_store;
    AuditWriter& m_audit;
    std::shared_ptr<const bool> m_here = std::make_shared<const bool>(true); ///< Answers may come after us.
};

} // namespace gatehouse
