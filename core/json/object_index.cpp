// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/object_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>

namespace gatehouse::json {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kMixA = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t kMixB = 0xD1B54A32D192ED03U;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept
{
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

template <class Word>
std::uint64_t load(const char* from) noexcept
{
    Word word{};
    std::memcpy(&word, from, sizeof word);
    return word;
}

std::uint64_t hashShort(const char* text, std::size_t size, std::uint64_t seed) noexcept
{
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    if (size >= 8) {
        a = load<std::uint64_t>(text);
        b = load<std::uint64_t>(text + size - 8);
    } else if (size >= 4) {
        a = load<std::uint32_t>(text);
        b = load<std::uint32_t>(text + size - 4);
    } else if (size > 0) {
        a = static_cast<unsigned char>(text[0]);
        b = static_cast<std::uint64_t>(static_cast<unsigned char>(text[size / 2])) << 8U
            | static_cast<unsigned char>(text[size - 1]);
    }
    return mix(a ^ kMixA ^ seed, b ^ kMixB ^ size);
}

std::uint64_t hashName(std::string_view name, std::uint64_t seed) noexcept
{
    const char* text = name.data();
    std::size_t left = name.size();
    std::uint64_t state = seed ^ name.size();
    while (left > 16) {
        state = mix(load<std::uint64_t>(text) ^ kMixA ^ state, load<std::uint64_t>(text + 8) ^ kMixB);
        text += 16;
        left -= 16;
    }
    return hashShort(text, left, state);
}

bool sameName(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

std::uint64_t seedOf(const Member* members) noexcept
{
    return mix(reinterpret_cast<std::uintptr_t>(members) ^ kMixB, kMixA);
}

/// Remembers names in 256 bits, so that a small object of distinct names rarely needs a comparison.
class NameFilter
{
public:
    /// Whether the name may have been seen before.
    bool testAndSet(std::string_view name) noexcept
    {
        const std::uint64_t hash = hashName(name, 0);
        std::uint64_t& word = m_bits[(hash >> 6U) & 3U];
        const std::uint64_t bit = std::uint64_t{1} << (hash & 63U);
        const bool seen = (word & bit) != 0;
        word |= bit;
        return seen;
    }

private:
    std::array<std::uint64_t, 4> m_bits{};
};

} // namespace

Value ObjectIndex::build(Arena& arena, const Member* members, std::size_t count)
{
    return count <= kLinearLimit ? buildLinear(arena, members, count) : buildHashed(arena, members, count);
}

Value ObjectIndex::buildLinear(Arena& arena, const Member* members, std::size_t count)
{
    auto* out = arena.allocateArray<Member>(count);
    std::size_t size = 0;
    NameFilter filter;
    for (std::size_t i = 0; i < count; ++i) {
        if (filter.testAndSet(members[i].name)) {
            auto* same = std::find_if(out, out + size,
                                      [&](const Member& m) { return sameName(m.name, members[i].name); });
            if (same != out + size) {
                same->value = members[i].value;
                continue;
            }
        }
        std::construct_at(out + size, members[i]);
        ++size;
    }
    return Value::object({out, size});
}

Value ObjectIndex::buildHashed(Arena& arena, const Member* members, std::size_t count)
{
    const std::size_t slotCount = std::bit_ceil(count * 2);
    const auto log2Size = static_cast<std::uint16_t>(std::countr_zero(slotCount));
    auto* slots = static_cast<std::uint32_t*>(
        arena.allocate(slotCount * sizeof(std::uint32_t) + count * sizeof(Member)));
    std::fill_n(slots, slotCount, 0U);
    auto* out = reinterpret_cast<Member*>(slots + slotCount);
    const std::uint64_t seed = seedOf(out);
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t slot = hashName(members[i].name, seed) & (slotCount - 1);
        while (slots[slot] != 0 && !sameName(out[slots[slot] - 1].name, members[i].name)) {
            slot = (slot + 1) & (slotCount - 1);
        }
        if (slots[slot] != 0) {
            out[slots[slot] - 1].value = members[i].value;
            continue;
        }
        std::construct_at(out + size, members[i]);
        slots[slot] = ++size;
    }
    Value object = Value::object({out, size});
    object.m_kind = log2Size;
    return object;
}

const Member* ObjectIndex::find(const Member* members, std::uint16_t log2Size, std::string_view name) noexcept
{
    const std::size_t slotCount = std::size_t{1} << log2Size;
    const auto* slots = reinterpret_cast<const std::uint32_t*>(members) - slotCount;
    std::size_t slot = hashName(name, seedOf(members)) & (slotCount - 1);
    for (; slots[slot] != 0; slot = (slot + 1) & (slotCount - 1)) {
        const Member& member = members[slots[slot] - 1];
        if (sameName(member.name, name)) {
            return &member;
        }
    }
    return nullptr;
}

} // namespace gatehouse::json
