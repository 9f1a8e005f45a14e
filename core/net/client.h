// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/url.h"
#include "core/net/body.h"
#include "core/net/http.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace gatehouse::net {

/// A client certificate with its key, both PEM.
struct ClientCertificate
{
    std::string certificateChainPem;
    Secret privateKeyPem;
};

struct ClientRequest
{
    std::string method = "GET";
    Url url;
    Headers headers; ///< Host, Content-Length and Transfer-Encoding are set by the client.
    std::string body;
    std::shared_ptr<BodySource> bodyStream; ///< Instead of body; sent chunked unless Content-Length is given.
    std::shared_ptr<const ClientCertificate> certificate;

    std::chrono::milliseconds timeout{
        30'000}; ///< From send() to the last byte of the answer (head, for open()).
    std::size_t maxBodyBytes = std::size_t{64} << 20U;
    bool allowPrivateTargets =
        false;            ///< Else loopback, private, link-local and metadata addresses are refused
                          ///< after name resolution (SSRF; the checked address is the one connected to).
    std::stop_token stop; ///< Cancels; the connection is then closed, not reused.
    /// send(): an answer whose head came whole but whose body did not is given as far as it came, with
    /// bodyError, instead of the error alone: what its status says has happened. (Cancelled stays an error.)
    bool keepBrokenAnswer = false;
};

/// Where the time of a call went.
struct ClientTimings
{
    std::chrono::microseconds queued{0};  ///< Waiting for a connection of the pool.
    std::chrono::microseconds connect{0}; ///< DNS, TCP, TLS; 0 on a reused connection.
    std::chrono::microseconds firstByte{0};
    std::chrono::microseconds total{0};
    bool reused = false;
};

struct ClientResponse
{
    int status = 0;
    std::string reason;
    Headers headers;
    std::string body;                   ///< send() only.
    std::shared_ptr<BodySource> stream; ///< open() only.
    std::optional<Error> bodyError;     ///< The body is not whole (ClientRequest::keepBrokenAnswer).
    ClientTimings timings;
};

/// HTTP/1.1 over a pool of kept-alive connections per origin. Certificates are verified against the system's
/// store; the system's proxy is used. Redirects are returned, never followed. Errors: Timeout, Cancelled,
/// Unavailable (resolve, connect, TLS, broken connection), Forbidden (private target), LimitExceeded,
/// ParseError (the peer does not speak HTTP). A request that never reached the peer on a stale kept-alive
/// connection is sent once more on a fresh one. Lives on one thread with an event loop.
class HttpClient
{
public:
    HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    virtual ~HttpClient() = default;

    /// Sends and reads the whole answer.
    [[nodiscard]] virtual QCoro::Task<Result<ClientResponse>> send(ClientRequest request) = 0;
    /// Sends and returns at the end of the answer's head; the body comes through response.stream.
    [[nodiscard]] virtual QCoro::Task<Result<ClientResponse>> open(ClientRequest request) = 0;
};

struct ClientOptions
{
    std::size_t maxConnectionsPerOrigin = 64;
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds idleTimeout{30'000};
    std::string extraCaPem; ///< Trusted besides the system's store (tests, private CAs).
};

[[nodiscard]] std::unique_ptr<HttpClient> makeHttpClient(const ClientOptions& options = {});

} // namespace gatehouse::net
