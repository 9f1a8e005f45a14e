// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"

#include <array>
#include <unordered_set>
#include <vector>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

Value keys(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    if (v.isObject()) {
        for (const Member& member : evaluator.orderedMembers(v)) {
            stack.push(Value::string(member.name));
        }
    } else if (v.isArray()) {
        std::vector<Member> all;
        std::unordered_set<std::string_view> seen;
        std::vector<Value> pending(v.items().rbegin(), v.items().rend());
        while (!pending.empty() && evaluator.tick()) {
            const Value item = pending.back();
            pending.pop_back();
            if (item.isArray()) {
                pending.insert(pending.end(), item.items().rbegin(), item.items().rend());
            }
            for (const Member& member : item.members()) {
                if (seen.insert(member.name).second) {
                    all.push_back({member.name, Value::null()});
                }
            }
        }
        for (const Member& member : evaluator.orderedMembers(Value::object(all))) {
            stack.push(Value::string(member.name));
        }
    }
    return evaluator.takeArray(mark, json::kSequence);
}

Value lookup(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return evaluator.lookup(at(arguments, 0), at(arguments, 1).asString());
}

void spreadInto(Evaluator& evaluator, const Value& v, std::size_t depth)
{
    constexpr std::size_t kDeepest = 64;
    ValueStack& stack = evaluator.stack();
    if (v.isArray() && depth < kDeepest) {
        for (const Value& item : v.items()) {
            spreadInto(evaluator, item, depth + 1);
        }
        return;
    }
    if (!v.isObject()) {
        if (!v.isUndefined()) {
            stack.push(v);
        }
        return;
    }
    for (const Member& member : evaluator.orderedMembers(v)) {
        stack.push(evaluator.makeObject(std::span(&member, 1), true));
    }
}

Value spread(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    if (!v.isArray() && !v.isObject()) {
        return v;
    }
    const std::size_t mark = evaluator.stack().mark();
    spreadInto(evaluator, v, 0);
    // Of a list with anything in it a list, however many objects come out.
    const bool list = std::ranges::any_of(v.items(), [](const Value& item) { return !item.isUndefined(); });
    return evaluator.takeArray(mark, list ? 0U : unsigned{json::kSequence});
}

Value merge(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value list = at(arguments, 0);
    if (list.isUndefined()) {
        return {};
    }
    std::vector<Member> members;
    for (const Value& item : list.items()) {
        const auto more = item.members();
        members.insert(members.end(), more.begin(), more.end());
        if (!evaluator.tick(more.size())) {
            return ValueAccess::extension(ExtensionKind::Failed);
        }
    }
    return evaluator.makeObject(members, list.size() == 1);
}

/// Calls function(value, key, object) with as many of them as it takes.
Value applyToMember(Evaluator& evaluator, const Value& function, const Member& member, const Value& object,
                    const CallContext& context)
{
    std::array<Value, 3> room{member.value, Value::string(member.name), object};
    const std::size_t wanted = Evaluator::arityOf(function);
    return evaluator.apply(callableOf(function),
                           std::span(room).first(wanted >= 3   ? 3
                                                 : wanted == 2 ? 2
                                                               : 1),
                           context);
}

Value each(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value object = at(arguments, 0);
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    for (const Member& member : evaluator.orderedMembers(object)) {
        const Value v = applyToMember(evaluator, at(arguments, 1), member, object, context);
        if (failed(v)) {
            stack.drop(mark);
            return v;
        }
        if (!v.isUndefined()) {
            stack.push(v);
        }
    }
    return evaluator.takeArray(mark, json::kSequence);
}

Value sift(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value object = at(arguments, 0);
    if (!isFunction(at(arguments, 1)) && object.size() > 0) {
        EvalError error{
            "T0410"}; // The signature lets it be left out, the reference then fails in JavaScript.
        error.index = 2;
        return evaluator.raise(error);
    }
    std::vector<Member> kept;
    for (const Member& member : evaluator.orderedMembers(object)) {
        const Value verdict = applyToMember(evaluator, at(arguments, 1), member, object, context);
        const int truth = failed(verdict) ? -1 : evaluator.truthOf(verdict);
        if (truth < 0) {
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        if (truth == 1) {
            kept.push_back(member);
        }
    }
    return kept.empty() ? Value() : evaluator.makeObject(kept, true);
}

Value clone(Evaluator&, Arguments arguments, const CallContext&)
{
    return at(arguments, 0); // Values never change: the same one will do.
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"keys", "<x-:a<s>>", 1, false, keys, "Names of an object's fields."},
    BuiltinDefinition{"lookup", "<x-s:x>", 2, false, lookup, "The field of a name that is computed."},
    BuiltinDefinition{"spread", "<x-:a<o>>", 1, false, spread,
                      "An object as an array of objects of one field."},
    BuiltinDefinition{"merge", "<a<o>:o>", 1, false, merge, "One object of many; later fields win."},
    BuiltinDefinition{"each", "<o-f:a>", 2, false, each, "What a function gives for every field."},
    BuiltinDefinition{"sift", "<o-f?:o>", 2, false, sift, "The fields for which a function holds."},
    BuiltinDefinition{"clone", "<(oa)-:o>", 1, false, clone, "The value again."},
};

} // namespace

std::span<const BuiltinDefinition> objectFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
