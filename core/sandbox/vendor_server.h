// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/server.h"
#include "core/runtime/timers.h"
#include "core/sandbox/vendor.h"
#include "core/sandbox/webhook_sender.h"

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace gatehouse::sandbox {

/// A simulated vendor behind a socket: delays, and what can go wrong on the way. Lives on one thread.
class VendorServer final : public net::RequestHandler
{
public:
    /// Both must outlive the server.
    VendorServer(runtime::Timers& timers, WebhookSender& webhooks)
        : m_timers(timers)
        , m_webhooks(webhooks)
    {}

    ~VendorServer() override;

    /// Listens on any free loopback port.
    [[nodiscard]] Status listen();

    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }

    /// Before this, requests are answered 503.
    void serve(std::unique_ptr<SimulatedVendor> vendor) { m_vendor = std::move(vendor); }

    [[nodiscard]] SimulatedVendor& vendor() { return *m_vendor; }

    void handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder) override;

private:
    void sendWebhooks(std::chrono::milliseconds answerDelay);
    void send(Answer answer, const std::shared_ptr<net::Responder>& responder);
    void sendTruncated(const Answer& answer, const std::shared_ptr<net::Responder>& responder);
    void keepUntilAborted(const std::shared_ptr<net::Responder>& responder);

    runtime::Timers& m_timers;
    WebhookSender& m_webhooks;
    std::unique_ptr<SimulatedVendor> m_vendor;
    std::uint64_t m_nextHung = 0;
    std::unordered_map<std::uint64_t, std::shared_ptr<net::Responder>> m_hung;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    std::unique_ptr<net::HttpServer> m_server;
};

} // namespace gatehouse::sandbox
