// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/vendor_server.h"

namespace gatehouse::sandbox {
namespace {

/// A vendor tells of a change after it has answered the request that made it.
constexpr std::chrono::milliseconds kBehindAnswer{100};

} // namespace

VendorServer::~VendorServer()
{
    *m_alive = false;
}

Status VendorServer::listen()
{
    m_server = net::makeHttpServer(*this, {});
    return m_server->listen();
}

void VendorServer::handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder)
{
    if (m_vendor == nullptr) {
        constexpr int kUnavailable = 503;
        responder->respond({kUnavailable, {}, {}});
        return;
    }
    auto answer = m_vendor->handle(request);
    sendWebhooks(answer.delay);
    if (answer.delay.count() == 0) {
        send(std::move(answer), responder);
        return;
    }
    const auto delay = answer.delay;
    m_timers.after(delay, [this, alive = m_alive, answer = std::move(answer), responder]() mutable {
        if (*alive) {
            send(std::move(answer), responder);
        }
    });
}

void VendorServer::sendWebhooks(std::chrono::milliseconds answerDelay)
{
    for (auto& webhook : m_vendor->takeWebhooks()) {
        m_timers.after(answerDelay + kBehindAnswer,
                       [this, alive = m_alive, webhook = std::move(webhook)]() mutable {
                           if (*alive) {
                               m_webhooks.send(std::move(webhook));
                           }
                       });
    }
}

void VendorServer::send(Answer answer, const std::shared_ptr<net::Responder>& responder)
{
    switch (answer.transport) {
    case Transport::Send:
        responder->respond(std::move(answer.response));
        break;
    case Transport::Hang:
        keepUntilAborted(responder);
        break;
    case Transport::Truncate:
        sendTruncated(answer, responder);
        break;
    case Transport::Disconnect:
        // An answer that was begun and let go of closes the connection; nothing more than its head is sent.
        answer.response.body.clear();
        sendTruncated(answer, responder);
        break;
    }
}

void VendorServer::sendTruncated(const Answer& answer, const std::shared_ptr<net::Responder>& responder)
{
    auto headers = answer.response.headers;
    headers.set("Content-Length", std::to_string(answer.response.body.size() + 1));
    responder->begin(answer.response.status, std::move(headers));
    static_cast<void>(responder->write(answer.response.body.substr(0, answer.response.body.size() / 2)));
}

void VendorServer::keepUntilAborted(const std::shared_ptr<net::Responder>& responder)
{
    const auto id = ++m_nextHung;
    m_hung.emplace(id, responder);
    responder->onAborted([this, alive = m_alive, id] {
        if (*alive) {
            m_hung.erase(id);
        }
    });
}

} // namespace gatehouse::sandbox
