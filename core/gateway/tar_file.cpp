// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/tar_file.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <string_view>

namespace gatehouse {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kPiece = std::size_t{256} << 10U;
constexpr std::uint64_t kLargestOctal = 077777777777ULL; ///< 8 GiB; what is larger is written in base 256.

using Block = std::array<char, kBlock>;

tl::unexpected<Error> failed(const std::filesystem::path& file)
{
    const auto code = errno == EEXIST ? Errc::AlreadyExists : Errc::Unavailable;
    return fail(code, errno == EEXIST ? fmt::format("{} is there already: choose another file", file.string())
                                      : fmt::format("{}: {}", file.string(), std::strerror(errno)));
}

/// An open file that closes itself.
class File
{
public:
    File(std::filesystem::path path, int flags)
        : m_path(std::move(path))
        , m_fd(::open(m_path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR))
    {}

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    ~File()
    {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }

    [[nodiscard]] bool open() const noexcept { return m_fd >= 0; }

    [[nodiscard]] int fd() const noexcept { return m_fd; }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }

    [[nodiscard]] Status write(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto written = ::write(m_fd, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) {
                return failed(m_path);
            }
            bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
        }
        return {};
    }

private:
    std::filesystem::path m_path;
    int m_fd;
};

void put(std::span<char> field, std::string_view text)
{
    std::copy_n(text.begin(), std::min(text.size(), field.size()), field.begin());
}

Block headerOf(const std::string& name, std::uint64_t size, UnixMillis now)
{
    Block block{};
    const std::span<char> all(block);
    put(all.subspan(0, 99), name);
    put(all.subspan(100, 8), "0000600");
    put(all.subspan(108, 8), "0000000");
    put(all.subspan(116, 8), "0000000");
    if (size <= kLargestOctal) {
        put(all.subspan(124, 12), fmt::format("{:011o}", size));
    } else {
        block[124] = static_cast<char>(0x80);
        for (std::size_t i = 0; i < 8; ++i) {
            block[135 - i] = static_cast<char>((size >> (8 * i)) & 0xffU);
        }
    }
    put(all.subspan(136, 12), fmt::format("{:011o}", std::max<std::int64_t>(0, toMillis(now) / 1000)));
    put(all.subspan(148, 8), "        ");
    block[156] = '0';
    put(all.subspan(257, 8), std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : block) {
        sum += static_cast<unsigned char>(c);
    }
    put(all.subspan(148, 8), fmt::format("{:06o}", sum));
    block[154] = '\0';
    return block;
}

std::string_view viewOf(const Block& block)
{
    return {block.data(), block.size()};
}

Result<std::uint64_t> writeMember(File& out, const TarMember& member, UnixMillis now)
{
    const File in(member.source, O_RDONLY);
    struct stat about = {};
    if (!in.open() || fstat(in.fd(), &about) != 0) {
        return failed(member.source);
    }
    const auto size = static_cast<std::uint64_t>(about.st_size);
    GH_TRY(out.write(viewOf(headerOf(member.name, size, now))));
    std::string piece(kPiece, '\0');
    for (std::uint64_t left = size; left > 0;) {
        const auto got = ::read(in.fd(), piece.data(), std::min<std::uint64_t>(left, piece.size()));
        if (got == 0 || (got < 0 && errno != EINTR)) {
            errno = got == 0 ? EIO : errno;
            return failed(member.source);
        }
        const auto count = got < 0 ? std::size_t{0} : static_cast<std::size_t>(got);
        GH_TRY(out.write(std::string_view(piece).substr(0, count)));
        left -= count;
    }
    const auto padding = (kBlock - size % kBlock) % kBlock;
    GH_TRY(out.write(viewOf(Block{}).substr(0, padding)));
    return kBlock + size + padding;
}

Result<std::uint64_t> writeAll(File& out, const std::vector<TarMember>& members, UnixMillis now)
{
    std::uint64_t total = 2 * kBlock;
    for (const auto& member : members) {
        GH_ASSIGN(const auto written, writeMember(out, member, now));
        total += written;
    }
    const Block end{};
    GH_TRY(out.write(viewOf(end)));
    GH_TRY(out.write(viewOf(end)));
    if (::fsync(out.fd()) != 0) {
        return failed(out.path());
    }
    return total;
}

} // namespace

Result<std::uint64_t> writeTar(const std::filesystem::path& file, const std::vector<TarMember>& members,
                               UnixMillis now)
{
    File out(file, O_WRONLY | O_CREAT | O_EXCL);
    if (!out.open()) {
        return failed(file);
    }
    auto written = writeAll(out, members, now);
    if (!written) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
    return written;
}

} // namespace gatehouse
