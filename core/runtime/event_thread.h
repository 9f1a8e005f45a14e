// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/executor.h"

#include <memory>
#include <string>

namespace gatehouse::runtime {

/// What an event loop waits on its sockets with.
enum class LoopKind
{
    Epoll,   ///< core/runtime/epoll_dispatcher.h.
    Platform ///< Qt's own, which also serves libraries of the desktop (GLib) that expect its loop.
};

/// A thread with a Qt event loop: sockets, timers and coroutines made by posted functions live on it.
/// Thread-safe, but stop() and the destructor belong to one owner on another thread.
class EventThread final : public Executor
{
public:
    /// Starts the thread. The name shows in debuggers and /proc (15 characters of it).
    explicit EventThread(const std::string& name, LoopKind kind = LoopKind::Epoll);
    ~EventThread() override;

    void post(UniqueFunction function) override;
    [[nodiscard]] bool isCurrent() const override;

    /// Runs what was posted before, ends the loop and joins. Later posts are destroyed unrun. Objects that
    /// live on the thread must be destroyed there first: post their destruction, then stop. Idempotent.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::runtime
