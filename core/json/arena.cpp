// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/document.h"
#include "core/json/object_index.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace gatehouse::json {
namespace {

constexpr std::size_t kFirstBlock = 4096;
constexpr std::size_t kLargestBlock = std::size_t{1} << 20U;
constexpr std::size_t kSmallestBlock = 64;
constexpr std::size_t kLargestExpected = std::size_t{16} << 20U;

} // namespace

struct alignas(std::max_align_t) Arena::Block
{
    Block* next = nullptr;
    std::size_t payload = 0;

    [[nodiscard]] std::byte* data() noexcept { return reinterpret_cast<std::byte*>(this) + sizeof(Block); }

    class Spare;
};

/// A few first blocks for the next arenas of the thread: each call makes several short-lived arenas, and
/// blocks of this size are past what the allocator keeps at hand.
class Arena::Block::Spare
{
public:
    Spare() = default;
    Spare(const Spare&) = delete;
    Spare& operator=(const Spare&) = delete;

    ~Spare()
    {
        while (m_first != nullptr) {
            ::operator delete(std::exchange(m_first, m_first->next));
        }
    }

    [[nodiscard]] static Spare& ofThisThread()
    {
        static thread_local Spare spare;
        return spare;
    }

    /// Null when there is none.
    [[nodiscard]] Block* take() noexcept
    {
        if (m_first == nullptr) {
            return nullptr;
        }
        --m_count;
        return std::exchange(m_first, m_first->next);
    }

    /// False: full, or a checker of memory wants to see each block freed.
    [[nodiscard]] bool keep(Block* block) noexcept
    {
        if (kChecked || m_count >= kMost || block->payload != kFirstBlock) {
            return false;
        }
        ++m_count;
        block->next = std::exchange(m_first, block);
        return true;
    }

private:
#if defined(__SANITIZE_ADDRESS__)
    static constexpr bool kChecked = true;
#else
    static constexpr bool kChecked = false;
#endif
    static constexpr std::size_t kMost = 32;

    Block* m_first = nullptr;
    std::size_t m_count = 0;
};

Arena::Arena(Arena&& other) noexcept
    : m_cursor(std::exchange(other.m_cursor, nullptr))
    , m_left(std::exchange(other.m_left, 0))
    , m_reserved(std::exchange(other.m_reserved, 0))
    , m_nextBlock(std::exchange(other.m_nextBlock, kFirstBlock))
    , m_blocks(std::exchange(other.m_blocks, nullptr))
    , m_texts(std::move(other.m_texts))
{}

Arena& Arena::operator=(Arena&& other) noexcept
{
    if (this != &other) {
        freeAll();
        m_cursor = std::exchange(other.m_cursor, nullptr);
        m_left = std::exchange(other.m_left, 0);
        m_reserved = std::exchange(other.m_reserved, 0);
        m_nextBlock = std::exchange(other.m_nextBlock, kFirstBlock);
        m_blocks = std::exchange(other.m_blocks, nullptr);
        m_texts = std::move(other.m_texts);
    }
    return *this;
}

Arena::~Arena()
{
    freeAll();
}

void Arena::freeAll() noexcept
{
    while (m_blocks != nullptr) {
        Block* next = m_blocks->next;
        if (!Block::Spare::ofThisThread().keep(m_blocks)) {
            ::operator delete(m_blocks);
        }
        m_blocks = next;
    }
}

void Arena::addBlock(std::size_t payload)
{
    Block* block = payload == kFirstBlock ? Block::Spare::ofThisThread().take() : nullptr;
    if (block == nullptr) {
        block = new (::operator new(sizeof(Block) + payload)) Block;
    }
    block->payload = payload;
    block->next = m_blocks;
    m_blocks = block;
    m_reserved += payload;
}

void Arena::expect(std::size_t bytes) noexcept
{
    if (m_blocks == nullptr) {
        m_nextBlock = std::clamp(bytes, kSmallestBlock, kLargestExpected);
    }
}

void* Arena::allocateInNewBlock(std::size_t bytes, std::size_t alignment)
{
    // A large piece gets a block of its own, so that the room left in the current one is not lost.
    if (bytes > m_nextBlock / 4 && bytes > m_left / 2) {
        addBlock(bytes + alignment);
        std::byte* data = m_blocks->data();
        return data + ((0 - reinterpret_cast<std::uintptr_t>(data)) & (alignment - 1));
    }
    addBlock(m_nextBlock);
    m_cursor = m_blocks->data();
    m_left = m_nextBlock;
    m_nextBlock = std::clamp(m_nextBlock * 2, kFirstBlock, kLargestBlock);
    return allocate(bytes, alignment);
}

std::string_view Arena::copy(std::string_view text)
{
    if (text.empty()) {
        return {}; // its pointer may be null, which memcpy must not see
    }
    auto* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
}

std::string_view Arena::adopt(std::string&& text)
{
    m_reserved += text.size();
    return m_texts.emplace_front(std::move(text));
}

Value Arena::array(std::span<const Value> items)
{
    auto* to = allocateArray<Value>(items.size());
    std::copy(items.begin(), items.end(), to);
    return Value::array({to, items.size()});
}

Value Arena::objectOfViews(std::span<const Member> members)
{
    return ObjectIndex::build(*this, members.data(), members.size());
}

Value Arena::object(std::span<const Member> members)
{
    const Value object = objectOfViews(members);
    // The members were just made here and nobody else has seen them yet.
    auto* own = const_cast<Member*>(object.members().data()); // NOLINT(*-const-cast)
    for (std::size_t i = 0; i < object.size(); ++i) {
        own[i].name = copy(own[i].name);
    }
    return object;
}

void Arena::reset() noexcept
{
    Block* kept = nullptr;
    while (m_blocks != nullptr) {
        Block* block = std::exchange(m_blocks, m_blocks->next);
        if (block->payload <= kLargestBlock && (kept == nullptr || block->payload > kept->payload)) {
            std::swap(block, kept);
        }
        ::operator delete(block);
    }
    m_texts.clear();
    m_blocks = kept;
    m_cursor = nullptr;
    m_left = m_reserved = 0;
    if (kept != nullptr) {
        kept->next = nullptr;
        m_cursor = kept->data();
        m_left = m_reserved = kept->payload;
    }
}

} // namespace gatehouse::json
