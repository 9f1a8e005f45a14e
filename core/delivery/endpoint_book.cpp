// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/endpoint_book.h"

#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse::delivery {
namespace {

constexpr std::string_view kCurrent = "signing_secret";
constexpr std::string_view kPrevious = "previous_signing_secret";
constexpr std::string_view kPreviousUntil = "previous_until";

Result<SubscriberPtr> makeSubscriber(Endpoint endpoint, SigningSecrets secrets)
{
    GH_ASSIGN(auto filter, EventFilter::compile(endpoint));
    return std::make_shared<const Subscriber>(
        Subscriber{std::move(endpoint), std::move(filter), std::move(secrets)});
}

SigningSecrets copyOf(const SigningSecrets& secrets)
{
    return {secrets.current.clone(), secrets.previous.clone(), secrets.previousUntil};
}

} // namespace

std::vector<Secret> SigningSecrets::at(UnixMillis now) const
{
    std::vector<Secret> out;
    out.push_back(current.clone());
    if (!previous.empty() && now < previousUntil) {
        out.push_back(previous.clone());
    }
    return out;
}

auth::CredentialsPtr SigningSecrets::toCredentials() const
{
    auto out = std::make_shared<auth::Credentials>();
    out->secrets.emplace(kCurrent, current.clone());
    if (!previous.empty()) {
        out->secrets.emplace(kPrevious, previous.clone());
        out->secrets.emplace(kPreviousUntil, Secret(std::to_string(toMillis(previousUntil))));
    }
    return out;
}

SigningSecrets SigningSecrets::fromCredentials(const auth::Credentials& credentials)
{
    SigningSecrets out;
    if (const Secret* current = credentials.find(kCurrent)) {
        out.current = current->clone();
    }
    const Secret* previous = credentials.find(kPrevious);
    const Secret* until = credentials.find(kPreviousUntil);
    if (previous != nullptr && until != nullptr) {
        std::int64_t millis = 0;
        const std::string_view text = until->reveal();
        std::from_chars(text.data(), text.data() + text.size(), millis);
        out.previous = previous->clone();
        out.previousUntil = fromMillis(millis);
    }
    return out;
}

QCoro::Task<Status> EndpointBook::load()
{
    auto pendingRows = runtime::awaitCompletion<std::vector<Endpoint>>(
        *m_parts.engine, [this](auto done) { m_parts.store->endpoints(std::move(done)); });
    auto rows = co_await pendingRows;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    for (Endpoint& row : *rows) {
        const std::string id = row.id;
        auto restoring = restore(std::move(row));
        auto restored = co_await restoring;
        if (!restored) {
            Error error = std::move(restored).error();
            error.message = fmt::format("endpoint {} cannot be used: {}", id, error.message);
            co_return fail(std::move(error));
        }
        keep(std::move(*restored));
    }
    co_return Status{};
}

QCoro::Task<Result<SubscriberPtr>> EndpointBook::restore(Endpoint endpoint)
{
    const std::string& id = endpoint.id;
    auto pendingCredentials = runtime::awaitCompletion<auth::CredentialsPtr>(
        *m_parts.engine, [this, &id](auto done) { m_parts.credentials->load(id, std::move(done)); });
    auto credentials = co_await pendingCredentials;
    if (!credentials) {
        co_return fail(std::move(credentials).error());
    }
    auto made = makeSubscriber(std::move(endpoint), SigningSecrets::fromCredentials(**credentials));
    co_return made;
}

/// The secrets first: an endpoint without them could not be sent anything.
QCoro::Task<Result<SubscriberPtr>> EndpointBook::put(Endpoint endpoint,
                                                     std::shared_ptr<SigningSecrets> secrets)
{
    const SubscriberPtr before = find(endpoint.id);
    if (!before && !secrets) {
        co_return fail(Errc::NotFound, fmt::format("there is no endpoint {}", endpoint.id));
    }
    auto made = makeSubscriber(endpoint, copyOf(secrets ? *secrets : before->secrets));
    if (!made) {
        co_return fail(std::move(made).error());
    }
    if (secrets) {
        const std::string id = endpoint.id;
        const auth::CredentialsPtr sealed = secrets->toCredentials();
        auto pendingSaved = runtime::awaitCompletion<bool>(*m_parts.engine, [this, &id, &sealed](auto done) {
            m_parts.credentials->save(id, sealed, std::move(done));
        });
        auto saved = co_await pendingSaved;
        if (!saved) {
            co_return fail(std::move(saved).error());
        }
    }
    auto pendingStored = runtime::awaitCompletion<Endpoint>(*m_parts.engine, [this, &endpoint](auto done) {
        m_parts.store->putEndpoint(endpoint, std::move(done));
    });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    keep(*made);
    co_return *made;
}

QCoro::Task<Result<bool>> EndpointBook::remove(std::string id)
{
    const UnixMillis now = m_parts.clock->now();
    auto pendingRemoved = runtime::awaitCompletion<bool>(*m_parts.engine, [this, &id, now](auto done) {
        m_parts.store->removeEndpoint(id, now, std::move(done));
    });
    auto removed = co_await pendingRemoved;
    if (!removed) {
        co_return fail(std::move(removed).error());
    }
    std::erase_if(m_subscribers, [&id](const SubscriberPtr& one) { return one->endpoint.id == id; });
    auto pendingForgotten = runtime::awaitCompletion<bool>(
        *m_parts.engine, [this, &id](auto done) { m_parts.credentials->remove(id, std::move(done)); });
    auto forgotten = co_await pendingForgotten;
    if (!forgotten) {
        co_return fail(std::move(forgotten).error());
    }
    co_return *removed;
}

QCoro::Task<Status> EndpointBook::setStatus(std::string id, EndpointStatus status, std::string reason)
{
    const SubscriberPtr before = find(id);
    if (!before) {
        co_return fail(Errc::NotFound, fmt::format("there is no endpoint {}", id));
    }
    const UnixMillis now = m_parts.clock->now();
    auto pendingSet =
        runtime::awaitCompletion<bool>(*m_parts.engine, [this, &id, status, &reason, now](auto done) {
            m_parts.store->setEndpointStatus(id, status, reason, now, std::move(done));
        });
    auto set = co_await pendingSet;
    if (!set) {
        co_return fail(std::move(set).error());
    }
    const SubscriberPtr latest = find(id);
    if (latest) {
        Endpoint changed = latest->endpoint;
        changed.status = status;
        changed.statusReason = std::move(reason);
        changed.updatedAt = now;
        keep(std::make_shared<const Subscriber>(
            Subscriber{std::move(changed), latest->filter, copyOf(latest->secrets)}));
    }
    co_return Status{};
}

SubscriberPtr EndpointBook::find(std::string_view id) const
{
    const auto found = std::ranges::find_if(
        m_subscribers, [id](const SubscriberPtr& one) { return one->endpoint.id == id; });
    return found == m_subscribers.end() ? nullptr : *found;
}

std::vector<SubscriberPtr> EndpointBook::all() const
{
    return m_subscribers;
}

std::vector<SubscriberPtr> EndpointBook::wanting(const EventSubject& subject) const
{
    std::vector<SubscriberPtr> out;
    std::ranges::copy_if(m_subscribers, std::back_inserter(out), [&subject](const SubscriberPtr& one) {
        return one->endpoint.status != EndpointStatus::Disabled && one->filter.wants(subject);
    });
    return out;
}

void EndpointBook::keep(SubscriberPtr subscriber)
{
    const auto found = std::ranges::find_if(m_subscribers, [&subscriber](const SubscriberPtr& one) {
        return one->endpoint.id == subscriber->endpoint.id;
    });
    if (found == m_subscribers.end()) {
        m_subscribers.push_back(std::move(subscriber));
    } else {
        *found = std::move(subscriber);
    }
}

} // namespace gatehouse::delivery
