// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hardening.h"
#include "app/options.h"
#include "app/running_node.h"
#include "app/stop_signals.h"
#include "core/runtime/epoll_dispatcher.h"

#include <QCoreApplication>

#include <fmt/format.h>

#include <cstdio>

namespace gatehouse::app {
namespace {

void complain(std::string_view message)
{
    fmt::print(stderr, "gatehoused: {}\n", message);
}

void announce(std::string_view line)
{
    fmt::print("{}", line);
    [[maybe_unused]] const int flushed = std::fflush(stdout);
}

/// The engine is the main thread: a node without a window needs no other.
int runNode(Options options)
{
    const auto engine = runtime::makeThisThreadExecutor();
    RunningNode node(std::move(options), *engine);
    const auto signals = StopSignals::listen(
        [&node] { node.stop([](const Result<bool>& stopped) { QCoreApplication::exit(stopped ? 0 : 1); }); });
    if (!signals) {
        complain(signals.error().describe());
        return 1;
    }
    engine->post([&node] {
        node.start([&node](const Result<std::string>& url) {
            if (url) {
                announce(readyLine(*url, node.dataDir()));
            } else {
                complain(url.error().describe());
                QCoreApplication::exit(1);
            }
        });
    });
    return QCoreApplication::exec();
}

int run(int argc, char** argv)
{
    QCoreApplication::setEventDispatcher(runtime::makeEventDispatcher().release());
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gatehouse"));
    const std::vector<std::string> arguments(argv, argv + argc);
    const auto parsed =
        readOptions(arguments, "gatehoused", "The Gatehouse integration gateway as a headless node.");
    if (!parsed) {
        complain(parsed.error().describe());
        return 2;
    }
    if (parsed->print) {
        announce(*parsed->print);
        return 0;
    }
    return runNode(parsed->options);
}

} // namespace
} // namespace gatehouse::app

int main(int argc, char** argv)
{
    gatehouse::app::hardenProcess();
    gatehouse::app::blockStopSignals();
    return gatehouse::app::run(argc, argv);
}
