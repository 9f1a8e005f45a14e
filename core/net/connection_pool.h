// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/client_connection.h"
#include "core/net/dialer.h"
#include "core/runtime/executor.h"

#include <qcoro/qcorotask.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace gatehouse::net {

class ConnectionPool;

/// A connection lent to one operation. Goes back when destroyed: to the pool when it was marked, else closed.
class Lease
{
public:
    Lease() = default;
    Lease(std::shared_ptr<ConnectionPool> pool, DialTarget target,
          std::unique_ptr<ClientConnection> connection, bool reused);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease();

    [[nodiscard]] ClientConnection& connection() { return *m_connection; }

    [[nodiscard]] bool reused() const noexcept { return m_reused; }

    /// Ends the loan now.
    void giveBack(bool reusable);

private:
    std::shared_ptr<ConnectionPool> m_pool;
    DialTarget m_target;
    std::unique_ptr<ClientConnection> m_connection;
    bool m_reused = false;
};

/// Connections by target: kept-alive ones are lent again, the last one given back first; no more than the
/// limit are open, and whoever comes then waits in line. Lives on the client's thread.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool>
{
public:
    ConnectionPool(const ClientOptions& options, runtime::Executor& executor);

    /// fresh: not a kept-alive one, and those kept for this target are closed (one was just found dead).
    [[nodiscard]] QCoro::Task<Result<Lease>> acquire(DialTarget target, std::shared_ptr<Operation> operation,
                                                     bool fresh);
    /// Closes what has been idle since before then. True when something idle is left.
    bool closeIdle(SteadyTime before);
    /// Nothing is kept from now on.
    void shutDown();

private:
    friend class Lease;

    struct Waiter
    {
        std::shared_ptr<Operation> operation;
        std::unique_ptr<ClientConnection> connection; ///< Handed over, or
        bool mayDial = false;                         ///< the right to open one.
    };

    struct Origin
    {
        std::vector<std::unique_ptr<ClientConnection>> idle;
        std::size_t open = 0; ///< Idle, lent, and being dialled.
        std::deque<std::shared_ptr<Waiter>> waiters;
    };

    struct Hash
    {
        std::size_t operator()(const DialTarget& target) const noexcept
        {
            return std::hash<std::string>{}(target.host) ^ (std::size_t{target.port} << 1U);
        }
    };

    [[nodiscard]] std::unique_ptr<ClientConnection> takeIdle(Origin& origin);
    [[nodiscard]] QCoro::Task<Result<Lease>> waitInLine(DialTarget target,
                                                        std::shared_ptr<Operation> operation);
    [[nodiscard]] QCoro::Task<Result<Lease>> dial(DialTarget target, std::shared_ptr<Operation> operation);
    void giveBack(const DialTarget& target, std::unique_ptr<ClientConnection> connection, bool reusable);
    void releaseSlot(const DialTarget& target);
    void dropIdle(const DialTarget& target, const ClientConnection* connection);

    std::size_t m_maxPerOrigin;
    Dialer m_dialer;
    runtime::Executor& m_executor;
    std::unordered_map<DialTarget, Origin, Hash> m_origins;
    bool m_closed = false;
};

} // namespace gatehouse::net
