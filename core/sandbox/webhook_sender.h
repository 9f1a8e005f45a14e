// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/net/client.h"
#include "core/sandbox/outgoing_webhook.h"

#include <qcoro/qcorotask.h>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace gatehouse::sandbox {

/// Posts the simulated vendors' webhooks over real HTTP. Lives on the sandbox's thread.
class WebhookSender
{
public:
    explicit WebhookSender(std::unique_ptr<net::HttpClient> http)
        : m_http(std::move(http))
    {}

    WebhookSender(const WebhookSender&) = delete;
    WebhookSender& operator=(const WebhookSender&) = delete;
    ~WebhookSender();

    /// Nobody waits for the answer.
    void send(OutgoingWebhook webhook);
    /// One after another. Gives how many there were; Conflict when one was not answered with 2xx, in words
    /// for the person who asked for it.
    void sendAll(std::vector<OutgoingWebhook> webhooks, Completion<std::uint32_t> done);

private:
    QCoro::Task<Result<int>> post(OutgoingWebhook webhook);
    QCoro::Task<> postAll(std::vector<OutgoingWebhook> webhooks, Completion<std::uint32_t> done);

    std::unique_ptr<net::HttpClient> m_http;
    std::stop_source m_stop;
};

} // namespace gatehouse::sandbox
