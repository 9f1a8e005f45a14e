// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options.h"
#include "core/base/url.h"

#include <fmt/format.h>

#include <charconv>

namespace gatehouse::app {
namespace {

Result<bool> switchValue(std::string_view value)
{
    if (value == "true") {
        return true;
    }
    if (value == "false") {
        return false;
    }
    return fail(Errc::InvalidArgument, fmt::format("must be true or false, not '{}'", value));
}

Result<std::uint16_t> portOf(std::string_view text)
{
    std::uint16_t port = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc() || stopped != end || text.empty()) {
        return fail(Errc::InvalidArgument, fmt::format("'{}' is no port; ports go from 0 to 65535", text));
    }
    return port;
}

/// "127.0.0.1:8787", "[::1]:8787", "127.0.0.1", ":8787" or "8787": what is there is set.
Status applyAddress(std::string& listenAddress, std::uint16_t& listenPort, std::string_view value)
{
    if (value.find_first_not_of("0123456789") == std::string_view::npos && !value.empty()) {
        GH_ASSIGN(listenPort, portOf(value));
        return {};
    }
    const auto colon = value.rfind(':');
    const bool bracketed = value.starts_with('[');
    const auto close = value.find(']');
    if (bracketed && close == std::string_view::npos) {
        return fail(Errc::InvalidArgument, fmt::format("'{}' lacks its ']'", value));
    }
    const bool hasPort = colon != std::string_view::npos && (!bracketed || colon > close);
    auto address = hasPort ? value.substr(0, colon) : value;
    if (bracketed) {
        address = value.substr(1, close - 1);
    } else if (address.find(':') != std::string_view::npos) {
        return fail(Errc::InvalidArgument,
                    fmt::format("write an IPv6 address in brackets: [{}]", value.substr(0, 60)));
    }
    if (hasPort) {
        GH_ASSIGN(listenPort, portOf(value.substr(colon + 1)));
    }
    if (!address.empty()) {
        listenAddress = address;
    }
    return {};
}

Status applyListen(Options& options, std::string_view value)
{
    return applyAddress(options.listenAddress, options.listenPort, value);
}

Status applyIngestListen(Options& options, std::string_view value)
{
    if (options.ingestAddress.empty()) {
        options.ingestAddress = "127.0.0.1";
    }
    return applyAddress(options.ingestAddress, options.ingestPort, value);
}

Status applyPublicUrl(Options& options, std::string_view value)
{
    while (value.ends_with('/')) {
        value.remove_suffix(1);
    }
    GH_TRY(Url::parse(value));
    options.publicUrl = value;
    return {};
}

Status applyStore(Options& options, std::string_view value)
{
    if (value != "sqlite") {
        return fail(Errc::Unsupported,
                    fmt::format("this version keeps its data in sqlite and does not know '{}'", value));
    }
    options.store = value;
    return {};
}

Status applyProviders(Options& options, std::string_view value)
{
    options.providersDir = std::filesystem::path(value);
    return {};
}

Status applySandbox(Options& options, std::string_view value)
{
    GH_ASSIGN(options.sandbox, switchValue(value));
    return {};
}

Status applyPrivateTargets(Options& options, std::string_view value)
{
    GH_ASSIGN(options.allowPrivateTargets, switchValue(value));
    return {};
}

Status applyHost(Options& options, std::string_view value)
{
    options.hostNames.emplace_back(value);
    return {};
}

/// "file", "file:PATH", "keychain" or "passphrase".
Status applyVaultKey(Options& options, std::string_view value)
{
    const auto colon = value.find(':');
    const auto source = vaultKeySourceNamed(value.substr(0, colon));
    const bool hasPath = colon != std::string_view::npos;
    if (!source || (hasPath && (*source != VaultKeySource::KeyFile || colon + 1 == value.size()))) {
        return fail(Errc::InvalidArgument,
                    fmt::format("must be file, file:PATH, keychain or passphrase, not '{}'", value));
    }
    options.vaultKey.chosen = true;
    options.vaultKey.source = *source;
    options.vaultKey.file =
        hasPath ? std::filesystem::path(value.substr(colon + 1)) : std::filesystem::path();
    return {};
}

Status applyPassphraseFile(Options& options, std::string_view value)
{
    options.vaultKey.passphraseFile = std::filesystem::path(value);
    return {};
}

Status applyLogLevel(Options& options, std::string_view value)
{
    constexpr std::pair<std::string_view, LogLevel> kLevels[] = {{"debug", LogLevel::Debug},
                                                                 {"info", LogLevel::Info},
                                                                 {"warning", LogLevel::Warning},
                                                                 {"error", LogLevel::Error}};
    for (const auto& [name, level] : kLevels) {
        if (value == name) {
            options.logLevel = level;
            return {};
        }
    }
    return fail(Errc::InvalidArgument, fmt::format("must be debug, info, warning or error, not '{}'", value));
}

} // namespace

const std::vector<OptionSpec>& optionTable()
{
    static const std::vector<OptionSpec> kTable{
        {"listen", "ADDRESS:PORT", "127.0.0.1:8787", "Where the REST API listens; port 0 takes any free one.",
         applyListen},
        {"ingest-listen", "ADDRESS:PORT", "the API's port alone",
         "Where webhooks come in on sockets and a thread of their own, besides the API's port.",
         applyIngestListen},
        {"public-url", "URL", "the API's URL",
         "Under which providers reach this node's webhook URLs: what they are shown with, and what "
         "signatures "
         "over the URL are checked against.",
         applyPublicUrl},
        {"store", "STORE", "sqlite", "Where state is kept: sqlite (in the data directory).", applyStore},
        {"providers", "DIR", "", "A folder with further provider definitions, watched and hot-reloaded.",
         applyProviders},
        {"sandbox", "", "", "Start the built-in simulated vendors and connect demo accounts.", applySandbox},
        {"allow-private-targets", "", "on with --sandbox, else off",
         "Let base URLs lie on private and loopback addresses.", applyPrivateTargets},
        {"allow-host", "NAME", "",
         "A name besides the listen address under which clients may reach this node; may "
         "be given several times.",
         applyHost},
        {"vault-key", "SOURCE", "file (DATA_DIR/vault.key)",
         "Where the key of a new vault lies: file, file:PATH, keychain or passphrase. A vault that exists "
         "keeps its own: change it with gatehousectl vault key.",
         applyVaultKey},
        {"vault-passphrase-file", "FILE", "",
         "Read the vault's passphrase from here once, at the start (/dev/fd/3, a systemd credential); "
         "without, gatehousectl vault unlock asks for it.",
         applyPassphraseFile},
        {"log-level", "LEVEL", "info", "What to log: debug, info, warning or error.", applyLogLevel},
    };
    return kTable;
}

} // namespace gatehouse::app
