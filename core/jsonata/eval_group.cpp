// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <unordered_map>

namespace gatehouse::jsonata {
namespace {

/// What was collected under one key.
struct Group
{
    std::string_view key;
    std::size_t pair = 0;
    std::vector<Value> items;
};

/// From here on a hashed lookup of a field pays.
constexpr std::size_t kIndexedObject = 24;

} // namespace

Value Evaluator::buildObject(const ObjectNode& node, Value input, Frame* frame)
{
    if (!node.names.empty() && !input.isArray()) {
        return simpleObject(node, input, frame);
    }
    return group(node, input, frame);
}

/// All keys are different constants and the context is one item: no grouping to do.
Value Evaluator::simpleObject(const ObjectNode& node, Value input, Frame* frame)
{
    const std::size_t count = node.pairs.size();
    auto* members = m_arena.allocateArray<Member>(count);
    std::size_t used = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Value v = eval(*node.pairs[i].value, input, frame);
        if (failed(v)) {
            return v;
        }
        if (v.isUndefined()) {
            continue;
        }
        members[used].name = node.names[i];
        members[used].value = v;
        if (needsWatch(v)) {
            members[used].value = isTupleStream(v) || isRange(v) ? materialise(v) : v;
            watch(&members[used].value);
        }
        ++used;
    }
    return used > kIndexedObject ? m_arena.objectOfViews({members, used}) : Value::object({members, used});
}

Value Evaluator::groupKey(const ObjectNode& node, const Node& key, const Value& input, Frame* frame)
{
    const Value v = eval(key, input, frame);
    if (failed(v) || v.isUndefined() || v.isString()) {
        return v;
    }
    EvalError error{"T1003", node.tokenEnd, {}, v};
    error.node = &key;
    return raise(error);
}

Value Evaluator::group(const ObjectNode& node, const Value& input, Frame* frame)
{
    const bool tuples = isTupleStream(input);
    const TupleData* data = tuples ? static_cast<const TupleData*>(ValueAccess::data(input)) : nullptr;
    const std::size_t listed = tuples ? data->count : input.isArray() ? input.size() : 1;
    // Nothing still gives the constant members, a stream without tuples does not.
    const std::size_t count = listed == 0 && !tuples ? 1 : listed;
    std::vector<Group> groups;
    std::unordered_map<std::string_view, std::size_t> byKey;
    for (std::size_t i = 0; i < count; ++i) {
        Frame* scope = tuples ? data->frames[i] : frame;
        const Value item = listed == 0       ? Value()
                           : tuples          ? data->frames[i]->slots()[0]
                           : input.isArray() ? ValueAccess::items(input)[i]
                                             : input;
        for (std::size_t p = 0; p < node.pairs.size(); ++p) {
            const Value key = groupKey(node, *node.pairs[p].key, item, scope);
            if (failed(key)) {
                return key;
            }
            if (key.isUndefined()) {
                continue;
            }
            const auto [place, isNew] = byKey.try_emplace(key.asString(), groups.size());
            if (isNew) {
                groups.push_back({key.asString(), p, {}});
            } else if (groups[place->second].pair != p) {
                EvalError error{"D1009", node.tokenEnd, {}, key};
                error.node = node.pairs[p].key;
                return raise(error);
            }
            const Value kept =
                tuples ? ValueAccess::extension(ExtensionKind::TupleStream, data->frames[i]) : item;
            groups[place->second].items.push_back(kept);
        }
    }
    std::vector<Member> members;
    members.reserve(groups.size());
    for (const Group& entry : groups) {
        Frame* scope = frame;
        Value context;
        if (isTupleStream(entry.items.front())) {
            scope = mergeTuples(entry.items, data->slots);
            context = scope->slots()[0];
        } else {
            context = entry.items.front();
            if (entry.items.size() > 1) {
                context = appendAll(entry.items);
            }
        }
        const Value v = eval(*node.pairs[entry.pair].value, context, scope);
        if (failed(v)) {
            return v;
        }
        if (!v.isUndefined()) {
            members.push_back({entry.key, v});
        }
    }
    return makeObject(members, true);
}

/// One tuple that stands for several: every variable holds what it had in all of them.
Frame* Evaluator::mergeTuples(std::span<const Value> tuples, std::uint16_t slots)
{
    const auto frameAt = [&](std::size_t i) {
        return const_cast<Frame*>(
            static_cast<const Frame*>(ValueAccess::data(tuples[i]))); // NOLINT(*-const-cast)
    };
    Frame* merged = copyTuple(frameAt(0), slots);
    if (tuples.size() == 1) {
        return merged;
    }
    std::vector<Value> values;
    for (std::uint16_t slot = 0; slot < slots; ++slot) {
        values.clear();
        for (std::size_t i = 0; i < tuples.size(); ++i) {
            const Value v = frameAt(i)->slots()[slot];
            if (!isUnbound(v)) {
                values.push_back(v);
            }
        }
        if (values.size() > 1) {
            merged->slots()[slot] = appendAll(values);
        }
    }
    return merged;
}

} // namespace gatehouse::jsonata
