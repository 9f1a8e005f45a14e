// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>

namespace gatehouse::runtime {

/// A few threads for work that would hold an event loop up: Argon2, large evaluations, schema inference,
/// exports. Plain threads without event loops, so work may block. Thread-safe.
class CpuPool
{
public:
    using Work = std::function<void(const std::stop_token&)>;

    explicit CpuPool(std::size_t threads);
    CpuPool(const CpuPool&) = delete;
    CpuPool& operator=(const CpuPool&) = delete;
    /// Asks running work to stop, drops what still waits, joins.
    ~CpuPool();

    /// Runs work on one of the threads, first come first served. Work looks at the token it is given, which
    /// stops when either the caller's token does or the pool ends; work still waiting then never runs.
    void submit(Work work, std::stop_token stop = {});

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::runtime
