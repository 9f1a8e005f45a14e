// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client_core.h"

#include <utility>
#include <vector>

namespace gatehouse::net {

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;

} // namespace

ClientCore::ClientCore(const ClientOptions& options)
    : m_idleTimeout(options.idleTimeout)
    , m_executor(runtime::makeThisThreadExecutor())
    , m_pool(std::make_shared<ConnectionPool>(options, *m_executor))
{
    m_ticker.setInterval(kTick);
    QObject::connect(&m_ticker, &QTimer::timeout, &m_ticker, [this] {
        const auto self = shared_from_this();
        tick();
    });
}

void ClientCore::watch(const std::shared_ptr<Operation>& operation)
{
    m_operations.insert(operation);
    if (m_closed) {
        operation->interruption = Error{Errc::Cancelled, "the HTTP client is shut down", {}, {}, {}};
    } else if (!m_ticker.isActive()) {
        m_ticker.start();
    }
}

void ClientCore::unwatch(const std::shared_ptr<Operation>& operation)
{
    m_operations.erase(operation);
}

void ClientCore::tick()
{
    const auto time = now();
    std::vector<std::shared_ptr<Operation>> late;
    for (const auto& operation : m_operations) {
        if (operation->deadline <= time || operation->stepDeadline <= time) {
            late.push_back(operation);
        }
    }
    for (const auto& operation : late) {
        operation->checkTime(time);
    }
    const bool idleLeft = m_pool->closeIdle(time - m_idleTimeout);
    if (m_operations.empty() && !idleLeft) {
        m_ticker.stop();
    } else {
        // Idle connections alone need no haste.
        const auto wanted = m_operations.empty()
                                ? std::clamp<std::chrono::milliseconds>(m_idleTimeout / 4, kTick, 1000ms)
                                : kTick;
        if (m_ticker.intervalAsDuration() != wanted) {
            m_ticker.setInterval(wanted);
        }
    }
}

void ClientCore::shutDown()
{
    m_closed = true;
    m_ticker.stop();
    m_pool->shutDown();
    const auto all = m_operations; // interrupting changes the set
    for (const auto& operation : all) {
        operation->interrupt({Errc::Cancelled, "the HTTP client is shut down", {}, {}, {}});
    }
}

std::unique_ptr<ClientCore::StopCallback> ClientCore::interruptOn(const std::stop_token& stop,
                                                                  const std::shared_ptr<Operation>& operation)
{
    if (!stop.stop_possible()) {
        return nullptr;
    }
    // The callback may run on any thread; its owner keeps this core, and with it the executor.
    return std::make_unique<StopCallback>(stop, [this, weak = std::weak_ptr(operation)] {
        m_executor->post([weak] {
            if (const auto stopped = weak.lock()) {
                stopped->interrupt({Errc::Cancelled, "the caller cancelled the request", {}, {}, {}});
            }
        });
    });
}

WatchedOperation::WatchedOperation(std::shared_ptr<ClientCore> core, SteadyTime deadline)
    : m_core(std::move(core))
    , m_operation(std::make_shared<Operation>())
{
    m_operation->deadline = deadline;
    m_core->watch(m_operation);
}

WatchedOperation::~WatchedOperation()
{
    m_stopCallback.reset();
    m_core->unwatch(m_operation);
}

void WatchedOperation::stopOn(const std::stop_token& stop)
{
    if (stop.stop_requested()) {
        m_operation->interruption = Error{Errc::Cancelled, "the caller cancelled the request", {}, {}, {}};
    } else {
        m_stopCallback = m_core->interruptOn(stop, m_operation);
    }
}

} // namespace gatehouse::net
