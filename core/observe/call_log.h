// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/contract/call.h"
#include "core/observe/redactor.h"
#include "core/store/store.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::observe {

struct CallLogLimits
{
    std::size_t summaries = 10'000;
    std::size_t detailBytes = std::size_t{24} << 20U; ///< Of all details in memory together.
    std::size_t bodyBytes = std::size_t{64} << 10U;   ///< Of one body; the rest is cut off and said so.
    /// Waiting for the next flush(). When there are more, only a summary is kept of successful calls, and a
    /// failed one takes the place of the oldest success (unpersisted() counts both).
    std::size_t pending = 256;
};

/// The record of calls: the newest ones in memory, and behind that the store. Recording costs no I/O: rows
/// wait for flush(), which the owner calls a few times a second, so that the disk sees groups; under more
/// load than it can take (or anybody read) the log thins out to summaries and calls do not slow down. Bodies
/// and headers are redacted here.
/// Lives on the engine thread.
class CallLog
{
public:
    CallLog(const Redactor& redactor, store::CallLog& store, const CallLogLimits& limits = {});

    /// Loads the newest summaries and continues the sequence; call once, before the first record().
    void restore(Completion<bool> done);
    /// Takes the call in and gives it its sequence number.
    CallSummary record(CallDetail detail);
    /// Newest first, at most limit, only those with sequence > after.
    [[nodiscard]] std::vector<CallSummary> recent(std::uint64_t after, std::size_t limit) const;
    /// From memory or the store. NotFound, which says so when the log had thinned out.
    void detail(std::string id, Completion<CallDetail> done) const;
    /// Hands what waits to the store; done answers when it is durable (with the number written).
    void flush(Completion<std::size_t> done);

    [[nodiscard]] std::uint64_t lastSequence() const noexcept { return m_sequence; }

    /// Calls that were kept in memory only, because they came faster than they could be written.
    [[nodiscard]] std::uint64_t unpersisted() const noexcept { return m_unpersisted; }

private:
    using DetailPtr = std::shared_ptr<const CallDetail>;

    [[nodiscard]] CallSummary recordWhole(CallDetail detail);
    void keepSummary(const CallSummary& summary);
    void clean(CallDetail& detail) const;
    void cleanError(json::Document& providerError) const;
    [[nodiscard]] std::string keptBody(std::string body, std::int64_t bytes) const;
    void keepDetail(const DetailPtr& detail);
    void queue(const DetailPtr& detail);

    const Redactor& m_redactor;
    store::CallLog& m_store;
    CallLogLimits m_limits;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_unpersisted = 0;
    std::deque<CallSummary> m_summaries; ///< Oldest first.
    std::deque<DetailPtr> m_details;     ///< Oldest first.
    std::size_t m_detailBytes = 0;
    std::unordered_map<std::string, DetailPtr> m_byId;
    std::deque<DetailPtr> m_pending;
};

} // namespace gatehouse::observe
