// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/prompt.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>

namespace gatehouse::ctl {
namespace {

constexpr std::size_t kLongestValue = std::size_t{64} << 10U;

/// Keeps the terminal from showing what is typed, for as long as it lives.
class Silence
{
public:
    Silence()
        : m_silent(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (m_silent) {
            termios quiet = m_before;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            m_silent = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
        }
    }

    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    ~Silence()
    {
        if (m_silent) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
            std::fputs("\n", stderr);
        }
    }

private:
    termios m_before{};
    bool m_silent;
};

Result<std::string> readLine()
{
    std::string line;
    int c = 0;
    while ((c = std::getchar()) != EOF && c != '\n') {
        line += static_cast<char>(c);
        if (line.size() > kLongestValue) {
            return fail(Errc::LimitExceeded, "this value is too long");
        }
    }
    if (c == EOF && line.empty()) {
        return fail(Errc::Unavailable, "standard input ended before everything was filled in");
    }
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return line;
}

} // namespace

bool canPrompt()
{
    return isatty(STDIN_FILENO) != 0;
}

Result<std::string> promptLine(std::string_view question)
{
    std::fprintf(stderr, "%.*s: ", static_cast<int>(question.size()), question.data());
    return readLine();
}

Result<Secret> promptSecret(std::string_view question, bool severalLines)
{
    std::fprintf(stderr, "%.*s (not shown): ", static_cast<int>(question.size()), question.data());
    const Silence silence;
    GH_ASSIGN(std::string value, readLine());
    while (severalLines && value.starts_with("-----BEGIN") && value.find("-----END") == std::string::npos) {
        GH_ASSIGN(const std::string line, readLine());
        value += "\n" + line;
        if (value.size() > kLongestValue) {
            return fail(Errc::LimitExceeded, "this value is too long");
        }
    }
    return Secret(std::move(value));
}

} // namespace gatehouse::ctl
