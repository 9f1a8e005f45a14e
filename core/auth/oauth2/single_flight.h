// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/error.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::auth {

/// Lets one piece of work per key run at a time; whoever asks meanwhile gets the same answer. Lives on one
/// thread. T must be copyable (a shared pointer).
template <class T>
class SingleFlight
{
public:
    /// Joins the work in flight for the key, or starts it. True: this call started it.
    bool join(const std::string& key, Completion<T> done, const std::function<void(Completion<T>)>& start)
    {
        auto& waiting = m_waiting[key];
        waiting.push_back(std::move(done));
        if (waiting.size() > 1) {
            return false;
        }
        start(Completion<T>([this, key](Result<T> result) { land(key, std::move(result)); }));
        return true;
    }

    [[nodiscard]] bool inFlight(const std::string& key) const { return m_waiting.contains(key); }

    [[nodiscard]] std::size_t waiting(const std::string& key) const
    {
        const auto found = m_waiting.find(key);
        return found == m_waiting.end() ? 0 : found->second.size();
    }

private:
    void land(const std::string& key, Result<T> result)
    {
        // Taken out first: a waiter that asks again starts a new flight.
        auto node = m_waiting.extract(key);
        for (auto& done : node.mapped()) {
            done(result);
        }
    }

    std::map<std::string, std::vector<Completion<T>>> m_waiting;
};

} // namespace gatehouse::auth
