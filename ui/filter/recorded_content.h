// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/call.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::ui {

/// A body as it was kept: redacted where recordings are.
struct RecordedBody
{
    std::string bytes;
    bool whole = true; ///< False: cut, or not kept; what there is is in bytes.
};

/// What a received webhook or a call holds, as filters look into it.
struct RecordedContent
{
    bool known = true;                ///< False: it is gone, or cannot be read.
    std::vector<HeaderField> headers; ///< Of all its requests and answers, credentials masked.
    std::vector<RecordedBody> bodies; ///< Those that are empty left out.
};

/// Joins the answers to many reads that are under way at once into one, in the order they were asked for;
/// shared by those reads. Any thread, each place once.
class ContentGather
{
public:
    using Done = std::function<void(std::vector<RecordedContent>)>;

    /// reads: at least one.
    ContentGather(std::size_t reads, Done done)
        : m_contents(reads)
        , m_left(reads)
        , m_done(std::move(done))
    {}

    void set(std::size_t place, RecordedContent content)
    {
        m_contents[place] = std::move(content);
        if (m_left.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            m_done(std::move(m_contents));
        }
    }

private:
    std::vector<RecordedContent> m_contents;
    std::atomic<std::size_t> m_left;
    Done m_done;
};

} // namespace gatehouse::ui
