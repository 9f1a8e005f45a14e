// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/desktop.h"
#include "app/hardening.h"
#include "app/options.h"
#include "app/stop_signals.h"

#include <QApplication>

#include <fmt/format.h>

#include <cstdio>

namespace gatehouse::app {
namespace {

int run(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gatehouse"));
    QApplication::setApplicationDisplayName(QStringLiteral("Gatehouse"));
    QApplication::setDesktopFileName(QStringLiteral("gatehouse"));
    const std::vector<std::string> arguments(argv, argv + argc);
    const auto parsed = readOptions(arguments, "gatehouse",
                                    "The Gatehouse integration console, with the whole gateway inside.");
    if (!parsed) {
        fmt::print(stderr, "gatehouse: {}\n", parsed.error().describe());
        return 2;
    }
    if (parsed->print) {
        fmt::print("{}", *parsed->print);
        return 0;
    }
    Desktop desktop(parsed->options);
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
