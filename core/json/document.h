// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace gatehouse::json {

/// Grows in blocks, never frees one thing alone, and gives everything back at once. Values built here live as
/// long as the arena. One thread at a time.
class Arena
{
public:
    Arena() noexcept = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    Arena(Arena&& other) noexcept;
    Arena& operator=(Arena&& other) noexcept;
    ~Arena();

    /// About so much will be built here: the first block gets that size instead of a guess.
    void expect(std::size_t bytes) noexcept;

    /// Raw memory, aligned for any Value; never null.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t))
    {
        const std::size_t padding = (0 - reinterpret_cast<std::uintptr_t>(m_cursor)) & (alignment - 1);
        if (padding < m_left && bytes < m_left - padding) {
            std::byte* at = m_cursor + padding;
            m_cursor = at + bytes;
            m_left -= padding + bytes;
            return at;
        }
        return allocateInNewBlock(bytes, alignment);
    }

    /// Room for that many T, not constructed; T is trivially copyable.
    template <class T>
    [[nodiscard]] T* allocateArray(std::size_t count)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    }

    /// Copies text in.
    [[nodiscard]] std::string_view copy(std::string_view text);
    /// Takes text over and keeps it where it is; NUL-terminated.
    [[nodiscard]] std::string_view adopt(std::string&& text);

    [[nodiscard]] Value string(std::string_view text) { return Value::string(copy(text)); }

    /// Copies the handles, not what they point at.
    [[nodiscard]] Value array(std::span<const Value> items);

    [[nodiscard]] Value array(std::initializer_list<Value> items)
    {
        return array(std::span(items.begin(), items.size()));
    }

    /// Copies names and handles. Later duplicates win and keep the first one's place.
    [[nodiscard]] Value object(std::span<const Member> members);

    /// The same without copying the names, which must live as long as the arena.
    [[nodiscard]] Value objectOfViews(std::span<const Member> members);

    [[nodiscard]] Value object(std::initializer_list<Member> members)
    {
        return object(std::span(members.begin(), members.size()));
    }

    /// The one deep copy there is: brings a whole subtree of another owner in. Values of core/jsonata inside
    /// it (Extension) are copied as handles.
    [[nodiscard]] Value clone(const Value& value);

    /// Everything handed out since the last reset, with what is left over in full blocks.
    [[nodiscard]] std::size_t bytesUsed() const noexcept { return m_reserved - m_left; }

    /// Forgets everything and keeps its largest block of at most 1 MiB for the next use.
    void reset() noexcept;

private:
    struct Block;

    [[nodiscard]] void* allocateInNewBlock(std::size_t bytes, std::size_t alignment);
    void addBlock(std::size_t payload);
    void freeAll() noexcept;

    std::byte* m_cursor = nullptr;
    std::size_t m_left = 0;     ///< Bytes after m_cursor in the current block.
    std::size_t m_reserved = 0; ///< Bytes of all blocks and adopted texts.
    std::size_t m_nextBlock = 4096;
    Block* m_blocks = nullptr; ///< Newest first.
    std::forward_list<std::string> m_texts;
};

/// A value together with the memory that it points into. Copying is cheap (shared, immutable).
class Document
{
public:
    Document() = default; ///< Undefined.

    /// Takes over the arena that root was built in.
    Document(std::shared_ptr<const Arena> arena, Value root)
        : m_arena(std::move(arena))
        , m_root(root)
    {}

    /// A document of its own with a deep copy of the value.
    [[nodiscard]] static Document copyOf(const Value& value);

    [[nodiscard]] const Value& root() const noexcept { return m_root; }

    [[nodiscard]] const Value& operator*() const noexcept { return m_root; }

    [[nodiscard]] const Value* operator->() const noexcept { return &m_root; }

    /// Another value of the same memory, kept alive by it.
    [[nodiscard]] Document sub(const Value& value) const { return {m_arena, value}; }

private:
    std::shared_ptr<const Arena> m_arena;
    Value m_root;
};

/// Builds objects member by member without knowing their size. The arena must outlive what it builds.
class ObjectBuilder
{
public:
    explicit ObjectBuilder(Arena& arena)
        : m_arena(arena)
    {}

    /// The name is copied; an Undefined value is skipped.
    ObjectBuilder& set(std::string_view name, const Value& value)
    {
        if (!value.isUndefined()) {
            m_members.push_back({m_arena.copy(name), value});
        }
        return *this;
    }

    /// Copies the text.
    ObjectBuilder& set(std::string_view name, std::string_view text)
    {
        return set(name, m_arena.string(text));
    }

    ObjectBuilder& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }

    [[nodiscard]] Value build() { return m_arena.object(m_members); }

private:
    Arena& m_arena;
    std::vector<Member> m_members;
};

} // namespace gatehouse::json
