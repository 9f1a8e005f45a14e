// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/gateway/gateway.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::ui {

class Dialogs;
class MainWindow;

/// How the console is to run.
struct ConsoleOptions
{
    std::filesystem::path dataDir;      ///< Keeps console.ini; exists.
    std::filesystem::path providersDir; ///< Shown by "Open providers folder".
    std::string version;
    /// Starts this program once more with these arguments, detached; false when it could not. Empty: not
    /// offered.
    std::function<bool(const std::vector<std::string>& arguments)> startAnother;
    Dialogs* dialogs = nullptr; ///< Null: the desktop's own.
};

/// The desktop console over a gateway: makes its windows, shows them, remembers them. Lives on the GUI thread
/// and needs a QApplication; gateway and clock outlive it. The gateway may answer after the console is gone.
class Console
{
public:
    Console(Gateway& gateway, const Clock& clock, ConsoleOptions options);
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    ~Console();

    /// Shows the window as it was left. The program's loop ends when it is closed.
    void show();
    [[nodiscard]] MainWindow& window();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace gatehouse::ui
