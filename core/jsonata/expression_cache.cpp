// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/expression.h"

#include <list>
#include <mutex>
#include <unordered_map>

namespace gatehouse::jsonata {

struct ExpressionCache::Impl
{
    using Entry = std::pair<std::string, Expression>;

    FunctionLibraryPtr library;
    std::size_t capacity = 1;
    std::mutex mutex;
    std::list<Entry> recent;                                                 ///< Most recently used first.
    std::unordered_map<std::string_view, std::list<Entry>::iterator> byText; ///< Views into recent.
};

ExpressionCache::ExpressionCache(FunctionLibraryPtr library, std::size_t capacity)
    : m_impl(std::make_unique<Impl>())
{
    m_impl->library = std::move(library);
    m_impl->capacity = capacity == 0 ? 1 : capacity;
}

ExpressionCache::~ExpressionCache() = default;

Outcome<Expression> ExpressionCache::get(std::string_view text)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        const auto found = m_impl->byText.find(text);
        if (found != m_impl->byText.end()) {
            m_impl->recent.splice(m_impl->recent.begin(), m_impl->recent, found->second);
            return found->second->second;
        }
    }
    // Compiled without the lock: a long text must not hold up the others.
    Outcome<Expression> made = Expression::compile(text, m_impl->library);
    if (!made) {
        return made;
    }
    const std::lock_guard lock(m_impl->mutex);
    if (m_impl->byText.contains(text)) {
        return made;
    }
    m_impl->recent.emplace_front(std::string(text), *made);
    m_impl->byText.emplace(m_impl->recent.front().first, m_impl->recent.begin());
    if (m_impl->recent.size() > m_impl->capacity) {
        m_impl->byText.erase(m_impl->recent.back().first);
        m_impl->recent.pop_back();
    }
    return made;
}

} // namespace gatehouse::jsonata
