// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/sender.h"

#include "core/delivery/signing.h"
#include "core/limits/header_values.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

std::vector<HeaderField> plainFields(const net::Headers& headers)
{
    std::vector<HeaderField> out;
    for (const net::Header& field : headers) {
        out.push_back({field.name, field.value});
    }
    return out;
}

std::optional<std::chrono::milliseconds> retryAfterOf(const net::Headers& headers, UnixMillis now)
{
    const auto field = headers.get("retry-after");
    const auto seconds =
        field ? limits::delaySeconds(*field, static_cast<double>(toMillis(now)) / 1000.0) : std::nullopt;
    if (!seconds) {
        return std::nullopt;
    }
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(*seconds, 1e9) * 1000.0));
}

std::string refusalOf(int status)
{
    if (status >= 300 && status < 400) {
        return fmt::format("answered {}: redirects are not followed; give the endpoint its new URL", status);
    }
    return fmt::format("answered {}", status);
}

/// Stops a request when its time is over or when somebody else says so.
class Deadline
{
public:
    Deadline(runtime::Timers& timers, std::chrono::milliseconds after, std::stop_token outer)
        : m_timers(timers)
        , m_timer(timers.after(after, [this] { m_source.request_stop(); }))
        , m_outer(std::move(outer), Stop{&m_source})
    {}

    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    ~Deadline() { m_timers.cancel(m_timer); }

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    struct Stop
    {
        std::stop_source* source;

        void operator()() const { source->request_stop(); }
    };

    std::stop_source m_source;
    runtime::Timers& m_timers;
    runtime::TimerId m_timer;
    std::stop_callback<Stop> m_outer;
};

} // namespace

net::Headers Sender::headersFor(const Message& message, UnixMillis now) const
{
    const Delivery& delivery = message.delivery;
    net::Headers headers;
    for (const HeaderField& field : message.to->endpoint.headers) {
        headers.add(field.name, field.value);
    }
    headers.set("Content-Type", "application/json");
    headers.set("User-Agent", m_parts.userAgent);
    headers.set("Webhook-Id", delivery.messageId);
    const UnixMillis signedAt = delivery.signedAt.value_or(now);
    headers.set("Webhook-Timestamp", messageTimestamp(signedAt));
    const std::vector<Secret> secrets = message.to->secrets.at(now);
    headers.set("Webhook-Signature", signMessage(secrets, delivery.messageId, signedAt, message.body));
    headers.set("Gatehouse-Delivery", delivery.id);
    headers.set("Gatehouse-Attempt", std::to_string(delivery.attempts + 1));
    if (delivery.replay) {
        headers.set("Gatehouse-Replay", "true");
    }
    return headers;
}

QCoro::Task<SendResult> Sender::send(Message message, std::stop_token stop)
{
    const SteadyTime begun = m_parts.clock->steady();
    const Deadline deadline(*m_parts.timers, kDeliveryTimeout, std::move(stop));
    SendResult out;
    DeliveryAttempt& attempt = out.attempt;
    attempt.deliveryId = message.delivery.id;
    attempt.number = message.delivery.attempts + 1;
    attempt.startedAt = m_parts.clock->now();
    attempt.url =
        message.delivery.urlOverride.empty() ? message.to->endpoint.url : message.delivery.urlOverride;
    attempt.requestBody = message.body.substr(0, kKeptBodyBytes);
    attempt.requestBodyBytes = static_cast<std::int64_t>(message.body.size());

    net::ClientRequest request;
    request.method = "POST";
    request.headers = headersFor(message, attempt.startedAt);
    attempt.requestHeaders = plainFields(request.headers);
    auto url = Url::parse(attempt.url);
    if (!url) {
        attempt.error = url.error().message;
        out.refused = true;
        co_return out;
    }
    request.url = std::move(*url);
    request.body = std::move(message.body);
    request.timeout = kDeliveryTimeout;
    request.allowPrivateTargets = m_parts.allowPrivateTargets;
    request.stop = deadline.token();
    auto opening = m_parts.http->open(std::move(request));
    auto response = co_await opening;
    if (response) {
        attempt.status = response->status;
        attempt.responseHeaders = plainFields(response->headers);
        out.delivered = response->status >= 200 && response->status < 300;
        out.gone = response->status == 410;
        out.retryAfter = retryAfterOf(response->headers, m_parts.clock->now());
        attempt.error = out.delivered ? "" : refusalOf(response->status);
        auto reading = readBody(std::move(response->stream), attempt);
        co_await reading;
    } else {
        out.refused = response.error().code == Errc::Forbidden;
        const bool late = response.error().code == Errc::Timeout || deadline.token().stop_requested();
        attempt.error =
            late ? fmt::format("no answer within {} s", kDeliveryTimeout / 1s) : response.error().message;
    }
    attempt.duration = std::chrono::duration_cast<std::chrono::microseconds>(m_parts.clock->steady() - begun);
    co_return out;
}

/// The status has decided already; of the body as much is kept as a person may want to see. One that goes on
/// is cut off, and its connection with it.
QCoro::Task<> Sender::readBody(std::shared_ptr<net::BodySource> stream, DeliveryAttempt& attempt)
{
    while (stream && attempt.responseBodyBytes <= static_cast<std::int64_t>(kKeptBodyBytes)) {
        auto reading = stream->read();
        auto piece = co_await reading;
        if (!piece || !*piece) {
            break;
        }
        attempt.responseBodyBytes += static_cast<std::int64_t>((*piece)->size());
        attempt.responseBody.append(
            (*piece)->substr(0, kKeptBodyBytes - std::min(kKeptBodyBytes, attempt.responseBody.size())));
    }
}

} // namespace gatehouse::delivery
