// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/demo_world.h"
#include "core/gateway/node_core.h"
#include "core/gateway/webhook_center.h"

#include <qcoro/qcorotask.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// Gives the simulated vendors the node's ingest URLs, as a person does in a vendor's settings, again
/// whenever they change; and has them send test webhooks. Engine thread.
class SandboxHooks
{
public:
    SandboxHooks(NodeCore& core, DemoWorld& demo, WebhookCenter& center)
        : m_core(core)
        , m_demo(demo)
        , m_center(center)
    {}

    /// Once URLs can be asked for. Without simulated vendors nothing happens.
    void start();

    /// Answers when no round of giving them URLs is under way, whether it worked (see the log) or not.
    void whenRegistered(Completion<bool> done);

    /// See ReceivedEvents::sendTest().
    [[nodiscard]] QCoro::Task<Result<std::uint32_t>> sendTest(std::string accountId);
    /// Whether the account behind that URL is at a simulated vendor that sends webhooks.
    [[nodiscard]] bool canSend(const IngestUrl& url) const;

private:
    using Targets = std::map<std::string, std::vector<sandbox::WebhookTarget>>; ///< By vendor.

    void hear(const GatewayEvent& event);
    [[nodiscard]] bool isNews(const AccountChanged& change);
    QCoro::Task<> registerAgain();
    [[nodiscard]] QCoro::Task<Status> registerUrls();
    [[nodiscard]] QCoro::Task<Targets> targetsOf(std::vector<IngestUrl> urls);
    [[nodiscard]] bool hasVendor(std::string_view integration) const;
    /// The same URL at this machine's own port: a tunnel or proxy that the public one goes through need not
    /// be there.
    [[nodiscard]] std::string local(const std::string& url) const;

    NodeCore& m_core;
    DemoWorld& m_demo;
    WebhookCenter& m_center;
    std::map<std::string, AccountStatus, std::less<>> m_known; ///< Sandbox accounts.
    bool m_registering = false;
    bool m_again = false;
    std::vector<Completion<bool>> m_waiting; ///< For the round under way.
    std::unique_ptr<Subscription> m_subscription;
};

} // namespace gatehouse
