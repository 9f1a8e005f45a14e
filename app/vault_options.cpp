// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vault_options.h"

#include "core/gateway/vault_source.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace gatehouse::app {
namespace {

constexpr std::size_t kMaxPassphrase = 4096;

/// A descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(const std::filesystem::path& file)
        : m_fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }

    [[nodiscard]] int get() const noexcept { return m_fd; }

private:
    int m_fd;
};

/// The first line, without its end.
Result<Secret> readPassphrase(const std::filesystem::path& file)
{
    const Descriptor input(file);
    struct stat about = {};
    if (input.get() < 0 || fstat(input.get(), &about) != 0) {
        return fail(Errc::NotFound,
                    fmt::format("--vault-passphrase-file {}: {}", file.string(), std::strerror(errno)));
    }
    if (S_ISREG(about.st_mode) && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(Errc::Forbidden,
                    fmt::format("--vault-passphrase-file {}: others may read it; chmod 600 {}", file.string(),
                                file.string()));
    }
    std::array<char, kMaxPassphrase + 1> buffer{};
    std::size_t have = 0;
    for (ssize_t got = 1; got > 0 && have < buffer.size();) {
        got = ::read(input.get(), buffer.data() + have, buffer.size() - have);
        if (got < 0 && errno == EINTR) {
            got = 1;
        } else if (got > 0) {
            have += static_cast<std::size_t>(got);
        }
    }
    std::string_view line(buffer.data(), have);
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    const bool tooLong = line.size() > kMaxPassphrase;
    Secret passphrase(tooLong ? std::string_view() : line);
    explicit_bzero(buffer.data(), buffer.size());
    if (tooLong || passphrase.empty()) {
        return fail(Errc::LimitExceeded,
                    fmt::format("--vault-passphrase-file {}: needs one line of 1 to {} characters",
                                file.string(), kMaxPassphrase));
    }
    return passphrase;
}

} // namespace

Result<vault::VaultOptions> vaultOptionsFrom(const Options& options)
{
    vault::VaultOptions out;
    out.dataDir = options.dataDir;
    out.keyFile = options.vaultKey.file;
    out.source = toVaultSource(options.vaultKey.source);
    if (!options.vaultKey.passphraseFile.empty()) {
        GH_ASSIGN(out.passphrase, readPassphrase(options.vaultKey.passphraseFile));
    }
    return out;
}

} // namespace gatehouse::app
