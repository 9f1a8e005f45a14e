// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <cstring>

namespace gatehouse::jsonata {
namespace {

bool sameName(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() && (b.empty() || std::memcmp(a.data(), b.data(), b.size()) == 0);
}

} // namespace

Value Evaluator::field(const Value& object, const FieldKey& key)
{
    const Member* members = ValueAccess::members(object);
    const std::uint32_t size = ValueAccess::rawSize(object);
    std::uint32_t& hint = m_hints[key.site];
    if (hint < size && sameName(members[hint].name, key.name)) {
        return members[hint].value;
    }
    constexpr std::uint32_t kLinear = 24;
    if (size > kLinear) {
        const Member* found = object.find(key.name);
        if (found == nullptr) {
            return {};
        }
        hint = static_cast<std::uint32_t>(found - members);
        return found->value;
    }
    for (std::uint32_t i = 0; i < size; ++i) {
        if (sameName(members[i].name, key.name)) {
            hint = i;
            return members[i].value;
        }
    }
    return ValueAccess::marks(object) == 0 ? Value() : memberOf(object, key.name);
}

Value Evaluator::fieldOf(const Value& item, const FieldKey& key)
{
    if (item.isObject()) {
        return field(item, key);
    }
    if (item.isArray()) {
        const std::size_t mark = m_stack.mark();
        lookupInto(item, key.name);
        return unwrapSequence(takeArray(mark, json::kSequence));
    }
    return {};
}

Value Evaluator::fieldChain(const FieldChainNode& node, Value input, Frame* frame)
{
    Value v = input;
    bool context = true;
    if (node.head != nullptr) {
        v = eval(*node.head, input, frame);
        context = false;
        if (failed(v)) {
            return v;
        }
    }
    const std::size_t count = node.fields.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (v.isObject()) {
            v = field(v, node.fields[i]);
            context = false;
        } else if (v.isArray()) {
            const bool oneItem = !context && (ValueAccess::marks(v) & json::kConstructed) != 0;
            return fieldStream(node.fields.subspan(i),
                               oneItem ? makeArray(std::span(&v, 1), json::kSequence) : v);
        } else {
            return {};
        }
    }
    return isSequence(v) ? ValueAccess::withMarks(v, json::kSequence) : v;
}

/// The rest of a chain of fields once it is a stream of items.
Value Evaluator::fieldStream(std::span<const FieldKey> fields, Value items)
{
    StepSpec spec;
    spec.isField = true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        spec.field = fields[i];
        const bool last = i + 1 == fields.size();
        items = fieldStep(spec, items, last);
        if (last || failed(items)) {
            return items;
        }
        if (items.size() == 0) {
            return {};
        }
    }
    return items;
}

Value Evaluator::wildcard(const Value& input)
{
    Value v = input;
    if ((ValueAccess::marks(v) & json::kOuterWrapper) != 0) {
        v = *ValueAccess::items(v);
    }
    const std::size_t mark = m_stack.mark();
    bool plainList = false; // An array among the values makes the result an array, not a sequence.
    const auto add = [this, &plainList](const Value& item) {
        if (item.isArray()) {
            plainList = true;
            flattenInto(item);
        } else {
            m_stack.push(item);
        }
    };
    if (v.isObject()) {
        for (const Member& member : orderedMembers(v)) {
            add(member.value);
        }
    } else if (v.isArray()) {
        for (const Value& item : v.items()) {
            add(item);
        }
    }
    return takeArray(mark, plainList ? 0U : unsigned{json::kSequence});
}

Value Evaluator::descendants(const Value& input)
{
    if (input.isUndefined()) {
        return {};
    }
    const std::size_t mark = m_stack.mark();
    if (!descendInto(input)) {
        m_stack.drop(mark);
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    if (m_stack.mark() == mark + 1) { // One value alone is no sequence: not even [] makes it a list.
        const Value only = m_stack.data()[mark];
        m_stack.drop(mark);
        return only;
    }
    return takeArray(mark, json::kSequence);
}

bool Evaluator::descendInto(const Value& v)
{
    if (m_guard.exhausted()) {
        raise("D1011");
        return false;
    }
    if (!tick()) {
        return false;
    }
    if (v.isArray()) {
        for (const Value& item : v.items()) {
            if (!descendInto(item)) {
                return false;
            }
        }
        return true;
    }
    m_stack.push(v);
    if (v.isObject()) {
        for (const Member& member : orderedMembers(v)) {
            if (!descendInto(member.value)) {
                return false;
            }
        }
    }
    return true;
}

} // namespace gatehouse::jsonata
