// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "app/running_node.h"
#include "app/stop_signals.h"
#include "core/base/clock.h"
#include "core/runtime/event_thread.h"
#include "core/runtime/executor.h"

#include <filesystem>
#include <memory>
#include <string>

namespace gatehouse::ui {
class Console;
}

namespace gatehouse::app {

/// The console program: the gateway on an engine thread, its window on this one. Lives on the GUI thread.
class Desktop
{
public:
    explicit Desktop(Options options);
    Desktop(const Desktop&) = delete;
    Desktop& operator=(const Desktop&) = delete;
    ~Desktop();

    /// Runs until the window is closed or a stop signal comes; gives the program's exit code.
    [[nodiscard]] int run();

private:
    void startNode();
    void showConsole(const std::string& apiUrl);
    void showFailure(const Error& error);
    /// Stops the gateway in order, then ends the program's loop. Once.
    void shutDown();

    Options m_options;
    SystemClock m_clock;
    std::unique_ptr<runtime::Executor> m_gui;
    runtime::EventThread m_engine;
    std::unique_ptr<RunningNode> m_node; ///< Of the engine thread.
    std::unique_ptr<ui::Console> m_console;
    std::unique_ptr<StopSignals> m_signals;
    int m_exitCode = 0;
    bool m_stopping = false;
};

} // namespace gatehouse::app
