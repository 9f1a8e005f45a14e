// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/backups.h"
#include "core/gateway/node_core.h"
#include "core/runtime/event_thread.h"

#include <qcoro/qcorotask.h>

#include <memory>

namespace gatehouse {

/// Copies the databases where they are written, then packs the copies on a thread of its own.
class BackupRole final : public Backups
{
public:
    explicit BackupRole(NodeCore& core)
        : m_core(core)
    {}

    void backup(std::filesystem::path file, Completion<BackupReport> done) override;

private:
    [[nodiscard]] QCoro::Task<Result<BackupReport>> make(std::filesystem::path file);
    [[nodiscard]] QCoro::Task<Status> copyInto(std::filesystem::path folder);
    [[nodiscard]] QCoro::Task<Result<std::uint64_t>> pack(std::filesystem::path folder,
                                                          std::filesystem::path file);

    NodeCore& m_core;
    bool m_busy = false;
    std::unique_ptr<runtime::EventThread> m_thread; ///< Made for the first backup.
};

} // namespace gatehouse
