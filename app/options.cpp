// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options.h"

#include "app/settings_file.h"
#include "app/version.h"

#include <QCommandLineParser>
#include <QStandardPaths>

#include <fmt/format.h>

namespace gatehouse::app {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QCommandLineOption commandLineOption(const OptionSpec& spec)
{
    auto help = std::string(spec.help);
    if (!spec.defaultValue.empty()) {
        help += fmt::format(" Default: {}.", spec.defaultValue);
    }
    return {text(spec.name), text(help), text(spec.valueName)};
}

Status applyNamed(Options& options, const OptionSpec& spec, std::string_view value)
{
    if (const auto applied = spec.apply(options, value); !applied) {
        return fail(applied.error().code, fmt::format("--{}: {}", spec.name, applied.error().message));
    }
    return {};
}

Status applyCommandLine(Options& options, const QCommandLineParser& parser)
{
    for (const auto& spec : optionTable()) {
        if (!parser.isSet(text(spec.name))) {
            continue;
        }
        if (spec.valueName.empty()) {
            GH_TRY(applyNamed(options, spec, "true"));
            continue;
        }
        for (const auto& value : parser.values(text(spec.name))) {
            GH_TRY(applyNamed(options, spec, value.toStdString()));
        }
    }
    return {};
}

} // namespace

std::filesystem::path defaultDataDir()
{
    const auto base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return std::filesystem::path(base.toStdString()) / "gatehouse";
}

Result<ParsedCommandLine> readOptions(const std::vector<std::string>& arguments, std::string_view programName,
                                      std::string_view purpose)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        text(fmt::format("{}\n\nEvery option can also stand, without its dashes, in gatehouse.toml or "
                         "gatehouse.json in the data directory; the command line wins.",
                         purpose)));
    const auto dataDirHelp = fmt::format("Where everything is kept. Default: {}.", defaultDataDir().string());
    parser.addOption({QStringLiteral("data-dir"), text(dataDirHelp), QStringLiteral("DIR")});
    for (const auto& spec : optionTable()) {
        parser.addOption(commandLineOption(spec));
    }
    const auto help = parser.addHelpOption();
    const auto version = parser.addVersionOption();

    QStringList words;
    for (const auto& argument : arguments) {
        words << text(argument);
    }
    if (!parser.parse(words)) {
        return fail(Errc::InvalidArgument,
                    fmt::format("{} See {} --help.", parser.errorText().toStdString(), programName));
    }
    ParsedCommandLine parsed;
    if (parser.isSet(version)) {
        parsed.print = fmt::format("{} {}\n", programName, kVersion);
        return parsed;
    }
    if (parser.isSet(help)) {
        parsed.print = parser.helpText().toStdString();
        return parsed;
    }
    if (!parser.positionalArguments().isEmpty()) {
        return fail(Errc::InvalidArgument,
                    fmt::format("'{}' is not understood. See {} --help.",
                                parser.positionalArguments().constFirst().toStdString(), programName));
    }
    parsed.options.dataDir =
        parser.isSet(QStringLiteral("data-dir"))
            ? std::filesystem::path(parser.value(QStringLiteral("data-dir")).toStdString())
            : defaultDataDir();
    GH_TRY(applySettingsFile(parsed.options));
    if (parser.isSet(QStringLiteral("allow-host"))) {
        parsed.options.hostNames.clear(); // the command line wins as a whole
    }
    GH_TRY(applyCommandLine(parsed.options, parser));
    return parsed;
}

} // namespace gatehouse::app
