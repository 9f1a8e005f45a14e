// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/terminal.h"
#include "app/hardening.h"
#include "app/options.h"
#include "app/version.h"

#include <QCoreApplication>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::ctl {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::vector<CommandOption> optionsOf(const Command& command)
{
    auto options = command.options;
    if (command.talksToGateway) {
        options.push_back({"url", "URL", "The gateway's address. Default: the node on the data directory."});
        options.push_back({"data-dir", "DIR", "The data directory of a node on this machine."});
        options.push_back({"key-file", "FILE",
                           "A file with the API key. Default: $GATEHOUSE_API_KEY, or the data directory's."});
    }
    options.push_back({"help", "", "Show this help."});
    return options;
}

std::string helpOf(const Command& command)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& option : optionsOf(command)) {
        const auto value = option.valueName.empty() ? "" : fmt::format(" {}", option.valueName);
        rows.push_back({fmt::format("  --{}{}", option.name, value), std::string(option.help)});
    }
    return fmt::format("Usage: gatehousectl {} {}\n\n{}\n{}{}\nOptions:\n{}", command.name, command.syntax,
                       command.summary, command.details.empty() ? "" : "\n", command.details,
                       textTable(rows));
}

std::string overview()
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& command : allCommands()) {
        rows.push_back({fmt::format("  {}", command.name), std::string(command.summary)});
    }
    return fmt::format(
        "Usage: gatehousectl COMMAND [options]\n\nTalks to a running gateway, or works on files "
        "(map, providers check).\n\nCommands:\n{}\nOptions:\n  --help     Show this help; after a "
        "command, that command's.\n  --version  Show the version.\n",
        textTable(rows));
}

int usageError(std::string_view message)
{
    complain(fmt::format("gatehousectl: {}", message));
    return static_cast<int>(ExitCode::Usage);
}

QCoro::Task<> runThenQuit(const Command& command, const Arguments& arguments)
{
    const auto code = co_await command.run(arguments);
    QCoreApplication::exit(static_cast<int>(code));
}

int runCommand(const Command& command, const QStringList& words)
{
    QCommandLineParser parser;
    for (const auto& option : optionsOf(command)) {
        parser.addOption({text(option.name), text(option.help), text(option.valueName)});
    }
    if (!parser.parse(words)) {
        return usageError(
            fmt::format("{} See gatehousectl {} --help.", parser.errorText().toStdString(), command.name));
    }
    if (parser.isSet(QStringLiteral("help"))) {
        print(helpOf(command));
        return 0;
    }
    Arguments arguments{parser, {}};
    for (const auto& word : parser.positionalArguments()) {
        arguments.words.push_back(word.toStdString());
    }
    QTimer::singleShot(0, [&] { runThenQuit(command, arguments); });
    return QCoreApplication::exec();
}

int dispatch(QStringList words)
{
    const auto name = words.value(1).toStdString();
    if (name.empty() || name == "--help" || name == "-h" || name == "help") {
        print(overview());
        return static_cast<int>(name.empty() ? ExitCode::Usage : ExitCode::Done);
    }
    if (name == "--version") {
        print(fmt::format("gatehousectl {}\n", app::kVersion));
        return 0;
    }
    const auto commands = allCommands();
    const auto command = std::ranges::find(commands, name, &Command::name);
    if (command == commands.end()) {
        return usageError(fmt::format("there is no command '{}'. See gatehousectl --help.", name));
    }
    words.removeAt(1);
    return runCommand(*command, words);
}

} // namespace
} // namespace gatehouse::ctl

int main(int argc, char** argv)
{
    gatehouse::app::hardenProcess();
    const QCoreApplication application(argc, argv);
    return gatehouse::ctl::dispatch(QCoreApplication::arguments());
}
