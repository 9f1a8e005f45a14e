// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/send.h"

#include "core/pipeline/problems.h"
#include "core/pipeline/stages/guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace gatehouse::pipeline {
namespace {

std::vector<HeaderField> fieldsOf(const net::Headers& headers)
{
    std::vector<HeaderField> out;
    out.reserve(headers.fields().size());
    for (const net::Header& field : headers) {
        out.push_back({field.name, field.value});
    }
    return out;
}

/// Begins the record of this exchange; the answer is noted when it has come.
void noteRequest(Call& call, Upstream& upstream)
{
    const net::ClientRequest& request = upstream.request;
    Exchange exchange;
    exchange.method = request.method;
    exchange.url = request.url.str();
    exchange.requestHeaders = fieldsOf(request.headers);
    exchange.requestBody = request.body.substr(0, kRecordedBytes);
    exchange.requestBodyBytes = static_cast<std::int64_t>(request.body.size());
    upstream.exchange = call.detail.exchanges.size();
    call.detail.exchanges.push_back(std::move(exchange));
    call.detail.summary.requestBytes += static_cast<std::int64_t>(request.body.size());
}

void noteAnswer(Call& call, const Upstream& upstream)
{
    const net::ClientResponse& answer = upstream.response;
    Exchange& exchange = call.detail.exchanges[upstream.exchange];
    exchange.status = answer.status;
    exchange.responseHeaders = fieldsOf(answer.headers);
    exchange.responseBody = answer.body.substr(0, kRecordedBytes);
    exchange.responseBodyBytes = static_cast<std::int64_t>(answer.body.size());
    call.detail.summary.providerStatus = answer.status;
}

} // namespace

QCoro::Task<Verdict> send(Call& call, Upstream& upstream)
{
    StageTimer timer(call, "send");
    net::ClientRequest& request = upstream.request;
    request.timeout = std::min(upstream.target->api->settings.timeout, call.remaining());
    request.allowPrivateTargets = call.services.allowPrivateTargets;
    request.stop = call.stop();
    request.keepBrokenAnswer = true;
    if (upstream.streamed) {
        request.maxBodyBytes = std::numeric_limits<std::size_t>::max(); // it is never held whole
    }
    noteRequest(call, upstream);

    const SteadyTime begun = call.services.clock->steady();
    net::HttpClient& http = *call.services.http;
    auto pending = upstream.streamed ? http.open(std::move(request)) : http.send(std::move(request));
    auto answer = co_await pending;
    const auto spent =
        std::chrono::duration_cast<std::chrono::microseconds>(call.services.clock->steady() - begun);
    call.upstream += spent;
    call.detail.exchanges[upstream.exchange].duration = spent;
    if (!answer) {
        call.detail.exchanges[upstream.exchange].error = answer.error().message;
        timer.note(answer.error().message);
        reportToGuard(call, upstream, false);
        co_return tl::make_unexpected(transportProblem(call, answer.error()));
    }
    upstream.response = std::move(*answer);
    noteAnswer(call, upstream);
    if (const auto& broken = upstream.response.bodyError) {
        call.detail.exchanges[upstream.exchange].error = broken->message;
    }
    timer.note(fmt::format("{}{}", upstream.response.status,
                           upstream.response.timings.reused ? "" : ", new connection"));
    co_return Verdict{};
}

} // namespace gatehouse::pipeline
