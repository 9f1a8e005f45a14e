// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time the HTTP client takes a request: net_bench_client PORT [REQUESTS] [CONCURRENCY] against a server
// on loopback (net_bench_server, haproxy, …). Prints requests/s and µs of this thread's CPU a request.
#include "core/net/client.h"
#include "core/runtime/epoll_dispatcher.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

using namespace gatehouse;

double threadCpuMicros()
{
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e6 + static_cast<double>(spent.tv_nsec) / 1e3;
}

struct Run
{
    net::HttpClient& client;
    Url url;
    int left;
    int running = 0;
    int failed = 0;
};

QCoro::Task<> work(Run& run)
{
    ++run.running;
    while (run.left-- > 0) {
        net::ClientRequest request;
        request.url = run.url;
        request.allowPrivateTargets = true;
        const auto answer = co_await run.client.send(std::move(request));
        run.failed += answer && answer->status == 200 ? 0 : 1;
    }
    if (--run.running == 0) {
        QCoreApplication::quit();
    }
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setEventDispatcher(gatehouse::runtime::makeEventDispatcher().release());
    const QCoreApplication application(argc, argv);
    const std::string port = argc > 1 ? argv[1] : "18080";
    const int requests = argc > 2 ? std::atoi(argv[2]) : 100'000;
    const int concurrency = argc > 3 ? std::atoi(argv[3]) : 64;
    const auto client = net::makeHttpClient();
    Run run{*client, *Url::parse("http://127.0.0.1:" + port + "/"), requests};
    const auto start = std::chrono::steady_clock::now();
    const double cpu = threadCpuMicros();
    for (int i = 0; i < concurrency; ++i) {
        work(run);
    }
    QCoreApplication::exec();
    const double micros = threadCpuMicros() - cpu;
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    std::printf("%d requests, concurrency %d: %.0f/s, %.1f us CPU a request, %d failed\n", requests,
                concurrency, requests / wall.count(), micros / requests, run.failed);
    return run.failed == 0 ? 0 : 1;
}
