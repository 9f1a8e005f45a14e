// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/base/clock.h"
#include "core/contract/webhook.h"
#include "core/delivery/endpoint_health.h"
#include "core/delivery/event_filter.h"
#include "core/runtime/executor.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::delivery {

/// The signing secrets of an endpoint. The vault keeps them as credentials of the endpoint's id.
struct SigningSecrets
{
    Secret current;
    Secret previous; ///< Signs too until its time is over; empty: none.
    UnixMillis previousUntil;

    /// Those that sign at that time, newest first.
    [[nodiscard]] std::vector<Secret> at(UnixMillis now) const;
    [[nodiscard]] auth::CredentialsPtr toCredentials() const;
    [[nodiscard]] static SigningSecrets fromCredentials(const auth::Credentials& credentials);
};

/// What a subscriber is at the moment. Held by what is under way to it, so that a change does not pull it
/// away.
struct Subscriber
{
    Endpoint endpoint;
    EventFilter filter;
    SigningSecrets secrets;
};

using SubscriberPtr = std::shared_ptr<const Subscriber>;

/// All endpoints in memory: what every event is matched with. The store and the vault are where they live;
/// changes are durable before they are in force. Engine thread.
class EndpointBook
{
public:
    struct Parts
    {
        store::Endpoints* store = nullptr;
        auth::CredentialStore* credentials = nullptr;
        runtime::Executor* engine = nullptr;
        const Clock* clock = nullptr;
    };

    explicit EndpointBook(const Parts& parts)
        : m_parts(parts)
    {}

    /// Reads what is there. Called once. An endpoint whose secrets cannot be opened is an error: it would be
    /// sent messages that nobody can verify.
    [[nodiscard]] QCoro::Task<Status> load();
    /// Writes the endpoint, and its secrets when given.
    [[nodiscard]] QCoro::Task<Result<SubscriberPtr>> put(Endpoint endpoint,
                                                         std::shared_ptr<SigningSecrets> secrets);
    [[nodiscard]] QCoro::Task<Result<bool>> remove(std::string id);
    [[nodiscard]] QCoro::Task<Status> setStatus(std::string id, EndpointStatus status, std::string reason);

    /// Null when there is none.
    [[nodiscard]] SubscriberPtr find(std::string_view id) const;
    /// Oldest first.
    [[nodiscard]] std::vector<SubscriberPtr> all() const;
    /// Those that are not disabled and want such an event, conditions aside.
    [[nodiscard]] std::vector<SubscriberPtr> wanting(const EventSubject& subject) const;

    /// Stays where it is as long as the endpoint is there.
    [[nodiscard]] EndpointHealthState& health(const std::string& id) { return m_health[id]; }

private:
    [[nodiscard]] QCoro::Task<Result<SubscriberPtr>> restore(Endpoint endpoint);
    void keep(SubscriberPtr subscriber);

    Parts m_parts;
    std::vector<SubscriberPtr> m_subscribers;
    std::map<std::string, EndpointHealthState, std::less<>> m_health;
};

} // namespace gatehouse::delivery
