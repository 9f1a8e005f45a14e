// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/client.h"
#include "core/runtime/await.h"
#include "core/runtime/executor.h"
#include "core/store/delivery_store.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// Subscribers by host: each answers a status at once, or never.
class FakeSubscribers final : public net::HttpClient
{
public:
    explicit FakeSubscribers(runtime::Executor& executor)
        : m_executor(executor)
    {}

    QCoro::Task<Result<net::ClientResponse>> send(net::ClientRequest request) override
    {
        co_return co_await open(std::move(request));
    }

    QCoro::Task<Result<net::ClientResponse>> open(net::ClientRequest request) override
    {
        const std::string host = request.url.host;
        requests.push_back(request);
        ++underWay[host];
        most[host] = std::max(most[host], underWay[host]);
        if (hanging.contains(host)) {
            std::optional<std::stop_callback<std::function<void()>>> stopping;
            auto pending = runtime::awaitCompletion<bool>(m_executor, [&request, &stopping](auto done) {
                auto shared = std::make_shared<Completion<bool>>(std::move(done));
                stopping.emplace(request.stop, [shared] { (*shared)(true); });
            });
            const auto stopped = co_await pending;
            static_cast<void>(stopped);
            --underWay[host];
            co_return fail(Errc::Cancelled, "cancelled");
        }
        --underWay[host];
        net::ClientResponse response;
        response.status = statuses.contains(host) ? statuses[host] : 200;
        if (retryAfter.contains(host)) {
            response.headers.set("Retry-After", retryAfter[host]);
        }
        co_return response;
    }

    [[nodiscard]] std::size_t count(const std::string& host) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            requests, [&host](const net::ClientRequest& request) { return request.url.host == host; }));
    }

    std::map<std::string, bool> hanging;
    std::map<std::string, int> statuses;
    std::map<std::string, std::string> retryAfter;
    std::map<std::string, int> underWay;
    std::map<std::string, int> most;
    std::vector<net::ClientRequest> requests;

private:
    runtime::Executor& m_executor;
};

/// Deliveries in plain memory, answered at once.
class MemoryDeliveries final : public store::Deliveries
{
public:
    struct Row
    {
        Delivery delivery;
        std::string body;
        std::uint64_t lease = 0;
        std::vector<DeliveryAttempt> attempts;
    };

    void add(const std::string& endpointId, UnixMillis at)
    {
        Row row;
        row.delivery.sequence = rows.size() + 1;
        row.delivery.id = "dlv_" + std::to_string(row.delivery.sequence);
        row.delivery.messageId = "evt_" + std::to_string(row.delivery.sequence);
        row.delivery.endpointId = endpointId;
        row.delivery.createdAt = at;
        row.delivery.nextAt = at;
        row.body = "{}";
        rows.push_back(std::move(row));
    }

    [[nodiscard]] std::size_t count(const std::string& endpointId, DeliveryState state) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(rows, [&](const Row& row) {
            return row.delivery.endpointId == endpointId && row.delivery.state == state;
        }));
    }

    void leaseDeliveries(std::string endpointId, bool ordered, UnixMillis now,
                         std::chrono::milliseconds lease, std::size_t limit,
                         Completion<std::vector<store::LeasedDelivery>> done) override
    {
        std::vector<store::LeasedDelivery> out;
        for (Row& row : rows) {
            const bool here =
                row.delivery.endpointId == endpointId && row.delivery.state == DeliveryState::Pending;
            if (here && *row.delivery.nextAt <= now && out.size() < limit) {
                row.delivery.nextAt = now + lease;
                out.push_back({row.delivery, row.body, ++row.lease});
            }
            if (here && ordered) {
                break;
            }
        }
        done(std::move(out));
    }

    void recordAttempt(store::LeasedDelivery leased, DeliveryAttempt attempt, store::DeliveryOutcome outcome,
                       Completion<bool> done) override
    {
        Row& row = rows.at(leased.delivery.sequence - 1);
        row.delivery.state = outcome.state;
        row.delivery.nextAt = outcome.nextAt;
        row.delivery.attempts = attempt.number;
        row.delivery.lastStatus = attempt.status;
        row.delivery.lastError = attempt.error;
        row.attempts.push_back(std::move(attempt));
        done(true);
    }

    void queues(Completion<std::vector<store::EndpointQueue>> done) override
    {
        std::map<std::string, store::EndpointQueue> out;
        for (const Row& row : rows) {
            if (row.delivery.state == DeliveryState::Pending) {
                auto& queue = out[row.delivery.endpointId];
                queue.endpointId = row.delivery.endpointId;
                ++queue.pending;
                queue.nextAt = std::min(queue.nextAt.value_or(*row.delivery.nextAt), *row.delivery.nextAt);
            }
        }
        std::vector<store::EndpointQueue> list;
        for (auto& [id, queue] : out) {
            list.push_back(queue);
        }
        done(std::move(list));
    }

    void addDeliveries(std::vector<store::NewDelivery> /*deliveries*/,
                       Completion<std::uint64_t> done) override
    {
        done(0U);
    }

    void deliveries(store::DeliveryQuery /*query*/, Completion<std::vector<Delivery>> done) override
    {
        done(std::vector<Delivery>());
    }

    void delivery(std::string id, Completion<Delivery> done) override { done(fail(Errc::NotFound, id)); }

    void deliveryBody(std::string id, Completion<std::string> done) override
    {
        done(fail(Errc::NotFound, id));
    }

    void attempts(std::string /*id*/, Completion<std::vector<DeliveryAttempt>> done) override
    {
        done(std::vector<DeliveryAttempt>());
    }

    void requeue(std::string id, UnixMillis /*at*/, std::optional<std::string> /*body*/,
                 Completion<bool> done) override
    {
        done(fail(Errc::NotFound, id));
    }

    void discard(std::string /*id*/, UnixMillis /*at*/, Completion<bool> done) override { done(false); }

    std::vector<Row> rows;
};

/// Endpoints in plain memory.
class MemoryEndpoints final : public store::Endpoints
{
public:
    void putEndpoint(Endpoint endpoint, Completion<Endpoint> done) override
    {
        kept[endpoint.id] = endpoint;
        done(std::move(endpoint));
    }

    void endpoint(std::string id, Completion<Endpoint> done) override
    {
        done(kept.contains(id) ? Result<Endpoint>(kept[id]) : fail(Errc::NotFound, id));
    }

    void endpoints(Completion<std::vector<Endpoint>> done) override
    {
        std::vector<Endpoint> out;
        for (const auto& [id, one] : kept) {
            out.push_back(one);
        }
        done(std::move(out));
    }

    void setEndpointStatus(std::string id, EndpointStatus status, std::string reason, UnixMillis /*at*/,
                           Completion<bool> done) override
    {
        kept[id].status = status;
        kept[id].statusReason = std::move(reason);
        done(true);
    }

    void releaseQueue(std::string /*id*/, std::string /*deliveryId*/, UnixMillis /*at*/,
                      Completion<std::uint64_t> done) override
    {
        done(0U);
    }

    void removeEndpoint(std::string id, UnixMillis /*at*/, Completion<bool> done) override
    {
        done(kept.erase(id) > 0);
    }

    void deliveryCounts(Completion<std::vector<DeliveryCount>> done) override { done({}); }

    std::map<std::string, Endpoint> kept;
};

} // namespace gatehouse::test
