// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/merge_sort.h"
#include "core/jsonata/text/utf16.h"

namespace gatehouse::jsonata {

/// The keys of one order-by: evaluated once per item, and only when a comparison asks for them.
class SortRun
{
public:
    SortRun(Evaluator& evaluator, std::span<const SortTermSpec> terms, std::uint32_t tokenEnd,
            std::size_t count)
        : m_evaluator(evaluator)
        , m_terms(terms)
        , m_tokenEnd(tokenEnd)
        , m_keys(count * terms.size(), ValueAccess::extension(ExtensionKind::Unbound))
    {}

    void addItem(const Value& context, Frame* frame)
    {
        m_contexts.push_back(context);
        m_frames.push_back(frame);
    }

    /// Whether a belongs behind b.
    bool swaps(std::uint32_t a, std::uint32_t b)
    {
        if (m_failed || !m_evaluator.tick()) {
            m_failed = true;
            return false;
        }
        for (std::size_t t = 0; t < m_terms.size(); ++t) {
            const Value left = key(a, t);
            const Value right = m_failed ? Value() : key(b, t);
            const int order = m_failed ? 0 : compare(left, right, m_terms[t].descending);
            if (m_failed) {
                return false;
            }
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }

    [[nodiscard]] bool hasFailed() const noexcept { return m_failed; }

private:
    Value key(std::uint32_t item, std::size_t term)
    {
        Value& place = m_keys[item * m_terms.size() + term];
        if (isUnbound(place)) {
            const Value v = m_evaluator.eval(*m_terms[term].key, m_contexts[item], m_frames[item]);
            if (failed(v)) {
                m_failed = true;
                return v;
            }
            m_keys[item * m_terms.size() + term] = v;
            return v;
        }
        return place;
    }

    int compare(const Value& a, const Value& b, bool descending)
    {
        if (a.isUndefined() || b.isUndefined()) {
            return a.isUndefined() ? (b.isUndefined() ? 0 : 1) : -1; // Nothing goes last either way.
        }
        const bool comparableA = a.isNumber() || a.isString();
        const bool comparableB = b.isNumber() || b.isString();
        if (!comparableA || !comparableB) {
            return fail("T2008", comparableA ? b : a, {});
        }
        if (a.isNumber() != b.isNumber()) {
            return fail("T2007", a, b);
        }
        int order = 0;
        if (a.isString()) {
            order = text::compareUtf16(a.asString(), b.asString());
        } else {
            const double left = a.asDouble();
            const double right = b.asDouble();
            order = left == right ? 0 : left < right ? -1 : 1;
        }
        return descending ? -order : order;
    }

    int fail(std::string_view code, const Value& value, const Value& value2)
    {
        EvalError error{code, m_tokenEnd, {}, value, value2};
        m_evaluator.raise(error);
        m_failed = true;
        return 0;
    }

    Evaluator& m_evaluator;
    std::span<const SortTermSpec> m_terms;
    std::uint32_t m_tokenEnd;
    std::vector<Value> m_keys;
    std::vector<Value> m_contexts;
    std::vector<Frame*> m_frames;
    bool m_failed = false;
};

Value Evaluator::sortItems(std::span<const SortTermSpec> terms, const Value& items, Frame* frame,
                           std::uint32_t tokenEnd)
{
    const bool tuples = isTupleStream(items);
    const TupleData* data = tuples ? static_cast<const TupleData*>(ValueAccess::data(items)) : nullptr;
    const std::size_t count = tuples ? data->count : items.size();
    SortRun run(*this, terms, tokenEnd, count);
    std::vector<std::uint32_t> order(count);
    for (std::size_t i = 0; i < count; ++i) {
        order[i] = static_cast<std::uint32_t>(i);
        Frame* scope = tuples ? data->frames[i] : frame;
        run.addItem(tuples ? scope->slots()[0] : ValueAccess::items(items)[i], scope);
    }
    mergeSort(order, [&run](std::uint32_t a, std::uint32_t b) { return run.swaps(a, b); });
    if (run.hasFailed()) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const std::size_t mark = m_stack.mark();
    for (const std::uint32_t place : order) {
        m_stack.push(tuples ? ValueAccess::extension(ExtensionKind::TupleStream, data->frames[place])
                            : ValueAccess::items(items)[place]);
    }
    return tuples ? takeTuples(mark, data->slots) : takeArray(mark, json::kSequence);
}

} // namespace gatehouse::jsonata
