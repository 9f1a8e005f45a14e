// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QCommandLineParser>
#include <QStringList>
#include <qcoro/qcorotask.h>

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ctl {

/// What a command ends the program with.
enum class ExitCode : int
{
    Done = 0,
    Failed = 1, ///< It was tried and did not work.
    Usage = 2   ///< The command line is wrong.
};

/// A command's parsed words.
struct Arguments
{
    const QCommandLineParser& parser;
    std::vector<std::string> words; ///< Positional, without the command's own name.

    [[nodiscard]] bool has(std::string_view option) const;
    /// "" when it is not given.
    [[nodiscard]] std::string value(std::string_view option) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
};

struct CommandOption
{
    std::string_view name;
    std::string_view valueName; ///< Empty: a switch.
    std::string_view help;
};

/// One command; one file each. It prints its result to standard output and, in words, what went wrong to
/// standard error.
struct Command
{
    std::string_view name;
    std::string_view syntax; ///< "ACCOUNT MODEL RESOURCE METHOD [options]"
    std::string_view summary;
    std::string_view details; ///< Shown by "gatehousectl NAME --help", below the summary; may be empty.
    std::vector<CommandOption> options;
    bool talksToGateway = true; ///< Takes --url, --data-dir and --key-file.
    QCoro::Task<ExitCode> (*run)(const Arguments& arguments);
};

[[nodiscard]] Command statusCommand();
[[nodiscard]] Command accountsCommand();
[[nodiscard]] Command connectCommand();
[[nodiscard]] Command refreshCommand();
[[nodiscard]] Command callCommand();
[[nodiscard]] Command eventsCommand();
[[nodiscard]] Command replayCommand();
[[nodiscard]] Command urlsCommand();
[[nodiscard]] Command alertsCommand();
[[nodiscard]] Command mapCommand();
[[nodiscard]] Command providersCommand();
[[nodiscard]] Command sandboxCommand();
[[nodiscard]] Command vaultCommand();
[[nodiscard]] Command backupCommand();

/// In the order of --help.
[[nodiscard]] std::vector<Command> allCommands();

} // namespace gatehouse::ctl
