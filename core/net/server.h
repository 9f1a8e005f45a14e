// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"
#include "core/net/body.h"
#include "core/net/http.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::net {

struct ServerRequest
{
    std::string method;
    std::string target; ///< path[?query], exactly as received.
    std::string path;   ///< Exactly as received (not decoded).
    std::string query;  ///< Without '?'.
    Headers headers;
    std::string body;                       ///< Whole, unless the handler asked for a stream.
    std::shared_ptr<BodySource> bodyStream; ///< When it did and there is one.
    std::string peerAddress;                ///< Textual IP of the peer.
};

struct ServerResponse
{
    int status = 200;
    Headers headers; ///< Content-Length, Date, Connection and Transfer-Encoding are the server's.
    std::string body;
};

/// The way to answer one request; fires once. May be kept and used later, on the server's thread. Dropping it
/// without an answer sends 500.
class Responder
{
public:
    Responder() = default;
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;
    virtual ~Responder() = default;

    virtual void respond(ServerResponse response) = 0;
    /// Starts a streamed answer (chunked unless Content-Length is set); then write…, then finish.
    virtual void begin(int status, Headers headers) = 0;
    /// Queues a piece; the awaited task ends when the socket can take more. Cancelled when the peer is gone.
    [[nodiscard]] virtual QCoro::Task<Status> write(std::string piece) = 0;
    virtual void finish() = 0;
    /// Called when the peer goes away before the answer was complete.
    virtual void onAborted(std::function<void()> callback) = 0;
};

/// Receives requests, on the server's thread, and must not block it. A server of makeHttpServerOn() has two
/// threads: it calls handle() on the home thread, and the others on the sockets' thread, where they must
/// touch nothing that is not safe to use on any.
class RequestHandler
{
public:
    RequestHandler() = default;
    RequestHandler(const RequestHandler&) = delete;
    RequestHandler& operator=(const RequestHandler&) = delete;
    virtual ~RequestHandler() = default;

    /// Asked with the head alone, before the body is read; not for requests without one.
    struct BodyPolicy
    {
        std::size_t maxBytes = std::size_t{10} << 20U; ///< 413 past this.
        bool stream = false;
    };

    [[nodiscard]] virtual BodyPolicy bodyPolicy(const ServerRequest& /*head*/) { return {}; }

    /// Only asked by servers of makeHttpServerOn(), on the sockets' thread: who takes this request there,
    /// body policy included, without the home thread's knowing of it. Null: this handler. What is named
    /// outlives the server.
    [[nodiscard]] virtual RequestHandler* onSocketsThread(const ServerRequest& /*head*/) { return nullptr; }

    virtual void handle(ServerRequest request, std::shared_ptr<Responder> responder) = 0;
};

struct TlsIdentity
{
    std::string certificateChainPem;
    Secret privateKeyPem;
    std::string clientCaPem; ///< Not empty: client certificates are required and verified against it.
};

struct ServerOptions
{
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                            ///< 0: any free port.
    std::size_t maxHeadBytes = std::size_t{16} * 1024; ///< 431 past this.
    std::size_t maxConnections = 10'000;
    std::chrono::milliseconds headTimeout{
        10'000}; ///< From the first byte of a request to the end of its head.
    std::chrono::milliseconds bodyTimeout{30'000}; ///< Without progress in the body.
    std::chrono::milliseconds idleTimeout{75'000}; ///< Between requests.
    /// While bytes wait to be sent: without the peer taking any of them, however many are added. The
    /// connection is then cut and its buffers are freed.
    std::chrono::milliseconds writeTimeout{30'000};
    std::shared_ptr<const TlsIdentity> tls; ///< Null: plain HTTP.
    /// Words the refusals that no handler gets to see (malformed framing, a body that is too large or too
    /// slow); the status stays as given and the connection closes. Called on the sockets' thread. Empty: a
    /// problem document of RFC 9457 without further members.
    std::function<ServerResponse(int status, std::string_view why)> refusal;
};

/// HTTP/1.1 server on the calling thread's event loop. Keep-alive, pipelined requests answered in order,
/// chunked both ways, 100-continue; 400 for conflicting or malformed framing, 408, 413, 431, 501, 505 as RFC
/// 9110/9112 say, after which the connection closes. One slow or hostile client never holds another up.
class HttpServer
{
public:
    HttpServer() = default;
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    virtual ~HttpServer() = default;

    /// Starts accepting. Errc::Unavailable names who holds a busy port when that can be told.
    [[nodiscard]] virtual Status listen() = 0;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Stops accepting, lets requests in flight finish for at most grace, then calls done.
    virtual void drain(std::chrono::milliseconds grace, std::function<void()> done) = 0;
    /// Any thread.
    [[nodiscard]] virtual std::size_t connectionCount() const = 0;
};

/// The handler must outlive the server.
[[nodiscard]] std::unique_ptr<HttpServer> makeHttpServer(RequestHandler& handler, ServerOptions options);

} // namespace gatehouse::net
