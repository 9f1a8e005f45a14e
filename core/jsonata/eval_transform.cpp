// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

// |pattern|update,delete| works on a copy of the input's arrays and objects (texts are shared). Handles are
// values: the size of an object lies in its parent. So the run keeps, for every object of the copy, the place
// that holds its handle, and edits there.

namespace gatehouse::jsonata {

namespace {

/// The place in the copy that holds an object's handle.
struct Place
{
    Value* handle = nullptr;
};

/// Places by the address of the object's members: open addressing, at most half full, nothing is ever
/// removed.
class Places
{
public:
    [[nodiscard]] Place* find(const Member* members) const noexcept
    {
        if (m_slots.empty()) {
            return nullptr;
        }
        const Slot& slot = m_slots[slotOf(members)];
        return slot.members == members ? slot.place : nullptr;
    }

    void add(const Member* members, Place* place)
    {
        if (m_used * 2 >= m_slots.size()) {
            grow();
        }
        Slot& slot = m_slots[slotOf(members)];
        m_used += slot.members == nullptr ? 1U : 0U;
        slot = {members, place};
    }

private:
    struct Slot
    {
        const Member* members = nullptr;
        Place* place = nullptr;
    };

    /// Where it is, or where it would be.
    [[nodiscard]] std::size_t slotOf(const Member* members) const noexcept
    {
        constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15U;
        std::size_t at = (reinterpret_cast<std::uintptr_t>(members) * kMix) >> m_shift;
        while (m_slots[at].members != nullptr && m_slots[at].members != members) {
            at = (at + 1) & (m_slots.size() - 1);
        }
        return at;
    }

    void grow()
    {
        const std::vector<Slot> old = std::move(m_slots);
        m_slots.assign(old.empty() ? kFirstSlots : old.size() * 2, Slot());
        m_shift = 64 - static_cast<unsigned>(std::countr_zero(m_slots.size()));
        for (const Slot& slot : old) {
            if (slot.members != nullptr) {
                m_slots[slotOf(slot.members)] = slot;
            }
        }
    }

    static constexpr std::size_t kFirstSlots = 64;

    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
    unsigned m_shift = 0;
};

} // namespace

class TransformRun
{
public:
    TransformRun(Evaluator& evaluator, const TransformCallable& callable)
        : m_evaluator(evaluator)
        , m_node(*callable.transform)
        , m_frame(callable.frame)
    {}

    Value run(const Value& input)
    {
        auto* root = m_evaluator.arena().allocateArray<Value>(1);
        *root = input;
        if (!copyTree(root)) {
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        const Value matches = m_evaluator.materialise(m_evaluator.eval(*m_node.pattern, *root, m_frame));
        if (failed(matches) || matches.isUndefined()) {
            return failed(matches) ? matches : *root;
        }
        const std::size_t count = matches.isArray() ? matches.size() : 1;
        for (std::size_t i = 0; i < count; ++i) {
            if (!edit(matches.isArray() ? ValueAccess::items(matches)[i] : matches)) {
                return ValueAccess::extension(ExtensionKind::Failed);
            }
        }
        return *root;
    }

private:
    /// Whether what lies at a place is more than a handle.
    static bool isDeep(const Value& v) noexcept
    {
        return v.isArray() || v.isObject() || v.type() == Type::Extension;
    }

    /// Copies what lies under a place; not recursive.
    bool copyTree(Value* root)
    {
        std::vector<Value*> pending{root};
        while (!pending.empty()) {
            Value* place = pending.back();
            pending.pop_back();
            const Value from = m_evaluator.materialise(*place);
            if (!m_evaluator.tick(1 + static_cast<std::uint32_t>(from.size() / 4))) {
                return false;
            }
            if (from.isArray()) {
                auto* items = m_evaluator.arena().allocateArray<Value>(from.size());
                std::copy(from.items().begin(), from.items().end(), items);
                *place = ValueAccess::array(items, from.size(), 0);
                for (std::size_t i = 0; i < from.size(); ++i) {
                    if (isDeep(items[i])) {
                        pending.push_back(items + i);
                    }
                }
            } else if (from.isObject()) {
                Member* members = roomFor(from.size());
                std::copy(from.members().begin(), from.members().end(), members);
                *place = Value::object({members, from.size()});
                auto* known = m_evaluator.create<Place>();
                known->handle = place;
                m_places.add(members, known);
                for (std::size_t i = 0; i < from.size(); ++i) {
                    if (isDeep(members[i].value)) {
                        pending.push_back(&members[i].value);
                    }
                }
            } else if (isFunction(from)) {
                m_evaluator.watch(place);
            }
        }
        return true;
    }

    /// At least one, so that every object has an address of its own.
    Member* roomFor(std::size_t count)
    {
        return m_evaluator.arena().allocateArray<Member>(std::max<std::size_t>(1, count));
    }

    bool edit(const Value& match)
    {
        Place* place = match.isObject() ? m_places.find(ValueAccess::members(match)) : nullptr;
        const Value context = place != nullptr ? *place->handle : match;
        const Value update = m_evaluator.eval(*m_node.update, context, m_frame);
        if (failed(update)) {
            return false;
        }
        if (!update.isUndefined()) {
            if (!update.isObject()) {
                return fail("T2011", *m_node.update, update);
            }
            // On an array the reference sets members that nobody sees.
            if (!match.isObject() && !match.isArray() && update.size() > 0) {
                return fail("T2014", *m_node.pattern, match);
            }
            if (place != nullptr && match.isObject()) {
                insert(*place, update);
            }
        }
        if (m_node.remove == nullptr) {
            return true;
        }
        const Value names =
            m_evaluator.eval(*m_node.remove, place != nullptr ? *place->handle : match, m_frame);
        if (failed(names) || names.isUndefined()) {
            return !failed(names);
        }
        return remove(place, names);
    }

    bool fail(std::string_view code, const Node& node, const Value& value)
    {
        EvalError error{code, node.tokenEnd, {}, value};
        error.node = &node;
        m_evaluator.raise(error);
        return false;
    }

    void insert(Place& place, const Value& update)
    {
        const auto old = place.handle->members();
        std::vector<Member> members(old.begin(), old.end());
        for (const Member& added : update.members()) {
            const auto same = std::find_if(members.begin(), members.end(),
                                           [&](const Member& member) { return member.name == added.name; });
            if (same != members.end()) {
                same->value = added.value;
            } else {
                members.push_back(added);
            }
        }
        store(place, members);
    }

    bool remove(Place* place, const Value& names)
    {
        const std::span<const Value> list =
            names.isArray() ? names.items() : std::span<const Value>(&names, 1);
        for (const Value& name : list) {
            if (!name.isString()) {
                return fail("T2012", *m_node.remove, names);
            }
        }
        if (place == nullptr) {
            return true;
        }
        std::vector<Member> kept;
        for (const Member& member : place->handle->members()) {
            if (std::none_of(list.begin(), list.end(),
                             [&](const Value& v) { return v.asString() == member.name; })) {
                kept.push_back(member);
            }
        }
        store(*place, kept);
        return true;
    }

    /// Puts the members into a new object at the place and tells its children where they lie now.
    void store(Place& place, const std::vector<Member>& members)
    {
        const Value ordered = m_evaluator.makeObject(members, true);
        Member* to = roomFor(ordered.size());
        std::copy(ordered.members().begin(), ordered.members().end(), to);
        *place.handle = Value::object({to, ordered.size()});
        m_places.add(to, &place);
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            Value& child = to[i].value;
            if (Evaluator::needsWatch(child)) {
                m_evaluator.watch(&child);
            }
            Place* known = child.isObject() ? m_places.find(ValueAccess::members(child)) : nullptr;
            if (known != nullptr) {
                known->handle = &child;
            }
        }
    }

    Evaluator& m_evaluator;
    const TransformNode& m_node;
    Frame* m_frame;
    Places m_places;
};

Value Evaluator::transform(const TransformCallable& callable, const Value& input)
{
    return input.isUndefined() ? input : TransformRun(*this, callable).run(input);
}

} // namespace gatehouse::jsonata
