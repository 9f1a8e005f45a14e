// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/secret_input.h"

#include <fmt/format.h>

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>

namespace gatehouse::ctl {
namespace {

constexpr std::size_t kMaxSecret = 4096;

/// No echo while it lives.
class Silence
{
public:
    Silence()
        : m_changed(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (m_changed) {
            auto quiet = m_before;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            quiet.c_lflag |= static_cast<tcflag_t>(ECHONL);
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        }
    }

    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    ~Silence()
    {
        if (m_changed) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }

private:
    termios m_before{};
    bool m_changed;
};

Result<Secret> readLine()
{
    std::array<char, kMaxSecret + 2> buffer{};
    std::size_t length = 0;
    char next = 0;
    // Byte by byte: what follows the line stays for whoever reads on.
    while (length < buffer.size() && ::read(STDIN_FILENO, &next, 1) == 1 && next != '\n') {
        buffer[length++] = next;
    }
    if (length > 0 && buffer[length - 1] == '\r') {
        --length;
    }
    Secret line(std::string_view(buffer.data(), length));
    explicit_bzero(buffer.data(), buffer.size());
    if (line.empty() || line.size() > kMaxSecret) {
        return fail(Errc::InvalidArgument,
                    fmt::format("one line of 1 to {} characters is needed", kMaxSecret));
    }
    return line;
}

} // namespace

Result<Secret> readSecret(std::string_view prompt)
{
    if (isatty(STDIN_FILENO) == 0) {
        return readLine();
    }
    std::fprintf(stderr, "%.*s: ", static_cast<int>(prompt.size()), prompt.data());
    std::fflush(stderr);
    const Silence silence;
    return readLine();
}

Result<Secret> readNewSecret(std::string_view prompt)
{
    GH_ASSIGN(auto first, readSecret(prompt));
    if (isatty(STDIN_FILENO) != 0) {
        GH_ASSIGN(const auto second, readSecret("Once more"));
        if (second.reveal() != first.reveal()) {
            return fail(Errc::InvalidArgument, "the two are not the same; nothing was changed");
        }
    }
    return first;
}

} // namespace gatehouse::ctl
