// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/key_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace gatehouse::vault {

namespace {

constexpr std::string_view kFirstLine = "gatehouse vault keys 1\n";
constexpr std::size_t kMaxBytes = std::size_t{64} * 1024;
constexpr std::size_t kBase64Bytes = sodium_base64_ENCODED_LEN(Key::kBytes, sodium_base64_VARIANT_ORIGINAL);

std::string reason()
{
    return std::error_code(errno, std::generic_category()).message();
}

class File
{
public:
    File(const std::filesystem::path& path, int flags)
        : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR))
    {}

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    ~File()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }

    [[nodiscard]] int get() const noexcept { return m_descriptor; }

private:
    int m_descriptor;
};

std::string lineStart(const std::string& vaultId, std::uint32_t generation)
{
    return fmt::format("{} {} ", vaultId, generation);
}

bool writeAll(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// A rename is durable only when its directory is.
void syncDirectory(const std::filesystem::path& file)
{
    const File directory(file.parent_path(), O_RDONLY | O_DIRECTORY);
    if (directory.get() >= 0) {
        ::fsync(directory.get());
    }
}

} // namespace

KeyFile::KeyFile(std::filesystem::path path)
    : m_path(std::filesystem::absolute(path))
{}

Result<Secret> KeyFile::contents() const
{
    const File file(m_path, O_RDONLY);
    if (file.get() < 0) {
        return fail(errno == ENOENT ? Errc::NotFound : Errc::Forbidden,
                    fmt::format("the key file {} cannot be opened: {}", m_path.string(), reason()));
    }
    struct stat about = {};
    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
        return fail(Errc::Forbidden, fmt::format("the key file {} is not a file", m_path.string()));
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(Errc::Forbidden, fmt::format("the key file {} can be read by others: chmod 600 {}",
                                                 m_path.string(), m_path.string()));
    }
    std::string text(kMaxBytes, '\0');
    const auto got = ::read(file.get(), text.data(), text.size());
    if (got < 0) {
        return fail(Errc::Unavailable,
                    fmt::format("the key file {} cannot be read: {}", m_path.string(), reason()));
    }
    text.resize(static_cast<std::size_t>(got));
    Secret contents(std::move(text));
    if (!contents.reveal().starts_with(kFirstLine)) {
        return fail(Errc::Corrupt, fmt::format("{} is not a Gatehouse key file", m_path.string()));
    }
    return contents;
}

Result<Key> KeyFile::read(const std::string& vaultId, std::uint32_t generation) const
{
    GH_ASSIGN(const auto text, contents());
    const auto start = "\n" + lineStart(vaultId, generation);
    const auto at = text.reveal().find(start);
    if (at == std::string_view::npos) {
        return fail(Errc::NotFound, fmt::format("the key file {} does not hold key {} of vault {}",
                                                m_path.string(), generation, vaultId));
    }
    const auto rest = text.reveal().substr(at + start.size());
    const auto line = rest.substr(0, rest.find('\n'));
    std::string bytes(Key::kBytes, '\0');
    std::size_t length = 0;
    const int bad =
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), line.data(),
                          line.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL);
    const Secret decoded(std::move(bytes));
    if (bad != 0 || length != Key::kBytes) {
        return fail(Errc::Corrupt, fmt::format("a key in {} is damaged", m_path.string()));
    }
    return Key::fromBytes(decoded.reveal());
}

Status KeyFile::write(const std::string& vaultId, std::uint32_t generation, const Key& key) const
{
    auto present = contents();
    if (!present && present.error().code != Errc::NotFound) {
        return tl::unexpected(present.error());
    }
    std::string text(present ? present->reveal() : kFirstLine);
    const auto start = lineStart(vaultId, generation);
    if (const auto old = text.find("\n" + start); old != std::string::npos) {
        text.erase(old + 1, text.find('\n', old + 1) - old);
    }
    std::array<char, kBase64Bytes> encoded{};
    sodium_bin2base64(encoded.data(), encoded.size(), key.reveal().data(), Key::kBytes,
                      sodium_base64_VARIANT_ORIGINAL);
    text += start + encoded.data() + "\n";
    const Secret wiped(std::move(text));
    sodium_memzero(encoded.data(), encoded.size());

    auto next = m_path;
    next += ".new";
    std::error_code ignored;
    std::filesystem::remove(next, ignored);
    {
        const File file(next, O_WRONLY | O_CREAT | O_EXCL);
        if (file.get() < 0 || !writeAll(file.get(), wiped.reveal()) || ::fsync(file.get()) != 0) {
            return fail(Errc::Unavailable,
                        fmt::format("the key file {} cannot be written: {}", next.string(), reason()));
        }
    }
    if (::rename(next.c_str(), m_path.c_str()) != 0) {
        return fail(Errc::Unavailable,
                    fmt::format("the key file {} cannot be replaced: {}", m_path.string(), reason()));
    }
    syncDirectory(m_path);
    return {};
}

} // namespace gatehouse::vault
