// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/turns.h"
#include "core/gateway/webhook_center.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <string>

namespace gatehouse {

/// Makes, changes, tests and mends endpoints and deliveries. Engine thread.
class EndpointService
{
public:
    EndpointService(NodeCore& core, WebhookCenter& center)
        : m_core(core)
        , m_center(center)
        , m_turns(*core.services.engine)
    {}

    [[nodiscard]] Result<EndpointView> find(const std::string& id);
    [[nodiscard]] QCoro::Task<Result<EndpointWithSecret>> create(json::Document fields);
    [[nodiscard]] QCoro::Task<Result<EndpointView>> update(std::string id, json::Document fields);
    [[nodiscard]] QCoro::Task<Result<bool>> remove(std::string id);
    [[nodiscard]] QCoro::Task<Result<EndpointWithSecret>> rotate(std::string id, std::chrono::hours overlap);
    [[nodiscard]] QCoro::Task<Result<DeliveryDetail>> test(std::string id);
    [[nodiscard]] QCoro::Task<Result<EndpointView>> resume(std::string id);
    [[nodiscard]] QCoro::Task<Result<std::uint64_t>> recover(std::string id, UnixMillis since);

    [[nodiscard]] QCoro::Task<Result<DeliveryDetail>> delivery(std::string id);
    /// With a body: that is sent from now on.
    [[nodiscard]] QCoro::Task<Result<Delivery>> retry(std::string id, std::optional<std::string> body);
    [[nodiscard]] QCoro::Task<Result<Delivery>> discard(std::string id);

private:
    [[nodiscard]] QCoro::Task<Result<Delivery>> load(std::string id);
    [[nodiscard]] QCoro::Task<Result<Delivery>> told(std::string id);
    [[nodiscard]] QCoro::Task<Result<std::uint64_t>> requeueAll(std::string id, DeliveryState state,
                                                                UnixMillis since);
    void publishRequeued(Delivery delivery, UnixMillis now);

    NodeCore& m_core;
    WebhookCenter& m_center;
    Turns m_turns; ///< By endpoint.
};

} // namespace gatehouse
