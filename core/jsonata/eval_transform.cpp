// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <unordered_map>

// |pattern|update,delete| works on a copy of the input's arrays and objects (texts are shared). Handles are
// values: the size of an object lies in its parent. So the run keeps, for every object of the copy, the place
// that holds its handle, and edits there.

namespace gatehouse::jsonata {

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
    struct Place
    {
        Value* handle = nullptr;
    };

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
                    pending.push_back(items + i);
                }
            } else if (from.isObject()) {
                Member* members = roomFor(from.size());
                std::copy(from.members().begin(), from.members().end(), members);
                *place = Value::object({members, from.size()});
                m_places.emplace(members, m_known.emplace_back(std::make_unique<Place>(Place{place})).get());
                for (std::size_t i = 0; i < from.size(); ++i) {
                    pending.push_back(&members[i].value);
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
        const auto found = match.isObject() ? m_places.find(ValueAccess::members(match)) : m_places.end();
        Place* place = found == m_places.end() ? nullptr : found->second;
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
        m_places[to] = &place;
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            Value& child = to[i].value;
            if (Evaluator::needsWatch(child)) {
                m_evaluator.watch(&child);
            }
            const auto known = child.isObject() ? m_places.find(ValueAccess::members(child)) : m_places.end();
            if (known != m_places.end()) {
                known->second->handle = &child;
            }
        }
    }

    Evaluator& m_evaluator;
    const TransformNode& m_node;
    Frame* m_frame;
    std::unordered_map<const Member*, Place*> m_places;
    std::vector<std::unique_ptr<Place>> m_known;
};

Value Evaluator::transform(const TransformCallable& callable, const Value& input)
{
    return input.isUndefined() ? input : TransformRun(*this, callable).run(input);
}

} // namespace gatehouse::jsonata
