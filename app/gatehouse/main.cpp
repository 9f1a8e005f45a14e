// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/desktop.h"
#include "app/hardening.h"
#include "app/options.h"
#include "app/stop_signals.h"

#include <QApplication>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::app {
namespace {

/// The options, or nothing (and the exit code) when the command line is answered with words: help and
/// mistakes need no display.
std::optional<Options> optionsOf(int& argc, char** argv, int& exitCode)
{
    const QCoreApplication application(argc, argv);
    const std::vector<std::string> arguments(argv, argv + argc);
    const auto parsed = readOptions(arguments, "gatehouse",
                                    "The Gatehouse integration console, with the whole gateway inside.");
    if (!parsed) {
        fmt::print(stderr, "gatehouse: {}\n", parsed.error().describe());
        exitCode = 2;
        return std::nullopt;
    }
    if (parsed->print) {
        fmt::print("{}", *parsed->print);
        return std::nullopt;
    }
    return parsed->options;
}

bool hasDisplay()
{
    constexpr std::array kVariables{"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::ranges::any_of(kVariables, [](const char* name) { return qEnvironmentVariableIsSet(name); });
}

int run(int argc, char** argv)
{
    int exitCode = 0;
    const auto options = optionsOf(argc, argv, exitCode);
    if (!options) {
        return exitCode;
    }
    if (!hasDisplay()) {
        fmt::print(stderr,
                   "gatehouse: there is no display to open a window on; gatehoused is the same gateway "
                   "without one\n");
        return 1;
    }
    const QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gatehouse"));
    QApplication::setApplicationDisplayName(QStringLiteral("Gatehouse"));
    QApplication::setDesktopFileName(QStringLiteral("gatehouse"));
    Desktop desktop(*options);
    return desktop.run();
}

} // namespace
} // namespace gatehouse::app

int main(int argc, char** argv)
{
    gatehouse::app::hardenProcess();
    gatehouse::app::blockStopSignals();
    return gatehouse::app::run(argc, argv);
}
