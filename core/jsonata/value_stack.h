// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/value_access.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace gatehouse::jsonata {

/// Where sequences grow before their size is known: one stack for a whole evaluation, used last in, first
/// out, so that building costs no allocation and results are copied out once, at their exact size.
/// Addresses move when it grows: hold indexes.
class ValueStack
{
public:
    explicit ValueStack(std::size_t limit) // NOLINT(*-member-init): m_inline is raw
        : m_limit(limit)
    {
        static_assert(std::is_trivially_copyable_v<Value>, "pushing makes the value by copying it");
    }

    [[nodiscard]] std::size_t mark() const noexcept { return m_size; }

    void push(const Value& v)
    {
        if (m_size == m_capacity && !grow(m_size + 1)) {
            return;
        }
        m_data[m_size++] = v;
    }

    /// Items must not lie in this stack.
    void pushAll(const Value* items, std::size_t count)
    {
        if (m_capacity - m_size < count && !grow(m_size + count)) {
            return;
        }
        std::copy(items, items + count, m_data + m_size);
        m_size += count;
    }

    void drop(std::size_t mark) noexcept { m_size = mark; }

    [[nodiscard]] Value* data() noexcept { return m_data; }

    /// More was pushed than the limit allows; what came after is lost and the evaluation must fail.
    [[nodiscard]] bool overflowed() const noexcept { return m_overflowed; }

private:
    bool grow(std::size_t needed)
    {
        if (needed > m_limit) {
            m_overflowed = true;
            return false;
        }
        const std::size_t capacity = std::max(needed, std::min(m_capacity * 2, m_limit));
        auto bigger = std::make_unique<Value[]>(capacity); // NOLINT(*-avoid-c-arrays)
        std::copy(m_data, m_data + m_size, bigger.get());
        m_heap = std::move(bigger);
        m_data = m_heap.get();
        m_capacity = capacity;
        return true;
    }

    static constexpr std::size_t kInline = 96;

    /// Raw: most evaluations push little, and all would pay for making the values here.
    alignas(Value) std::array<std::byte, kInline * sizeof(Value)> m_inline;
    std::unique_ptr<Value[]> m_heap;                           // NOLINT(*-avoid-c-arrays)
    Value* m_data = reinterpret_cast<Value*>(m_inline.data()); // NOLINT(*-reinterpret-cast)
    std::size_t m_size = 0;
    std::size_t m_capacity = kInline;
    std::size_t m_limit;
    bool m_overflowed = false;
};

} // namespace gatehouse::jsonata
