// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/base/log.h"
#include "core/runtime/executor.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::store {

/// Bodies of this size and more stand in segments; smaller ones in their event's row.
inline constexpr std::size_t kSegmentBytes = 4096;

struct PayloadUsage
{
    std::int64_t bytes = 0;
    std::size_t segments = 0;
    UnixMillis oldest;              ///< Of the oldest segment; epoch when there is none.
    std::size_t damagedBodies = 0;  ///< Places that were found unreadable since the start and still are.
    std::uint64_t damagedBytes = 0; ///< Of these.
    std::uint64_t tornBytes = 0;    ///< What a crash cut short at the end; nobody was told that it is kept.
};

/// Large bodies, claim-checked. Any thread; like the store, every call returns at once and an append is
/// answered once it is on the disk (fdatasync), shared with what was appended meanwhile.
class Payloads
{
public:
    Payloads() = default;
    Payloads(const Payloads&) = delete;
    Payloads& operator=(const Payloads&) = delete;
    virtual ~Payloads() = default;

    /// Gives the ref to read it by: "pay_<segment>_<offset>_<length>". Answers on answerOn, which outlives
    /// this. Unavailable: the disk refused it; nothing is kept.
    virtual void append(std::string body, runtime::Executor& answerOn, Completion<std::string> done) = 0;
    /// NotFound: it was removed by age or cap. Corrupt: its checksum does not fit. InvalidArgument: no ref of
    /// ours. Answers on the executor that this was opened with.
    virtual void read(std::string ref, Completion<std::string> done) = 0;
    /// Removes whole segments that are older than the limit, then the oldest past the cap, but none of the
    /// last hour and none that holds one of the `needed` refs. Gives the bytes.
    virtual void prune(UnixMillis now, std::vector<std::string> needed, Completion<std::int64_t> done) = 0;
    /// Other limits for prune() than those of the options, from now on.
    virtual void setLimits(std::chrono::hours maxAge, std::int64_t maxBytes) = 0;
    virtual void usage(Completion<PayloadUsage> done) = 0;
};

struct PayloadOptions
{
    std::filesystem::path directory;       ///< Made (0700) when it is not there.
    runtime::Executor* executor = nullptr; ///< Answers reads; outlives this.
    const Clock* clock = nullptr;
    LogSink* log = nullptr;                              ///< May be null.
    std::int64_t segmentBytes = std::int64_t{64} << 20U; ///< A segment is closed past this.
    std::chrono::milliseconds segmentAge{
        std::chrono::hours(1)}; ///< Or when it is older, so that age can be kept.
    std::chrono::hours maxAge{24 * 7};
    std::int64_t maxBytes = std::int64_t{20} << 30U; ///< Of all segments together.
};

/// Opens the directory. The last segment may end in the middle of a write: what is whole in it stays, new
/// bodies go to a new segment. Blocks; once, at start.
[[nodiscard]] Result<std::unique_ptr<Payloads>> openPayloads(const PayloadOptions& options);

} // namespace gatehouse::store
