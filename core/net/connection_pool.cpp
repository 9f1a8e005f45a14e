// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/connection_pool.h"

#include <algorithm>
#include <utility>

namespace gatehouse::net {

Lease::Lease(std::shared_ptr<ConnectionPool> pool, DialTarget target,
             std::unique_ptr<ClientConnection> connection, bool reused)
    : m_pool(std::move(pool))
    , m_target(std::move(target))
    , m_connection(std::move(connection))
    , m_reused(reused)
{}

Lease& Lease::operator=(Lease&& other) noexcept
{
    giveBack(false);
    m_pool = std::move(other.m_pool);
    m_target = std::move(other.m_target);
    m_connection = std::move(other.m_connection);
    m_reused = other.m_reused;
    return *this;
}

Lease::~Lease()
{
    giveBack(false);
}

void Lease::giveBack(bool reusable)
{
    if (m_connection) {
        m_pool->giveBack(m_target, std::move(m_connection), reusable);
    }
}

ConnectionPool::ConnectionPool(const ClientOptions& options, runtime::Executor& executor)
    : m_maxPerOrigin(std::max<std::size_t>(options.maxConnectionsPerOrigin, 1))
    , m_dialer(options)
    , m_executor(executor)
{}

std::unique_ptr<ClientConnection> ConnectionPool::takeIdle(Origin& origin)
{
    while (!origin.idle.empty()) {
        auto connection = std::move(origin.idle.back());
        origin.idle.pop_back();
        if (connection->usable()) {
            return connection;
        }
        --origin.open;
    }
    return nullptr;
}

QCoro::Task<Result<Lease>> ConnectionPool::acquire(DialTarget target, std::shared_ptr<Operation> operation,
                                                   bool fresh)
{
    auto& origin = m_origins[target];
    if (fresh) {
        origin.open -= origin.idle.size();
        origin.idle.clear();
    }
    if (auto connection = takeIdle(origin)) {
        connection->attach(std::move(operation));
        co_return Result<Lease>(Lease(shared_from_this(), std::move(target), std::move(connection), true));
    }
    if (origin.open < m_maxPerOrigin) {
        ++origin.open;
        co_return co_await dial(std::move(target), std::move(operation));
    }
    co_return co_await waitInLine(std::move(target), std::move(operation));
}

QCoro::Task<Result<Lease>> ConnectionPool::waitInLine(DialTarget target, std::shared_ptr<Operation> operation)
{
    const auto self = shared_from_this();
    operation->beginStep("waiting for a free connection", SteadyTime::max());
    const auto waiter = std::make_shared<Waiter>();
    waiter->operation = operation;
    m_origins[target].waiters.push_back(waiter);
    while (!waiter->connection && !waiter->mayDial && !operation->interruption) {
        co_await operation->changed.next();
    }
    if (operation->interruption) {
        if (waiter->connection) {
            giveBack(target, std::move(waiter->connection), true);
        } else if (waiter->mayDial) {
            releaseSlot(target);
        } else if (const auto origin = m_origins.find(target); origin != m_origins.end()) {
            std::erase(origin->second.waiters, waiter);
        }
        co_return tl::unexpected(*operation->interruption);
    }
    if (waiter->connection) {
        co_return Result<Lease>(Lease(self, std::move(target), std::move(waiter->connection), true));
    }
    co_return co_await dial(std::move(target), std::move(operation));
}

/// The caller has counted the connection already.
QCoro::Task<Result<Lease>> ConnectionPool::dial(DialTarget target, std::shared_ptr<Operation> operation)
{
    const auto self = shared_from_this();
    auto dialled = co_await m_dialer.dial(target, operation);
    if (!dialled) {
        releaseSlot(target);
        co_return tl::unexpected(dialled.error());
    }
    auto connection = std::make_unique<ClientConnection>(std::move(*dialled));
    connection->attach(std::move(operation));
    co_return Result<Lease>(Lease(self, std::move(target), std::move(connection), false));
}

void ConnectionPool::giveBack(const DialTarget& target, std::unique_ptr<ClientConnection> connection,
                              bool reusable)
{
    if (!reusable || m_closed) {
        connection.reset();
        releaseSlot(target);
        return;
    }
    auto& origin = m_origins[target];
    if (!origin.waiters.empty()) {
        const auto waiter = std::move(origin.waiters.front());
        origin.waiters.pop_front();
        connection->attach(waiter->operation);
        waiter->connection = std::move(connection);
        waiter->operation->wake();
        return;
    }
    connection->detach([weak = weak_from_this(), target, raw = connection.get()] {
        if (const auto pool = weak.lock()) {
            pool->dropIdle(target, raw);
        }
    });
    origin.idle.push_back(std::move(connection));
}

void ConnectionPool::releaseSlot(const DialTarget& target)
{
    const auto found = m_origins.find(target);
    if (found == m_origins.end()) {
        return;
    }
    auto& origin = found->second;
    if (!origin.waiters.empty()) {
        const auto waiter = std::move(origin.waiters.front());
        origin.waiters.pop_front();
        waiter->mayDial = true;
        // Not from here: a thousand waiters that fail at once would nest as deep.
        m_executor.post([operation = waiter->operation] { operation->wake(); });
        return;
    }
    if (--origin.open == 0) {
        m_origins.erase(found);
    }
}

void ConnectionPool::dropIdle(const DialTarget& target, const ClientConnection* connection)
{
    const auto found = m_origins.find(target);
    if (found == m_origins.end()) {
        return;
    }
    if (std::erase_if(found->second.idle, [connection](const auto& one) { return one.get() == connection; })
        > 0) {
        releaseSlot(target);
    }
}

bool ConnectionPool::closeIdle(SteadyTime before)
{
    bool left = false;
    for (auto it = m_origins.begin(); it != m_origins.end();) {
        auto& origin = it->second;
        origin.open -= std::erase_if(
            origin.idle, [before](const auto& connection) { return connection->idleSince < before; });
        left = left || !origin.idle.empty();
        const bool unused = origin.open == 0 && origin.waiters.empty();
        it = unused ? m_origins.erase(it) : std::next(it);
    }
    return left;
}

void ConnectionPool::shutDown()
{
    m_closed = true;
    closeIdle(SteadyTime::max());
}

} // namespace gatehouse::net
