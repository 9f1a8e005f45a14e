// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/places.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <initializer_list>
#include <string>
#include <vector>

namespace gatehouse::store::test {

/// store_child (store_child.cpp) running beside the test, with its output on a pipe.
class ChildProcess
{
public:
    explicit ChildProcess(std::initializer_list<std::string> arguments)
    {
        int ends[2] = {-1, -1};
        if (pipe(ends) != 0) {
            return;
        }
        std::vector<std::string> texts{(gatehouse::test::binDir() / "store_child").string()};
        texts.insert(texts.end(), arguments);
        std::vector<char*> argv;
        for (auto& text : texts) {
            argv.push_back(text.data());
        }
        argv.push_back(nullptr);
        m_pid = fork();
        if (m_pid == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
            close(ends[1]);
            execv(argv.front(), argv.data());
            _exit(127);
        }
        close(ends[1]);
        m_output = fdopen(ends[0], "r");
    }

    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    ~ChildProcess()
    {
        if (m_pid > 0) {
            kill(SIGKILL);
        }
        if (m_output != nullptr) {
            std::fclose(m_output);
        }
    }

    /// The next line without its end; empty when the child has closed its output.
    std::string line()
    {
        std::string text;
        for (int c = std::fgetc(m_output); c != EOF && c != '\n'; c = std::fgetc(m_output)) {
            text.push_back(static_cast<char>(c));
        }
        return text;
    }

    /// Sends the signal and waits for the end.
    void kill(int signal)
    {
        ::kill(m_pid, signal);
        waitpid(m_pid, nullptr, 0);
        m_pid = -1;
    }

    [[nodiscard]] pid_t pid() const { return m_pid; }

private:
    pid_t m_pid = -1;
    std::FILE* m_output = nullptr;
};

} // namespace gatehouse::store::test
