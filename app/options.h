// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/contract/vault_key.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::app {

/// Where the vault's master key lies.
struct VaultKeyOption
{
    bool chosen = false; ///< Somebody said so; the default is a file in the data directory.
    VaultKeySource source = VaultKeySource::KeyFile;
    std::filesystem::path file;           ///< Empty: vault.key in the data directory.
    std::filesystem::path passphraseFile; ///< Read once at the start; empty: somebody unlocks it later.
};

/// How gatehouse and gatehoused are to run.
struct Options
{
    std::filesystem::path dataDir;
    std::string listenAddress = "127.0.0.1";
    std::uint16_t listenPort = 8787; ///< 0: any free port.
    std::string ingestAddress;       ///< Empty: webhooks come in on the API's port alone.
    std::uint16_t ingestPort = 0;    ///< 0: any free port.
    std::string publicUrl;           ///< Under which providers reach this node; empty: the API's URL.
    std::string store = "sqlite";
    std::filesystem::path providersDir; ///< Empty: none besides dataDir/providers.
    bool sandbox = false;
    std::optional<bool> allowPrivateTargets; ///< Not given: as sandbox says.
    std::vector<std::string> hostNames;      ///< Names besides the listen address that a Host may give.
    VaultKeyOption vaultKey;
    LogLevel logLevel = LogLevel::Info;

    [[nodiscard]] bool privateTargets() const noexcept { return allowPrivateTargets.value_or(sandbox); }
};

/// One option: what --help prints, and how a text sets it. The command line and the settings file share this
/// table.
struct OptionSpec
{
    std::string_view name;         ///< "listen": --listen, and listen or "listen" in the file.
    std::string_view valueName;    ///< "ADDRESS:PORT"; empty for a switch ("true" and "false" in the file).
    std::string_view defaultValue; ///< As --help prints it; empty: none.
    std::string_view help;
    Status (*apply)(Options& options, std::string_view value);
};

/// Every option but --data-dir, --help and --version, in the order of --help.
[[nodiscard]] const std::vector<OptionSpec>& optionTable();

/// Where data lies when --data-dir is not given: $XDG_DATA_HOME/gatehouse.
[[nodiscard]] std::filesystem::path defaultDataDir();

/// What the command line asks for.
struct ParsedCommandLine
{
    Options options;
    std::optional<std::string> print; ///< The answer to --help or --version: print it and end with 0.
};

/// Reads the command line over the settings file of the data directory (gatehouse.toml or gatehouse.json).
/// programName and purpose are for --help. Errc::InvalidArgument, with the file and line where one is wrong.
[[nodiscard]] Result<ParsedCommandLine> readOptions(const std::vector<std::string>& arguments,
                                                    std::string_view programName, std::string_view purpose);

} // namespace gatehouse::app
