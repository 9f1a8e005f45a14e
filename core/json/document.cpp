// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/document.h"

#include "core/json/object_index.h"

#include <algorithm>

namespace gatehouse::json {
namespace {

/// Copies one node without its children: their handles still point at the source and are queued in pending.
void cloneNode(Arena& arena, Value& slot, std::vector<Value*>& pending)
{
    switch (slot.type()) {
    case Type::String:
        slot = arena.string(slot.asString());
        break;
    case Type::Decimal: {
        auto* text = arena.allocateArray<NumberText>(1);
        *text = {slot.asDouble(), arena.copy(slot.numberText())};
        slot = Value::decimal(text);
        break;
    }
    case Type::Array: {
        const auto from = slot.items();
        auto* items = arena.allocateArray<Value>(from.size());
        std::copy(from.begin(), from.end(), items);
        slot = Value::array({items, from.size()});
        for (std::size_t i = 0; i < from.size(); ++i) {
            pending.push_back(items + i);
        }
        break;
    }
    case Type::Object: {
        slot = arena.object(slot.members());
        // The members were just made, in this arena, and nobody else has seen them yet.
        auto* members = const_cast<Member*>(slot.members().data()); // NOLINT(*-const-cast)
        for (std::size_t i = 0; i < slot.size(); ++i) {
            pending.push_back(&members[i].value);
        }
        break;
    }
    default:
        break;
    }
}

} // namespace

Value Arena::clone(const Value& value)
{
    Value root = value;
    std::vector<Value*> pending{&root};
    while (!pending.empty()) {
        Value* slot = pending.back();
        pending.pop_back();
        cloneNode(*this, *slot, pending);
    }
    return root;
}

Document Document::copyOf(const Value& value)
{
    auto arena = std::make_shared<Arena>();
    const Value root = arena->clone(value);
    return {std::move(arena), root};
}

} // namespace gatehouse::json
