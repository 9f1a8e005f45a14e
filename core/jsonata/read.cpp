// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/eval_state.h"
#include "core/jsonata/stringify.h"

#include <array>
#include <cmath>

namespace gatehouse::jsonata {

Value EvalState::append(const Value& a, const Value& b)
{
    if (a.isUndefined()) {
        return b;
    }
    if (b.isUndefined()) {
        return a;
    }
    const std::array both{a, b};
    return appendAll(both);
}

bool EvalState::equal(const Value& a, const Value& b)
{
    if (a.isNumber() && b.isNumber()) {
        return a == b;
    }
    if (a.type() != b.type()) {
        return false;
    }
    if (a.isString()) {
        return a.asString() == b.asString();
    }
    if (a.isArray() || a.isObject()) {
        if (a.size() != b.size() || !tick(a.size())) {
            return false;
        }
    }
    return a == b;
}

Value EvalState::truth(const Value& v)
{
    if (v.isUndefined()) {
        return v;
    }
    const int result = truthOf(v);
    return result < 0 ? ValueAccess::extension(ExtensionKind::Failed) : Value::boolean(result == 1);
}

int EvalState::truthOf(const Value& v)
{
    switch (v.type()) {
    case Type::Bool:
        return v.asBool() ? 1 : 0;
    case Type::Int:
    case Type::UInt:
    case Type::Double:
    case Type::Decimal: {
        const double d = v.asDouble();
        if (std::isinf(d)) {
            raise("D1001", v);
            return -1;
        }
        return d != 0 && !std::isnan(d) ? 1 : 0;
    }
    case Type::String:
    case Type::Object:
        return v.size() > 0 ? 1 : 0;
    case Type::Array: {
        if (m_guard.exhausted()) {
            raiseTooDeep();
            return -1;
        }
        for (const Value& item : v.items()) {
            const int one = truthOf(item);
            if (one != 0) {
                return one;
            }
        }
        return 0;
    }
    default:
        return isRange(v) ? 1 : 0;
    }
}

Value EvalState::toText(const Value& v, bool pretty)
{
    if (v.isString()) {
        return v;
    }
    m_scratch.clear();
    if (!appendString(m_scratch, v, pretty)) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    return text(m_scratch);
}

bool EvalState::appendString(std::string& out, const Value& v, bool pretty)
{
    if (v.isString()) {
        out += v.asString();
        return true;
    }
    if (isFunction(v) || v.isUndefined()) {
        return true;
    }
    if (v.isNumber()) {
        if (!std::isfinite(v.asDouble())) {
            raise("D3001", v);
            return false;
        }
        appendNumber(out, v);
        return true;
    }
    const Value list = materialise(v);
    if (failed(list)) {
        return false;
    }
    const StringifyOutcome outcome = stringify(out, list, pretty, m_context.limits.memory);
    if (outcome != StringifyOutcome::Done) {
        outcome == StringifyOutcome::TooLong ? raise("D1013", Value::string("memory"))
                                             : raise("D1001", Value::null());
        return false;
    }
    return tick(out.size() / 16);
}

/// $append over a whole list.
Value EvalState::appendAll(std::span<const Value> items)
{
    const std::size_t mark = m_stack.mark();
    for (const Value& item : items) {
        if (item.isArray()) {
            m_stack.pushAll(ValueAccess::items(item), item.size());
        } else if (!item.isUndefined()) {
            m_stack.push(item);
        }
    }
    return takeArray(mark, 0);
}

Value EvalState::tupleContexts(const TupleData& tuples)
{
    const std::size_t mark = m_stack.mark();
    for (std::size_t i = 0; i < tuples.count; ++i) {
        m_stack.push(tuples.frames[i]->slots()[0]);
    }
    return takeArray(mark, json::kSequence);
}

/// The field of every object in an array and in the arrays inside it; arrays that are found lose one level.
void EvalState::lookupInto(const Value& array, std::string_view name)
{
    if (m_guard.exhausted()) {
        return;
    }
    for (const Value& item : array.items()) {
        if (item.isArray()) {
            lookupInto(item, name);
        } else if (item.isObject()) {
            const Value v = memberOf(item, name);
            if (v.isArray()) {
                m_stack.pushAll(ValueAccess::items(v), v.size());
            } else if (!v.isUndefined()) {
                m_stack.push(v);
            }
        }
    }
}

Value EvalState::lookup(const Value& input, std::string_view name)
{
    if (input.isObject()) {
        return memberOf(input, name);
    }
    if (input.isArray()) {
        const std::size_t mark = m_stack.mark();
        lookupInto(input, name);
        return takeArray(mark, json::kSequence);
    }
    return {};
}

void EvalState::flattenInto(const Value& array)
{
    if (m_guard.exhausted()) {
        return;
    }
    for (const Value& item : array.items()) {
        if (item.isArray()) {
            flattenInto(item);
        } else {
            m_stack.push(item);
        }
    }
}

} // namespace gatehouse::jsonata
