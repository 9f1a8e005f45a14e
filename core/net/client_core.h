// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/client.h"
#include "core/net/connection_pool.h"
#include "core/net/operation.h"
#include "core/runtime/executor.h"

#include <QTimer>

#include <functional>
#include <memory>
#include <stop_token>

namespace gatehouse::net {

/// What all requests of a client share; kept alive by the requests in flight. One timer watches every
/// deadline and stops when there is nothing to watch.
class ClientCore : public std::enable_shared_from_this<ClientCore>
{
public:
    explicit ClientCore(const ClientOptions& options);

    [[nodiscard]] SteadyTime now() const { return m_clock.steady(); }

    [[nodiscard]] ConnectionPool& pool() noexcept { return *m_pool; }

    void watch(const std::shared_ptr<Operation>& operation);
    void unwatch(const std::shared_ptr<Operation>& operation);
    /// Interrupts every request in flight; later ones fail at once.
    void shutDown();

    using StopCallback = std::stop_callback<std::function<void()>>;
    /// Interrupts the operation, on this thread, when the token stops; null for a token that never does.
    [[nodiscard]] std::unique_ptr<StopCallback> interruptOn(const std::stop_token& stop,
                                                            const std::shared_ptr<Operation>& operation);

private:
    void tick();

    SystemClock m_clock;
    std::chrono::milliseconds m_idleTimeout;
    std::unique_ptr<runtime::Executor> m_executor;
    std::shared_ptr<ConnectionPool> m_pool;
    OperationSet m_operations;
    QTimer m_ticker;
    bool m_closed = false;
};

/// An operation under watch, for as long as this lives.
class WatchedOperation
{
public:
    WatchedOperation(std::shared_ptr<ClientCore> core, SteadyTime deadline);
    WatchedOperation(const WatchedOperation&) = delete;
    WatchedOperation& operator=(const WatchedOperation&) = delete;
    ~WatchedOperation();

    [[nodiscard]] Operation* operator->() const noexcept { return m_operation.get(); }

    [[nodiscard]] const std::shared_ptr<Operation>& get() const noexcept { return m_operation; }

    void stopOn(const std::stop_token& stop);

private:
    std::shared_ptr<ClientCore> m_core;
    std::shared_ptr<Operation> m_operation;
    std::unique_ptr<ClientCore::StopCallback> m_stopCallback;
};

} // namespace gatehouse::net
