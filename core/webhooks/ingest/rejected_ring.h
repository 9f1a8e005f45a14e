// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "core/webhooks/ingest/route.h"
#include "core/webhooks/verify/received.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::webhooks {

/// A refused request with what its autopsy needs.
struct Rejection
{
    RejectedWebhook shown;
    RoutePtr route;
    Received received; ///< Its body is cut when it is large; then there is no autopsy.
};

using RejectionPtr = std::shared_ptr<const Rejection>;

/// The last refused requests, in memory only and bounded in number and bytes: a flood of bad signatures costs
/// nothing but older entries. Thread-safe.
class RejectedRing
{
public:
    explicit RejectedRing(std::size_t most = 500, std::size_t mostBytes = std::size_t{16} << 20U)
        : m_most(most)
        , m_mostBytes(mostBytes)
    {}

    void add(Rejection rejection)
    {
        const auto bytes = rejection.shown.body.size() + rejection.received.body.size();
        auto kept = std::make_shared<const Rejection>(std::move(rejection));
        const std::scoped_lock lock(m_mutex);
        m_entries.push_front({std::move(kept), bytes});
        m_bytes += bytes;
        while (m_entries.size() > m_most || (m_bytes > m_mostBytes && m_entries.size() > 1)) {
            m_bytes -= m_entries.back().bytes;
            m_entries.pop_back();
        }
    }

    /// Newest first.
    [[nodiscard]] std::vector<RejectionPtr> all() const
    {
        const std::scoped_lock lock(m_mutex);
        std::vector<RejectionPtr> list;
        list.reserve(m_entries.size());
        for (const auto& entry : m_entries) {
            list.push_back(entry.rejection);
        }
        return list;
    }

    /// Null when it is gone.
    [[nodiscard]] RejectionPtr find(std::string_view id) const
    {
        for (auto& rejection : all()) {
            if (rejection->shown.id == id) {
                return rejection;
            }
        }
        return nullptr;
    }

private:
    struct Entry
    {
        RejectionPtr rejection;
        std::size_t bytes = 0;
    };

    std::size_t m_most;
    std::size_t m_mostBytes;
    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
    std::size_t m_bytes = 0;
};

} // namespace gatehouse::webhooks
