// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"

namespace gatehouse::ctl {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace

bool Arguments::has(std::string_view option) const
{
    return parser.isSet(text(option));
}

std::string Arguments::value(std::string_view option) const
{
    return parser.value(text(option)).toStdString();
}

std::vector<std::string> Arguments::values(std::string_view option) const
{
    std::vector<std::string> all;
    for (const auto& value : parser.values(text(option))) {
        all.push_back(value.toStdString());
    }
    return all;
}

std::vector<Command> allCommands()
{
    return {statusCommand(),    accountsCommand(), connectCommand(), refreshCommand(), callCommand(),
            eventsCommand(),    replayCommand(),   urlsCommand(),    alertsCommand(),  mapCommand(),
            providersCommand(), sandboxCommand(),  vaultCommand(),   backupCommand()};
}

} // namespace gatehouse::ctl
