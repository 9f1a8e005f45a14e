// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <functional>
#include <memory>

class QSocketNotifier;

namespace gatehouse::app {

/// SIGTERM and SIGINT as events of the calling thread's loop. Block them before the first thread is started
/// (blockStopSignals), so that no thread dies of them.
class StopSignals
{
public:
    /// The callback runs once, at the first of either signal; a second one ends the process at once.
    [[nodiscard]] static Result<std::unique_ptr<StopSignals>> listen(std::function<void()> callback);
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    ~StopSignals();

private:
    StopSignals(int descriptor, std::function<void()> callback);
    void take();

    int m_descriptor;
    std::function<void()> m_callback;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

/// For the calling thread and all it starts from now on.
void blockStopSignals() noexcept;

} // namespace gatehouse::app
