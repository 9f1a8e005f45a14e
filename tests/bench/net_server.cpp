// SPDX-License-Identifier: GPL-3.0-or-later
// A server that answers every request with a small body: what wrk measures in tests/bench/net_bench.sh.
#include "core/net/server.h"
#include "core/runtime/epoll_dispatcher.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>

namespace {

class Hello final : public gatehouse::net::RequestHandler
{
public:
    void handle(gatehouse::net::ServerRequest request,
                std::shared_ptr<gatehouse::net::Responder> responder) override
    {
        gatehouse::net::ServerResponse response;
        response.headers.add("Content-Type", "text/plain");
        response.body = request.body.empty() ? "Hello, world!" : std::move(request.body);
        responder->respond(std::move(response));
    }
};

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setEventDispatcher(gatehouse::runtime::makeEventDispatcher().release());
    const QCoreApplication application(argc, argv);
    Hello hello;
    gatehouse::net::ServerOptions options;
    options.port = argc > 1 ? static_cast<std::uint16_t>(std::atoi(argv[1])) : std::uint16_t{0};
    const auto server = gatehouse::net::makeHttpServer(hello, options);
    if (const auto listening = server->listen(); !listening) {
        std::fprintf(stderr, "%s\n", listening.error().message.c_str());
        return 1;
    }
    std::printf("READY %u\n", static_cast<unsigned>(server->port()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
