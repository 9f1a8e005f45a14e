// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "core/base/completion.h"
#include "core/gateway/gateway.h"
#include "core/runtime/executor.h"

#include <chrono>
#include <memory>
#include <string>

namespace gatehouse::app {

/// The composition root: a whole gateway with its REST API, put together from the options. Made, started,
/// stopped and destroyed on the engine's thread.
class RunningNode
{
public:
    /// How long stop() may take in all; systemd's and our own patience end later.
    static constexpr std::chrono::milliseconds kStopWithin{8'000};

    /// The executor is the engine thread's and outlives this.
    RunningNode(Options options, runtime::Executor& engine);
    RunningNode(const RunningNode&) = delete;
    RunningNode& operator=(const RunningNode&) = delete;
    ~RunningNode();

    /// Opens the data directory, brings the gateway up and listens. Answers with the API's URL once calls are
    /// served; an error says what to do and leaves nothing running.
    void start(Completion<std::string> done);
    /// Stops accepting, finishes what is acknowledged, closes. Answers within kStopWithin.
    void stop(Completion<bool> done);

    /// Valid from the answer of start() on.
    [[nodiscard]] Gateway& gateway();
    [[nodiscard]] const std::filesystem::path& dataDir() const noexcept;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// The line that tells whoever started the program that the node is ready.
[[nodiscard]] std::string readyLine(std::string_view apiUrl, const std::filesystem::path& dataDir);

} // namespace gatehouse::app
