// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/http_peer.h"
#include "tests/support/temp_dir.h"

#include <QProcess>
#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::e2e {

/// How a finished program ended.
struct Finished
{
    int exitCode = -1; ///< -1: it crashed, was killed or did not end in time.
    std::string output;
    std::string errors;
};

/// Runs a built program to its end.
[[nodiscard]] Finished runProgram(const std::string& name, const std::vector<std::string>& arguments,
                                  const std::string& input = {});

/// A node of this build (headless unless another program is named) on a data directory, listening on a free
/// port.
class NodeProcess
{
public:
    /// Starts it and waits for its READY line; ready() says whether that came.
    explicit NodeProcess(std::filesystem::path dataDir, const std::vector<std::string>& further = {},
                         const std::string& program = "gatehoused");
    NodeProcess(const NodeProcess&) = delete;
    NodeProcess& operator=(const NodeProcess&) = delete;
    ~NodeProcess();

    [[nodiscard]] bool ready() const noexcept { return m_port != 0; }

    [[nodiscard]] std::uint16_t port() const noexcept { return m_port; }

    [[nodiscard]] const std::string& readyLine() const noexcept { return m_readyLine; }

    [[nodiscard]] std::int64_t processId() const { return m_process.processId(); }

    /// Resident memory now (VmRSS).
    [[nodiscard]] std::int64_t residentKib() const;
    /// The part of it that is its own (RssAnon), without the pages of the program and its libraries.
    [[nodiscard]] std::int64_t ownKib() const;
    /// What it wrote to standard error so far.
    [[nodiscard]] std::string errors();
    /// The first admin key.
    [[nodiscard]] std::string key() const;

    /// kill -9.
    void kill();
    /// SIGTERM, without waiting.
    void terminate();
    /// Waits for the end; -1 when it does not come or was no ordinary one.
    [[nodiscard]] int exitCode();

    /// A request with the admin key on a connection of its own; body is JSON.
    [[nodiscard]] HttpAnswer call(const std::string& method, const std::string& target,
                                  const std::string& body = {}) const;
    /// The text of such a request.
    [[nodiscard]] std::string
    requestText(const std::string& method, const std::string& target, const std::string& body = {},
                const std::vector<std::pair<std::string, std::string>>& headers = {}) const;

private:
    /// A figure of /proc/<pid>/status; 0 without one.
    [[nodiscard]] std::int64_t statusKib(std::string_view name) const;

    std::filesystem::path m_dataDir;
    QProcess m_process;
    std::string m_readyLine;
    std::uint16_t m_port = 0;
};

} // namespace gatehouse::e2e
