// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/diff.h"

#include "core/json/hash.h"
#include "core/json/pointer.h"

#include <algorithm>
#include <cstddef>

namespace gatehouse::json {
namespace {

constexpr std::size_t kMaxAligned = 2000;
/// Below this nesting, two containers that differ are one change: it keeps the recursion bounded.
constexpr int kMaxDepth = 256;

std::vector<std::size_t> hashes(std::span<const Value> values)
{
    std::vector<std::size_t> out(values.size());
    std::transform(values.begin(), values.end(), out.begin(), hashValue);
    return out;
}

/// Pairs of equal elements in order: a longest common subsequence, found on hashes and confirmed by value.
class Alignment
{
public:
    Alignment(std::span<const Value> before, std::span<const Value> after)
        : m_before(before)
        , m_after(after)
        , m_beforeHashes(hashes(before))
        , m_afterHashes(hashes(after))
        , m_width(after.size() + 1)
        , m_lengths((before.size() + 1) * m_width)
    {
        for (std::size_t i = before.size(); i-- > 0;) {
            for (std::size_t j = after.size(); j-- > 0;) {
                length(i, j) = same(i, j) ? static_cast<std::uint16_t>(length(i + 1, j + 1) + 1)
                                          : std::max(length(i + 1, j), length(i, j + 1));
            }
        }
    }

    /// Whether to step over a pair of equal elements here; otherwise which side to step.
    [[nodiscard]] bool pairsAt(std::size_t i, std::size_t j) { return same(i, j); }

    [[nodiscard]] bool stepsBefore(std::size_t i, std::size_t j)
    {
        return length(i + 1, j) >= length(i, j + 1);
    }

private:
    [[nodiscard]] std::uint16_t& length(std::size_t i, std::size_t j) { return m_lengths[i * m_width + j]; }

    [[nodiscard]] bool same(std::size_t i, std::size_t j) const
    {
        return m_beforeHashes[i] == m_afterHashes[j] && m_before[i] == m_after[j];
    }

    std::span<const Value> m_before;
    std::span<const Value> m_after;
    std::vector<std::size_t> m_beforeHashes;
    std::vector<std::size_t> m_afterHashes;
    std::size_t m_width;
    std::vector<std::uint16_t> m_lengths;
};

class Differ
{
public:
    void compare(const std::string& pointer, const Value& before, const Value& after, int depth)
    {
        if (before.isObject() && after.isObject() && depth < kMaxDepth) {
            compareObjects(pointer, before, after, depth);
        } else if (before.isArray() && after.isArray() && depth < kMaxDepth) {
            compareArrays(pointer, before.items(), after.items(), depth);
        } else if (!(before == after)) {
            m_changes.push_back({ChangeKind::Changed, pointer, before, after});
        }
    }

    std::vector<Change> take() { return std::move(m_changes); }

private:
    void compareObjects(const std::string& pointer, const Value& before, const Value& after, int depth)
    {
        for (const Member& member : before.members()) {
            const Member* other = after.find(member.name);
            if (other == nullptr) {
                m_changes.push_back(
                    {ChangeKind::Removed, appendToken(pointer, member.name), member.value, Value()});
            } else {
                compare(appendToken(pointer, member.name), member.value, other->value, depth + 1);
            }
        }
        for (const Member& member : after.members()) {
            if (!before.contains(member.name)) {
                m_changes.push_back(
                    {ChangeKind::Added, appendToken(pointer, member.name), Value(), member.value});
            }
        }
    }

    struct Gap
    {
        std::size_t beforeFrom = 0;
        std::size_t beforeTo = 0;
        std::size_t afterFrom = 0;
        std::size_t afterTo = 0;
    };

    void compareArrays(const std::string& pointer, std::span<const Value> before,
                       std::span<const Value> after, int depth)
    {
        std::size_t head = 0;
        while (head < before.size() && head < after.size() && before[head] == after[head]) {
            ++head;
        }
        std::size_t tail = 0;
        while (tail < before.size() - head && tail < after.size() - head
               && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
            ++tail;
        }
        Gap rest{head, before.size() - tail, head, after.size() - tail};
        if (rest.beforeTo - head > kMaxAligned || rest.afterTo - head > kMaxAligned) {
            compareGap(pointer, before, after, rest, depth);
            return;
        }
        Alignment alignment(before.subspan(head, rest.beforeTo - head),
                            after.subspan(head, rest.afterTo - head));
        Gap gap{head, head, head, head};
        while (gap.beforeTo < rest.beforeTo && gap.afterTo < rest.afterTo) {
            if (alignment.pairsAt(gap.beforeTo - head, gap.afterTo - head)) {
                compareGap(pointer, before, after, gap, depth);
                gap = {gap.beforeTo + 1, gap.beforeTo + 1, gap.afterTo + 1, gap.afterTo + 1};
            } else if (alignment.stepsBefore(gap.beforeTo - head, gap.afterTo - head)) {
                ++gap.beforeTo;
            } else {
                ++gap.afterTo;
            }
        }
        compareGap(pointer, before, after, {gap.beforeFrom, rest.beforeTo, gap.afterFrom, rest.afterTo},
                   depth);
    }

    /// Elements between two equal pairs: side by side as far as both reach, the rest added or removed.
    void compareGap(const std::string& pointer, std::span<const Value> before, std::span<const Value> after,
                    const Gap& gap, int depth)
    {
        const std::size_t common = std::min(gap.beforeTo - gap.beforeFrom, gap.afterTo - gap.afterFrom);
        for (std::size_t i = 0; i < common; ++i) {
            compare(appendToken(pointer, std::to_string(gap.beforeFrom + i)), before[gap.beforeFrom + i],
                    after[gap.afterFrom + i], depth + 1);
        }
        for (std::size_t i = gap.beforeFrom + common; i < gap.beforeTo; ++i) {
            m_changes.push_back(
                {ChangeKind::Removed, appendToken(pointer, std::to_string(i)), before[i], Value()});
        }
        for (std::size_t i = gap.afterFrom + common; i < gap.afterTo; ++i) {
            m_changes.push_back(
                {ChangeKind::Added, appendToken(pointer, std::to_string(i)), Value(), after[i]});
        }
    }

    std::vector<Change> m_changes;
};

} // namespace

std::vector<Change> diff(const Value& before, const Value& after)
{
    Differ differ;
    differ.compare("", before, after, 0);
    return differ.take();
}

} // namespace gatehouse::json
