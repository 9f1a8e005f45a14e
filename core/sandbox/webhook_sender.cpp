// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/webhook_sender.h"

#include "core/base/url.h"

#include <fmt/format.h>

namespace gatehouse::sandbox {
namespace {

constexpr std::chrono::seconds kVendorPatience{10}; ///< As vendors commonly wait.
constexpr std::size_t kMostAnswered = 64U << 10U;
constexpr int kGood = 200;
constexpr int kNoLongerGood = 300;

} // namespace

WebhookSender::~WebhookSender()
{
    m_stop.request_stop();
}

QCoro::Task<Result<int>> WebhookSender::post(OutgoingWebhook webhook)
{
    auto url = Url::parse(webhook.url);
    if (!url) {
        co_return fail(std::move(url).error());
    }
    net::ClientRequest request;
    request.method = "POST";
    request.url = std::move(*url);
    request.headers = std::move(webhook.headers);
    request.body = std::move(webhook.body);
    request.timeout = kVendorPatience;
    request.maxBodyBytes = kMostAnswered;
    request.allowPrivateTargets = true; // The gateway's own address, given by the gateway.
    request.stop = m_stop.get_token();
    auto sending = m_http->send(std::move(request));
    auto answer = co_await sending;
    if (!answer) {
        co_return fail(std::move(answer).error());
    }
    co_return answer->status;
}

QCoro::Task<> WebhookSender::postAll(std::vector<OutgoingWebhook> webhooks, Completion<std::uint32_t> done)
{
    std::uint32_t sent = 0;
    for (auto& webhook : webhooks) {
        auto posting = post(std::move(webhook));
        auto status = co_await posting;
        if (!status) {
            done(fail(std::move(status).error()));
            co_return;
        }
        if (*status < kGood || *status >= kNoLongerGood) {
            done(fail(Errc::Conflict,
                      fmt::format("the simulated vendor sent its webhook and was answered {}; the inspector "
                                  "says why",
                                  *status)));
            co_return;
        }
        ++sent;
    }
    done(sent);
}

void WebhookSender::send(OutgoingWebhook webhook)
{
    std::vector<OutgoingWebhook> one;
    one.push_back(std::move(webhook));
    postAll(std::move(one), {});
}

void WebhookSender::sendAll(std::vector<OutgoingWebhook> webhooks, Completion<std::uint32_t> done)
{
    postAll(std::move(webhooks), std::move(done));
}

} // namespace gatehouse::sandbox
