// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/mailbox.h"
#include "core/runtime/unique_function.h"

#include <QObject>

#include <atomic>

namespace gatehouse::runtime {

/// Runs posted functions on the thread the object belongs to, one Qt event for any number of them.
/// post() is thread-safe.
class LoopMailbox final : public QObject
{
public:
    LoopMailbox() = default;
    ~LoopMailbox() override;

    void post(UniqueFunction function);
    /// Runs what is waiting now; for the owning thread.
    void runPosted();
    /// Destroys what is waiting, and everything posted from now on. Thread-safe.
    void close();
    /// close(), then waits until nobody is about to wake this loop any more. For a posted function that ends
    /// the loop.
    void closeBeforeLoopEnds();

protected:
    bool event(QEvent* event) override;

private:
    Mailbox<UniqueFunction> m_box;
    std::atomic<int> m_posting = 0;
};

} // namespace gatehouse::runtime
