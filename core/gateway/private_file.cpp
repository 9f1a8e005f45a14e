// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/private_file.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace gatehouse {
namespace {

constexpr std::size_t kMaxBytes = 4096;

/// Closes a file descriptor when it goes.
struct Descriptor
{
    explicit Descriptor(int opened)
        : number(opened)
    {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        if (number >= 0) {
            ::close(number);
        }
    }

    int number;
};

tl::unexpected<Error> unavailable(const std::filesystem::path& file, std::string_view what)
{
    return fail(Errc::Unavailable, fmt::format("{} cannot be {}: {}", file.string(), what,
                                               std::system_category().message(errno)));
}

} // namespace

Result<Secret> readPrivateFile(const std::filesystem::path& file)
{
    const Descriptor in(
        ::open(file.c_str(), O_RDONLY | O_CLOEXEC)); // NOLINT(cppcoreguidelines-pro-type-vararg)
    if (in.number < 0) {
        return errno == ENOENT ? fail(Errc::NotFound, fmt::format("there is no {}", file.string()))
                               : unavailable(file, "read");
    }
    std::array<char, kMaxBytes> buffer{};
    const auto bytes = ::read(in.number, buffer.data(), buffer.size());
    if (bytes < 0) {
        return unavailable(file, "read");
    }
    const std::string_view text(buffer.data(), static_cast<std::size_t>(bytes));
    return Secret(text.substr(0, text.find_first_of("\r\n")));
}

Status writePrivateFile(const std::filesystem::path& file, std::string_view text)
{
    const std::filesystem::path next = file.string() + ".new";
    ::unlink(next.c_str());
    {
        const Descriptor out(::open(next.c_str(), // NOLINT(cppcoreguidelines-pro-type-vararg)
                                    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
        const std::string line = fmt::format("{}\n", text);
        if (out.number < 0
            || ::write(out.number, line.data(), line.size()) != static_cast<ssize_t>(line.size())
            || ::fsync(out.number) != 0) {
            return unavailable(next, "written");
        }
    }
    if (::rename(next.c_str(), file.c_str()) != 0) {
        return unavailable(file, "replaced");
    }
    return {};
}

} // namespace gatehouse
