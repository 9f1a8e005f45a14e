// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "core/jsonata/eval_state.h"
#include "core/jsonata/numbers.h"
#include "core/jsonata/stringify.h"
#include "core/jsonata/text/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace gatehouse::jsonata {
namespace {

/// "0", "17", but not "01" or "4294967295": what JavaScript takes for the index of an array.
bool isIndexName(std::string_view name, std::uint64_t& index) noexcept
{
    constexpr std::size_t kLongest = 10;
    constexpr std::uint64_t kLargest = 4294967294U;
    if (name.empty() || name.size() > kLongest || (name.size() > 1 && name.front() == '0')) {
        return false;
    }
    index = 0;
    for (const char c : name) {
        if (c < '0' || c > '9') {
            return false;
        }
        index = index * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return index <= kLargest;
}

/// Whether integer-like names already come first and ascend.
bool inReferenceOrder(std::span<const Member> members) noexcept
{
    bool named = false;
    std::uint64_t last = 0;
    bool first = true;
    for (const Member& member : members) {
        const bool maybe = !member.name.empty() && member.name.front() >= '0' && member.name.front() <= '9';
        std::uint64_t index = 0;
        if (!maybe || !isIndexName(member.name, index)) {
            named = true;
        } else if (named || (!first && index <= last)) {
            return false;
        } else {
            last = index;
            first = false;
        }
    }
    return true;
}

void orderAsReference(std::vector<Member>& members)
{
    std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        std::uint64_t left = 0;
        std::uint64_t right = 0;
        const bool leftIs = isIndexName(a.name, left);
        const bool rightIs = isIndexName(b.name, right);
        return leftIs && rightIs ? left < right : leftIs && !rightIs;
    });
}

constexpr std::size_t kIndexedObject = 24;
constexpr std::size_t kLargeText = 4096;

} // namespace

char* EvalState::textRoom(std::size_t bytes)
{
    if (bytes > kLargeText) {
        const bool tooLong = bytes > 0xFFFFFFFFU || bytes > m_context.limits.memory;
        if (tooLong || m_arena.bytesUsed() - m_arenaAtStart + bytes > m_context.limits.memory) {
            raise("D1013", Value::string("memory"));
            return nullptr;
        }
    }
    return static_cast<char*>(m_arena.allocate(bytes, 1));
}

Value EvalState::text(std::string_view utf8)
{
    char* to = textRoom(utf8.size());
    if (to == nullptr) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    std::copy(utf8.begin(), utf8.end(), to);
    return Value::string({to, utf8.size()});
}

Value EvalState::takeArray(std::size_t mark, unsigned marks)
{
    const std::size_t count = m_stack.mark() - mark;
    if (count == 0) {
        m_stack.drop(mark);
        return ValueAccess::array(nullptr, 0, marks);
    }
    const Value result = makeArray({m_stack.data() + mark, count}, marks);
    m_stack.drop(mark);
    return result;
}

Value EvalState::makeArray(std::span<const Value> items, unsigned marks)
{
    constexpr std::size_t kLarge = 4096;
    if (m_stack.overflowed() || items.size() > m_context.limits.sequence) {
        return raise("D2015", Value::integer(static_cast<std::int64_t>(m_context.limits.sequence)));
    }
    if (items.size() > kLarge && !(tick(items.size() / 8) && hasRoom(items.size()))) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    auto* to = m_arena.allocateArray<Value>(items.size());
    std::size_t used = 0;
    for (const Value& item : items) {
        to[used] = item;
        if (needsWatch(item)) [[unlikely]] {
            if (!isFunction(item) && item.type() == Type::Extension) {
                to[used] = materialise(item);
            }
            watch(to + used);
        }
        ++used;
    }
    return ValueAccess::array(to, used, marks);
}

bool EvalState::hasRoom(std::size_t items)
{
    if (m_arena.bytesUsed() - m_arenaAtStart + items * sizeof(Value) > m_context.limits.memory) {
        raise("D1013", Value::string("memory"));
        return false;
    }
    return true;
}

Value EvalState::makeObject(std::span<const Member> members, bool namesUnique)
{
    Value object;
    if (!inReferenceOrder(members)) {
        std::vector<Member> ordered(members.begin(), members.end());
        orderAsReference(ordered);
        object = m_arena.objectOfViews(ordered);
    } else if (namesUnique && members.size() <= kIndexedObject) {
        auto* to = m_arena.allocateArray<Member>(members.size());
        std::copy(members.begin(), members.end(), to);
        object = Value::object({to, members.size()});
    } else {
        object = m_arena.objectOfViews(members);
    }
    for (const Member& member : object.members()) {
        if (needsWatch(member.value)) {
            // Just made, and nobody else has seen it.
            auto& own = const_cast<Member&>(member); // NOLINT(*-const-cast)
            if (!isFunction(own.value) && own.value.type() == Type::Extension) {
                own.value = materialise(own.value);
            }
            watch(&own.value);
        }
    }
    return object;
}

std::span<const Member> EvalState::orderedMembers(const Value& object)
{
    const auto members = object.members();
    if (inReferenceOrder(members)) {
        return members;
    }
    std::vector<Member> ordered(members.begin(), members.end());
    orderAsReference(ordered);
    auto* to = m_arena.allocateArray<Member>(ordered.size());
    std::copy(ordered.begin(), ordered.end(), to);
    return {to, ordered.size()};
}

Value EvalState::materialise(const Value& v)
{
    if (isTupleStream(v)) {
        return tupleContexts(*static_cast<const TupleData*>(ValueAccess::data(v)));
    }
    if (!isRange(v)) {
        return v;
    }
    const auto& range = *static_cast<const RangeData*>(ValueAccess::data(v));
    if (!hasRoom(range.size()) || !tick(range.size() / 8)) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    auto* to = m_arena.allocateArray<Value>(range.size());
    for (std::size_t i = 0; i < range.size(); ++i) {
        to[i] = Value::integer(range.first + static_cast<std::int64_t>(i));
    }
    return ValueAccess::array(to, range.size(), json::kSequence);
}

} // namespace gatehouse::jsonata
