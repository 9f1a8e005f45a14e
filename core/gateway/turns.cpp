// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/turns.h"

#include "core/runtime/await.h"

#include <utility>

namespace gatehouse {

QCoro::Task<std::unique_ptr<Turns::Turn>> Turns::take(std::string key)
{
    if (!m_waiting.try_emplace(key).second) {
        auto pendingTurn = runtime::awaitCompletion<bool>(
            m_engine, [this, &key](auto done) { m_waiting[key].push_back(std::move(done)); });
        const auto passed = co_await pendingTurn;
        if (!passed) {
            co_return std::unique_ptr<Turn>(); // this object is gone
        }
    }
    co_return std::make_unique<Turn>(*this, std::move(key));
}

void Turns::pass(const std::string& key)
{
    const auto found = m_waiting.find(key);
    if (found->second.empty()) {
        m_waiting.erase(found);
        return;
    }
    auto next = std::move(found->second.front());
    found->second.pop_front();
    next(true);
}

} // namespace gatehouse
