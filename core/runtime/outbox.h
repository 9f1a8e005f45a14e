// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/executor.h"

#include <QMetaObject>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace gatehouse::runtime {

/// Functions on their way from the thread that made this to an executor: what comes together in one round of
/// the thread's event loop is posted as one function when the loop is about to wait, so that a busy thread
/// wakes the other once a round and not once a function; a long round posts every kMostAtOnce, so that the
/// other works meanwhile. Nothing waits for a timer: an idle loop's round ends at once. Order is kept. Lives
/// on one thread, whose event loop must exist by then.
class Outbox
{
public:
    static constexpr std::size_t kMostAtOnce = 16;

    explicit Outbox(Executor& receiver);
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    /// What has not been posted by now is destroyed unrun.
    ~Outbox();

    void add(UniqueFunction function);
    /// Posts what waits now instead of at the end of the round.
    void flush();

private:
    void roundBegins();

    Executor& m_receiver;
    std::vector<UniqueFunction> m_waiting;
    bool m_waitedARound = false;
    std::array<QMetaObject::Connection, 2> m_loop;
};

} // namespace gatehouse::runtime
