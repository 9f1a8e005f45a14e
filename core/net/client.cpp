// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client.h"

#include "core/net/client_body.h"
#include "core/net/client_core.h"
#include "core/net/request_head.h"

#include <algorithm>
#include <utility>

namespace gatehouse::net {

namespace {

using Progress = ClientConnection::Progress;

constexpr std::size_t kOneWrite = std::size_t{64} * 1024;     ///< Head and body up to this go out together.
constexpr std::size_t kReserveAtMost = std::size_t{1} << 20U; ///< Of a promised length, before it is seen.

std::chrono::microseconds between(SteadyTime from, SteadyTime to)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(to - from);
}

void sendRequest(Transfer& transfer, const ClientRequest& request)
{
    auto& connection = transfer.lease.connection();
    connection.expectResponse(request.method == "HEAD", request.maxBodyBytes);
    const auto framing = requestFraming(request);
    std::string out;
    appendRequestHead(out, request, framing, connection.throughHttpProxy(),
                      connection.throughHttpProxy() ? connection.proxyAuthorization() : std::string());
    const bool together = request.body.size() <= kOneWrite;
    if (!request.bodyStream && together) {
        out += request.body;
    }
    connection.send(out);
    if (!request.bodyStream && !together) {
        connection.send(request.body);
    }
    connection.flush();
    if (request.bodyStream) {
        transfer.startUpload(request.bodyStream, framing);
    }
}

void takeHead(MessageHead& head, ClientResponse& response)
{
    response.status = head.status;
    response.reason = std::move(head.reason);
    response.headers = std::move(head.headers);
    response.body.reserve(
        static_cast<std::size_t>(std::min<std::uint64_t>(head.contentLength.value_or(0), kReserveAtMost)));
}

/// Sends the request and reads the answer: its head, and unless headOnly the rest.
QCoro::Task<Status> exchange(Transfer& transfer, const ClientRequest& request, bool headOnly,
                             ClientResponse& response)
{
    const auto operation = transfer.operation->get();
    operation->beginStep("waiting for the answer", SteadyTime::max());
    sendRequest(transfer, request);
    for (;;) {
        const auto progress = transfer.advance(response.body);
        if (!progress) {
            co_return tl::unexpected(progress.error());
        }
        if (*progress == Progress::Head) {
            operation->doing = "reading the answer's body";
            takeHead(transfer.lease.connection().head(), response);
            if (headOnly) {
                co_return Status{};
            }
        } else if (*progress == Progress::Done) {
            co_return Status{};
        } else if (*progress == Progress::Waiting) {
            co_await operation->changed.next();
        }
    }
}

/// A kept-alive connection that the server had closed meanwhile: nothing was answered, so once more.
bool foundDead(Transfer& transfer, const Error& error)
{
    return error.code == Errc::Unavailable && transfer.lease.reused()
           && !transfer.lease.connection().responseBegun();
}

/// Whether an answer that broke off in its body is to be told by its head.
bool keepsBroken(const ClientRequest& request, bool streamed, const ClientResponse& response,
                 const Error& error)
{
    return request.keepBrokenAnswer && !streamed && response.status != 0 && error.code != Errc::Cancelled;
}

QCoro::Task<Result<ClientResponse>> run(std::shared_ptr<ClientCore> core, ClientRequest request,
                                        bool streamed)
{
    if (const auto valid = checkRequest(request); !valid) {
        co_return tl::unexpected(valid.error());
    }
    const auto start = core->now();
    const DialTarget target{request.url.scheme, request.url.host, request.url.port,
                            request.allowPrivateTargets, request.certificate};
    ClientResponse response;
    for (bool again = false;; again = true) {
        auto operation = std::make_unique<WatchedOperation>(core, start + request.timeout);
        operation->stopOn(request.stop);
        if ((*operation)->interruption) {
            co_return tl::unexpected(*(*operation)->interruption);
        }
        auto lease = co_await core->pool().acquire(target, operation->get(), again);
        if (!lease) {
            co_return tl::unexpected(lease.error());
        }
        auto transfer = std::make_unique<Transfer>(std::move(operation), std::move(*lease));
        const auto connected = core->now();
        auto& timings = response.timings;
        timings.reused = transfer->lease.reused();
        (timings.reused ? timings.queued : timings.connect) = between(start, connected);
        const auto status = co_await exchange(*transfer, request, streamed, response);
        if (!status && keepsBroken(request, streamed, response, status.error())) {
            response.bodyError = status.error();
        } else if (!status) {
            if (!again && isReplayable(request) && foundDead(*transfer, status.error())) {
                continue;
            }
            co_return tl::unexpected(status.error());
        }
        timings.firstByte = between(connected, transfer->lease.connection().firstByte());
        timings.total = between(start, core->now());
        if (response.bodyError) {
            transfer.reset(); // not to be used again: the rest of the body may still come
        } else if (streamed) {
            (*transfer->operation)->deadline = SteadyTime::max();
            response.stream = std::make_shared<ClientBody>(core, std::move(transfer), request.timeout);
        } else {
            transfer->complete();
        }
        co_return Result<ClientResponse>(std::move(response));
    }
}

class PooledClient final : public HttpClient
{
public:
    explicit PooledClient(const ClientOptions& options)
        : m_core(std::make_shared<ClientCore>(options))
    {}

    ~PooledClient() override { m_core->shutDown(); }

    [[nodiscard]] QCoro::Task<Result<ClientResponse>> send(ClientRequest request) override
    {
        return run(m_core, std::move(request), false);
    }

    [[nodiscard]] QCoro::Task<Result<ClientResponse>> open(ClientRequest request) override
    {
        return run(m_core, std::move(request), true);
    }

private:
    std::shared_ptr<ClientCore> m_core;
};

} // namespace

std::unique_ptr<HttpClient> makeHttpClient(const ClientOptions& options)
{
    return std::make_unique<PooledClient>(options);
}

} // namespace gatehouse::net
