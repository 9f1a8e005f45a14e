// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/executor.h"

#include "core/runtime/loop_mailbox.h"

#include <QThread>

namespace gatehouse::runtime {

namespace {

class ThisThreadExecutor final : public Executor
{
public:
    void post(UniqueFunction function) override { m_mailbox.post(std::move(function)); }

    [[nodiscard]] bool isCurrent() const override { return m_mailbox.thread() == QThread::currentThread(); }

private:
    LoopMailbox m_mailbox;
};

} // namespace

std::unique_ptr<Executor> makeThisThreadExecutor()
{
    return std::make_unique<ThisThreadExecutor>();
}

} // namespace gatehouse::runtime
